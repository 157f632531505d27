import { allCardTypes, type CardStatus, type CardType, cardTypes } from "../../mock-server/index.js";
import { contactParameters, contacts, withClient } from "./client.js";
import { contractNow, defaultClient, defaultSerial, defaultTemplate } from "./defaults.js";
import {
  cardStatus,
  integerParameter,
  momentOrNull,
  ProviderStateError,
  parameterOfType,
  serialNumberParameter,
} from "./parameters.js";
import { type ProviderState, providerState, type StateValues } from "./state.js";
import { withTemplate } from "./template.js";
import { type CardRow, nextFree, put, type TemplateRow, type World } from "./world.js";

export interface CardOptions {
  readonly serial: string;
  readonly type: CardType;
  readonly idTemplate?: number | undefined;
  readonly userID?: number | undefined;
  readonly phone?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly status?: CardStatus | undefined;
  readonly expiryDate?: string | null | undefined;
  /** Parameters of the card type. */
  readonly [own: string]: unknown;
}

/**
 * Returns the default client of a new card, or the next id whose client has no card and no other template. Except for
 * the default, ids that a state names are skipped.
 */
const freeHolder = ({ clients, cards, named }: World, templateId: number, first: number): number =>
  nextFree(first, (id) => {
    const client = clients.find((row) => row.id === id);
    const isTaken = client === undefined ? id !== first && named.has(id) : client.templateId !== templateId;
    return isTaken || cards.some((card) => card.clientId === id);
  });

/** Throws ProviderStateError if a state contradicts an existing card. */
function throwOnContradiction({ serial, type, templateId, clientId }: CardRow, options: CardOptions): void {
  for (const [key, before] of Object.entries({ type, idTemplate: templateId, userID: clientId })) {
    const now = options[key];
    if (now !== undefined && now !== before)
      throw new ProviderStateError(`card ${serial} has ${key} ${before} in one state and ${now} in another`);
  }
}

const yearly = { kind: "afterIssue", days: 365 } as const;

/** Returns the settings of the template that are among the parameters of a card. */
function settingsIn(options: CardOptions, type: CardType, template: TemplateRow | undefined): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const [key, { isSetting }] of Object.entries(cardTypes[type].state.parameters))
    if (isSetting && options[key] !== undefined) settings[key] = options[key];
  const expires = options.expiryDate !== undefined && options.expiryDate !== null;
  const hasExpiry = template !== undefined && template.expiry.kind !== "none";
  if (expires && !hasExpiry) settings.expiry = yearly;
  return settings;
}

/** Returns the balances of a card. Throws ProviderStateError if its parameters contradict each other. */
function balancesOf(
  type: CardType,
  given: CardOptions,
  { settings }: TemplateRow,
  before: CardRow["balances"] | undefined,
): CardRow["balances"] {
  const balances = cardTypes[type].state.balances({ given, settings, before, now: contractNow });
  if (typeof balances === "string") throw new ProviderStateError(balances);
  return balances as CardRow["balances"];
}

/** Throws ProviderStateError if a card cannot have its balances, for example since maxStamps changed. */
export function checkBalances({ cards, templates }: World): void {
  for (const { serial, type, templateId, balances } of cards) {
    const settings = templates.find(({ id }) => id === templateId)?.settings ?? {};
    const problem = cardTypes[type].state.impossible(balances, settings);
    if (problem !== undefined) throw new ProviderStateError(`card ${serial}: ${problem}`);
  }
}

/** Adds a card, its client and its template to the world. */
export function withCard(before: World, options: CardOptions, companyId = "main"): readonly [World, CardRow] {
  const { serial, type } = options;
  const found = before.cards.find((card) => card.serial === serial);
  if (before.absent.includes(serial))
    throw new ProviderStateError(`card ${serial} exists in one state and not in another`);
  if (found !== undefined && before.templates.find((row) => row.id === found.templateId)?.companyId !== companyId)
    throw new ProviderStateError(
      `card ${serial} belongs to another company in one state and to the token's company in another`,
    );
  if (found !== undefined) throwOnContradiction(found, options);

  const userID = options.userID ?? found?.clientId;
  const holder = before.clients.find((row) => row.id === userID);
  const id = options.idTemplate ?? found?.templateId ?? holder?.templateId ?? defaultTemplate(type);
  const known = before.templates.find((row) => row.id === id);
  const [withCardTemplate, template] = withTemplate(before, { id, type, settings: settingsIn(options, type, known) });
  const [world, client] = withClient(withCardTemplate, template, {
    id: userID ?? freeHolder(withCardTemplate, id, defaultClient(type)),
    phone: options.phone,
    email: options.email,
  });
  const expiresAt = options.expiryDate === undefined ? found?.expiresAt : options.expiryDate;
  const row: CardRow = {
    serial,
    type,
    templateId: template.id,
    clientId: client.id,
    status: options.status ?? found?.status ?? "installed",
    ...(expiresAt === undefined ? {} : { expiresAt }),
    balances: balancesOf(type, options, template, found?.balances),
  };
  return [{ ...world, cards: put(world.cards, row, (card) => card.serial === serial) }, row];
}

/** Returns the values of every state about a card. */
export function cardValues({ clients }: World, card: CardRow): StateValues {
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

export const commonValues = ["serial", "type", "status", "idTemplate", "userID", "phone", "email", "installURL"];

/** Returns the names of the balances that the state of a type returns. */
const balanceNames = (type: CardType): readonly string[] => {
  const { state, demo } = cardTypes[type];
  const { settings } = demo.template;
  return Object.keys(state.balances({ given: {}, settings: { ...settings }, before: undefined, now: contractNow }));
};

const cardState = (type: CardType): ProviderState =>
  providerState({
    name: `a ${cardTypes[type].noun} card`,
    description: `An installed card of type ${type}. Its client and its template are created if they do not exist.`,
    parameters: {
      serial: serialNumberParameter({ default: defaultSerial(type), description: "Its serial number." }),
      idTemplate: integerParameter(
        { default: `${defaultTemplate(type)}, or that of the given client`, description: "Its template." },
        1,
      ),
      userID: integerParameter(
        {
          default: `${defaultClient(type)}, or the next client without a card`,
          description: "The client who holds it.",
        },
        1,
      ),
      ...Object.fromEntries(
        Object.entries(cardTypes[type].state.parameters).map(([name, parameter]) => [name, parameterOfType(parameter)]),
      ),
      status: cardStatus({ default: "installed", description: "Its status." }),
      expiryDate: momentOrNull({
        default: "that of the template's expiry setting: none by default",
        description: "Its expiry date; turns the template's expiry setting on.",
      }),
      ...contactParameters,
    },
    identity: () => ({ serial: defaultSerial(type), type }),
    returns: [...commonValues, ...balanceNames(type)],
    apply: (world, { serial = defaultSerial(type), ...options }) => {
      const [after, card] = withCard(world, { ...options, serial, type });
      return [after, { ...cardValues(after, card), ...card.balances }];
    },
  });

/** Provider states of all card types. */
export const cardStates: readonly ProviderState[] = allCardTypes.map(cardState);
