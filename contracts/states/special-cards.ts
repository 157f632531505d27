import { cardValues, commonValues, withCard } from "./card.js";
import { cardType, ProviderStateError, serialNumberParameter } from "./parameters.js";
import { providerState } from "./state.js";
import { withTemplate } from "./template.js";
import { freeId } from "./world.js";

const defaultRivalSerial = "123444-522-344";

export const aCardOfAnotherCompany = providerState({
  name: "a card of another company",
  description: "A stamp card of another company than the token's: error 3.",
  parameters: { serial: serialNumberParameter({ default: defaultRivalSerial, description: "Its serial number." }) },
  identity: () => ({ serial: defaultRivalSerial, type: 0 }),
  returns: commonValues,
  apply: (before, { serial = defaultRivalSerial }) => {
    const known = before.cards.find((card) => card.serial === serial);
    const rival = before.templates.find(({ companyId }) => companyId === "rival");
    const id = rival?.id ?? freeId(before, 340_801);
    const [world] = known ? [before] : withTemplate(before, { id, type: 0, name: "Rival coffee", companyId: "rival" });
    const userID = known?.clientId ?? freeId(world, 30_000_001);
    const options = { serial, type: 0, idTemplate: known?.templateId ?? id, userID } as const;
    const [after, card] = withCard(world, options, "rival");
    return [after, cardValues(after, card)];
  },
});

const defaultExpiredSerial = "297150-586-213";

export const anExpiredCard = providerState({
  name: "an expired card",
  description:
    "An installed card whose expiry date has passed. The template's expiry setting is on, so that it can be extended.",
  parameters: {
    serial: serialNumberParameter({ default: defaultExpiredSerial, description: "Its serial number." }),
    type: cardType({ default: "0, or that of the card", description: "Its card type." }),
  },
  identity: () => ({ serial: defaultExpiredSerial }),
  returns: commonValues,
  apply: (world, { serial = defaultExpiredSerial, type, idTemplate, userID }) => {
    const known = world.cards.find((card) => card.serial === serial);
    const expiryDate = "2026-01-01T00:00:00.000Z";
    const options = { serial, type: type ?? known?.type ?? 0, idTemplate, userID, expiryDate };
    const [after, card] = withCard(world, options);
    return [after, cardValues(after, card)];
  },
});

const defaultAbsentSerial = "000000-000-000";

export const noCard = providerState({
  name: "no card",
  description: "No card has this serial number: error 2.",
  parameters: { serial: serialNumberParameter({ default: defaultAbsentSerial, description: "The serial number." }) },
  identity: () => ({ serial: defaultAbsentSerial }),
  returns: ["serial"],
  apply: (world, { serial = defaultAbsentSerial }) => {
    if (world.cards.some((card) => card.serial === serial))
      throw new ProviderStateError(`card ${serial} exists in one state and not in another`);
    return [{ ...world, absent: [...world.absent, serial] }, { serial }];
  },
});
