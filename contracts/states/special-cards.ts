import { BadState } from "./bad-state.js";
import { cardValues, commonGives, withCard } from "./card.js";
import { withClient } from "./client.js";
import { cardType, serialNumber } from "./parameters.js";
import { providerState } from "./state.js";
import { withTemplate } from "./template.js";
import type { World } from "./world.js";

const rivalTemplate = 340_801;
const rivalClient = 30_000_001;

export const aCardOfAnotherCompany = providerState({
  name: "a card of another company",
  about: "A stamp card that the company of the token does not own: error 3.",
  parameters: { serial: serialNumber({ usual: "123444-522-344", about: "Its serial number." }) },
  gives: commonGives,
  apply: (before, { serial = "123444-522-344" }) => {
    const known = before.cards.find((card) => card.serial === serial);
    if (known !== undefined) {
      const owner = before.templates.find(({ id }) => id === known.templateId)?.companyId;
      if (owner === "rival") return [before, cardValues(before, known)];
      throw new BadState(`card ${serial} is the company's own in another state`);
    }
    const [withIts] = withTemplate(before, { id: rivalTemplate, type: 0, name: "Rival coffee", companyId: "rival" });
    const holder = rivalClient + withIts.clients.filter(({ templateId }) => templateId === rivalTemplate).length;
    const [world] = withClient(withIts, { id: holder, templateId: rivalTemplate });
    const [after, card] = withCard(world, 0, { serial, idTemplate: rivalTemplate, userID: holder });
    return [after, cardValues(after, card)];
  },
});

const usualExpired = "297150-586-213";
const expiredTemplate = 340_731;
const expiredClient = 20_779_277;

export const anExpiredCard = providerState({
  name: "an expired card",
  about:
    "An installed card whose expiry date has come. The template's expiry setting is on, so that it can be extended.",
  parameters: {
    serial: serialNumber({ usual: usualExpired, about: "Its serial number." }),
    type: cardType({ usual: "0", about: "Its card type." }),
  },
  gives: commonGives,
  apply: (world, { serial = usualExpired, type }) => {
    const known = world.cards.find((card) => card.serial === serial);
    const of = type ?? known?.type ?? 0;
    const made = known === undefined ? { idTemplate: expiredTemplate + of, userID: expiredClient + of } : {};
    const [after, card] = withCard(world, of, { serial, ...made, expiryDate: "2026-01-01T00:00:00.000Z" });
    return [after, cardValues(after, card)];
  },
});

const usualAbsent = "000000-000-000";

export const noCard = providerState({
  name: "no card",
  about: "No card has this serial number: error 2.",
  parameters: { serial: serialNumber({ usual: usualAbsent, about: "The serial number." }) },
  gives: ["serial"],
  apply: (world, { serial = usualAbsent }) => {
    if (world.cards.some((card) => card.serial === serial))
      throw new BadState(`one state wants the card ${serial}, another wants no such card`);
    const after: World = { ...world, absent: [...world.absent, serial] };
    return [after, { serial }];
  },
});
