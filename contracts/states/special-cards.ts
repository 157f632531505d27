import type { CardType } from "../../mock-server/index.js";
import { cardValues, commonValues, withCard } from "./card.js";
import { nextFree } from "./named.js";
import { cardType, serialNumberParameter } from "./parameters.js";
import { ProviderStateError } from "./provider-state-error.js";
import { providerState } from "./state.js";
import { withTemplate } from "./template.js";
import type { World } from "./world.js";

const defaultRivalSerial = "123444-522-344";

/** Returns the rival's template: the existing one, or a new id that no state names. */
const rivalTemplate = ({ templates, named }: World): number =>
  templates.find(({ companyId }) => companyId === "rival")?.id ??
  nextFree(340_801, (id) => named.has(id) || templates.some((row) => row.id === id));

const rivalClient = ({ clients, named }: World): number =>
  nextFree(30_000_001, (id) => named.has(id) || clients.some((row) => row.id === id));

export const aCardOfAnotherCompany = providerState({
  name: "a card of another company",
  description: "A stamp card of another company than the token's: error 3.",
  parameters: { serial: serialNumberParameter({ default: defaultRivalSerial, description: "Its serial number." }) },
  cardType: 0,
  createsCard: true,
  returns: commonValues,
  apply: (before, { serial = defaultRivalSerial }) => {
    const known = before.cards.find((card) => card.serial === serial);
    if (known !== undefined) {
      const owner = before.templates.find(({ id }) => id === known.templateId)?.companyId;
      if (owner === "rival") return [before, cardValues(before, known)];
      throw new ProviderStateError(
        `card ${serial} belongs to another company in one state and to the token's company in another`,
      );
    }
    const id = rivalTemplate(before);
    const [withRival] = withTemplate(before, { id, type: 0, name: "Rival coffee", companyId: "rival" });
    const [after, card] = withCard(withRival, 0, { serial, idTemplate: id, userID: rivalClient(withRival) });
    return [after, cardValues(after, card)];
  },
});

const defaultExpiredSerial = "297150-586-213";

/** Returns a template for cards of the type that no state names. */
const expiringTemplate = ({ templates, named }: World, type: CardType): number =>
  nextFree(340_731 + type, (id) => named.has(id) || templates.some((row) => row.id === id && row.type !== type));

const expiringClient = ({ clients, named }: World, type: CardType, templateId: number): number =>
  nextFree(
    20_779_277 + type,
    (id) => named.has(id) || clients.some((row) => row.id === id && row.templateId !== templateId),
  );

export const anExpiredCard = providerState({
  name: "an expired card",
  description:
    "An installed card whose expiry date has passed. The template's expiry setting is on, so that it can be extended.",
  parameters: {
    serial: serialNumberParameter({ default: defaultExpiredSerial, description: "Its serial number." }),
    type: cardType({ default: "0, or that of the card", description: "Its card type." }),
  },
  createsCard: true,
  returns: commonValues,
  apply: (world, { serial = defaultExpiredSerial, type }) => {
    const known = world.cards.find((card) => card.serial === serial);
    const named = world.named.card(serial);
    const ofType = type ?? known?.type ?? named.type ?? 0;
    const isOpen = known === undefined && named.idTemplate === undefined && named.userID === undefined;
    const idTemplate = isOpen ? expiringTemplate(world, ofType) : undefined;
    const userID = idTemplate === undefined ? undefined : expiringClient(world, ofType, idTemplate);
    const [after, card] = withCard(world, ofType, {
      serial,
      idTemplate,
      userID,
      expiryDate: "2026-01-01T00:00:00.000Z",
    });
    return [after, cardValues(after, card)];
  },
});

const defaultAbsentSerial = "000000-000-000";

export const noCard = providerState({
  name: "no card",
  description: "No card has this serial number: error 2.",
  parameters: { serial: serialNumberParameter({ default: defaultAbsentSerial, description: "The serial number." }) },
  returns: ["serial"],
  apply: (world, { serial = defaultAbsentSerial }) => {
    if (world.cards.some((card) => card.serial === serial))
      throw new ProviderStateError(`card ${serial} exists in one state and not in another`);
    const after: World = { ...world, absent: [...world.absent, serial] };
    return [after, { serial }];
  },
});
