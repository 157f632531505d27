import { allCardTypes, type CardType, type CardTypeName, cardTypes } from "../../mock-server/index.js";

/** Card types by their names in environment variables and in `templates`. */
export const cardTypeNames = Object.fromEntries(allCardTypes.map((type) => [cardTypes[type].name, type])) as Readonly<
  Record<CardTypeName, CardType>
>;

export type { CardTypeName };
