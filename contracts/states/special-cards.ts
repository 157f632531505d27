import { addCard, cardValueNames, cardValues } from "./card.js";
import { cardType, ProviderStateError, parameter, serialNumber } from "./parameters.js";
import { providerState } from "./state.js";
import { addTemplate } from "./template.js";
import { freeId } from "./world.js";

const rivalSerial = "123444-522-344";

export const aCardOfAnotherCompany = providerState({
  name: "a card of another company",
  description: "A stamp card of another company than the token's: error 3.",
  parameters: { serial: parameter(serialNumber, rivalSerial, "Its serial number.") },
  defaultIds: () => ({ serial: rivalSerial, type: 0 as const }),
  returns: cardValueNames,
  apply: (world, { serial }) => {
    const known = world.cards.find((card) => card.serial === serial);
    const rival = world.templates.find(({ companyId }) => companyId === "rival");
    const idTemplate = known?.templateId ?? rival?.id ?? freeId(world, 340_801);
    if (known === undefined) addTemplate(world, { id: idTemplate, type: 0, name: "Rival coffee", companyId: "rival" });
    const userID = known?.clientId ?? freeId(world, 30_000_001);
    return cardValues(world, addCard(world, { serial, type: 0, idTemplate, userID }, "rival"));
  },
});

const expiredSerial = "297150-586-213";

export const anExpiredCard = providerState({
  name: "an expired card",
  description:
    "An installed card whose expiry date has passed. The template's expiry setting is on, so that it can be extended.",
  parameters: {
    serial: parameter(serialNumber, expiredSerial, "Its serial number."),
    type: parameter(cardType, "0, or that of the card", "Its card type."),
  },
  defaultIds: () => ({ serial: expiredSerial }),
  returns: cardValueNames,
  apply: (world, { serial, type, idTemplate, userID }) => {
    const known = world.cards.find((card) => card.serial === serial);
    const expiryDate = "2026-01-01T00:00:00.000Z";
    const options = { serial, type: type ?? known?.type ?? 0, idTemplate, userID, expiryDate };
    return cardValues(world, addCard(world, options));
  },
});

const absentSerial = "000000-000-000";

export const noCard = providerState({
  name: "no card",
  description: "No card has this serial number: error 2.",
  parameters: { serial: parameter(serialNumber, absentSerial, "The serial number.") },
  defaultIds: () => ({ serial: absentSerial }),
  returns: ["serial"],
  apply: ({ cards, absent }, { serial }) => {
    if (cards.some((card) => card.serial === serial))
      throw new ProviderStateError(`card ${serial} exists in one state and not in another`);
    absent.push(serial);
    return { serial };
  },
});
