import type { CardStatus, CardType } from "../../mock-server/index.js";
import { BadState } from "./bad-state.js";
import { ownOfType } from "./balances.js";
import { contactParameters, contacts, withClient } from "./client.js";
import { cardStatus, integer, momentOrNull, serialNumber } from "./parameters.js";
import { type ProviderState, providerState, type Values } from "./state.js";
import { withTemplate } from "./template.js";
import { cardNouns, cardTypes, usualClient, usualSerial, usualTemplate } from "./usual.js";
import { type CardRow, put, type World } from "./world.js";

export interface CardWish {
  readonly serial?: string | undefined;
  readonly idTemplate?: number | undefined;
  readonly userID?: number | undefined;
  readonly phone?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly status?: CardStatus | undefined;
  readonly expiryDate?: string | null | undefined;
  /** The parameters of the card's type. */
  readonly [own: string]: unknown;
}

/** The usual client of a new card, or the next one that has no card and belongs to no other template. */
function freeHolder({ clients, cards }: World, templateId: number, first: number): number {
  const isTaken = (id: number) =>
    clients.some((client) => client.id === id && client.templateId !== templateId) ||
    cards.some((card) => card.clientId === id);
  let id = first;
  while (isTaken(id)) id += 1;
  return id;
}

const yearly = { kind: "afterIssue", days: 365 } as const;

/** The world with the card, its client and its template in it. */
export function withCard(before: World, type: CardType, wish: CardWish): readonly [World, CardRow] {
  const serial = wish.serial ?? usualSerial(type);
  const found = before.cards.find((card) => card.serial === serial);
  if (before.absent.includes(serial))
    throw new BadState(`one state wants the card ${serial}, another wants no such card`);
  if (found !== undefined && found.type !== type)
    throw new BadState(`card ${serial} is of type ${found.type} in one state and of type ${type} in another`);

  const own = ownOfType[type];
  const settings: Record<string, unknown> = {};
  for (const key of own.settings) if (wish[key] !== undefined) settings[key] = wish[key];
  const id = wish.idTemplate ?? found?.templateId ?? usualTemplate(type);
  const expires = wish.expiryDate !== undefined && wish.expiryDate !== null;
  const hasExpiry = before.templates.some((row) => row.id === id && row.expiry.kind !== "none");
  if (expires && !hasExpiry) settings.expiry = yearly;
  const [withIts, template] = withTemplate(before, { id, type, settings });

  const holder = wish.userID ?? found?.clientId ?? freeHolder(withIts, id, usualClient(type));
  const [world, client] = withClient(withIts, {
    id: holder,
    templateId: id,
    phone: wish.phone,
    email: wish.email,
  });
  const expiresAt = wish.expiryDate === undefined ? found?.expiresAt : wish.expiryDate;
  const row: CardRow = {
    serial,
    type,
    templateId: template.id,
    clientId: client.id,
    status: wish.status ?? found?.status ?? "installed",
    ...(expiresAt === undefined ? {} : { expiresAt }),
    balances: own.balances(wish, template, found?.balances),
  };
  return [{ ...world, cards: put(world.cards, row, (card) => card.serial === serial) }, row];
}

/** What every state about a card gives back. */
export function cardValues({ clients }: World, card: CardRow): Values {
  const client = clients.find(({ id }) => id === card.clientId);
  return {
    serial: card.serial,
    type: card.type,
    status: card.status,
    idTemplate: card.templateId,
    userID: card.clientId,
    ...(client === undefined ? {} : contacts(client)),
  };
}

export const commonGives = ["serial", "type", "status", "idTemplate", "userID", "phone", "email", "installURL"];

const own: Readonly<Record<CardType, readonly string[]>> = {
  0: ["activeStamps", "totalStamps", "unusedRewards"],
  1: ["points", "totalSpent", "percent"],
  2: ["visits", "points"],
  3: ["redeemedAt"],
  4: ["totalSpent", "percent"],
  5: ["balance"],
  6: [],
};

const cardState = (type: CardType): ProviderState =>
  providerState({
    name: `a ${cardNouns[type]} card`,
    about: `A card of type ${type}, installed. Its client and its template are made if no state made them.`,
    parameters: {
      serial: serialNumber({ usual: usualSerial(type), about: "Its serial number." }),
      idTemplate: integer({ usual: String(usualTemplate(type)), about: "Its template." }, 1),
      userID: integer(
        { usual: `${usualClient(type)}, or the next client without a card`, about: "The client who holds it." },
        1,
      ),
      ...ownOfType[type].parameters,
      status: cardStatus({ usual: "installed", about: "Where it is in its life." }),
      expiryDate: momentOrNull({
        usual: "as the template's expiry setting has it, which is none",
        about: "When it expires; the template's expiry setting is then on.",
      }),
      ...contactParameters,
    },
    gives: [...commonGives, ...own[type]],
    apply: (world, wish) => {
      const [after, card] = withCard(world, type, wish);
      return [after, { ...cardValues(after, card), ...card.balances }];
    },
  });

/** A state for each card type. */
export const cardStates: readonly ProviderState[] = cardTypes.map(cardState);
