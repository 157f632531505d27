import { allCardTypes, type CardType, cardTypes } from "../../mock-server/index.js";

/** The time of the sandbox in every interaction, so that a result does not depend on the day. */
export const contractNow = "2026-01-15T12:00:00.000Z";

// The ids are those of the demo: requests that were tried there can be copied into a contract.
export const defaultTemplate = (type: CardType): number => cardTypes[type].demo.template.id;
export const defaultClient = (type: CardType): number => cardTypes[type].demo.clientId;
export const defaultSerial = (type: CardType): string => cardTypes[type].demo.serial;
export const defaultPhone = 12_025_550_143;
export const defaultEmail = "jane.doe@example.com";

/** Returns the type of a template of the demo; 0 for another id. */
export const defaultType = (template: number): CardType =>
  allCardTypes.find((type) => defaultTemplate(type) === template) ?? 0;
