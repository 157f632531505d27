import { allCardTypes, type CardStatus, type CardType, cardTypes } from "../../mock-server/index.js";
import { addClient, contactParameters, contacts } from "./client.js";
import { contractNow, defaultClient, defaultSerial, defaultTemplate } from "./defaults.js";
import {
  cardStatus,
  id,
  moment,
  orNull,
  ProviderStateError,
  parameter,
  parameterOfType,
  serialNumber,
} from "./parameters.js";
import { type ProviderState, providerState, type StateValues } from "./state.js";
import { addTemplate } from "./template.js";
import { addOrReplace, type CardRow, nextFree, type TemplateRow, type World } from "./world.js";

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
  readonly [parameter: string]: unknown;
}

/**
 * Returns the default client of a new card, or the next free id. An id is taken if its client has a card or belongs to a
 * different template. Ids that later states name are taken, except the default.
 */
const freeHolder = ({ clients, cards, named }: World, templateId: number, first: number): number =>
  nextFree(first, (candidate) => {
    const client = clients.find((row) => row.id === candidate);
    const isTaken =
      client === undefined ? candidate !== first && named.has(candidate) : client.templateId !== templateId;
    return isTaken || cards.some((card) => card.clientId === candidate);
  });

/** Throws ProviderStateError if a card contradicts the states before it. */
function throwOnContradiction(
  { absent, templates }: World,
  found: CardRow | undefined,
  options: CardOptions,
  companyId: string,
): void {
  const { serial } = options;
  if (absent.includes(serial)) throw new ProviderStateError(`card ${serial} exists in one state and not in another`);
  if (found === undefined) return;
  if (templates.find((row) => row.id === found.templateId)?.companyId !== companyId)
    throw new ProviderStateError(
      `card ${serial} belongs to another company in one state and to the token's company in another`,
    );
  const { type, templateId, clientId } = found;
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
  const hasExpiry = template !== undefined && template.expiry.kind !== "none";
  if (typeof options.expiryDate === "string" && !hasExpiry) settings.expiry = yearly;
  return settings;
}

/** Throws ProviderStateError if a card cannot have its balances, for example since maxStamps changed. */
export function checkBalances({ cards, templates }: World): void {
  for (const { serial, type, templateId, balances } of cards) {
    const settings = templates.find((row) => row.id === templateId)?.settings ?? {};
    const problem = cardTypes[type].state.impossible(balances, settings);
    if (problem !== undefined) throw new ProviderStateError(`card ${serial}: ${problem}`);
  }
}

/** Adds a card, its client and its template to the world, or changes the existing card. */
export function addCard(world: World, options: CardOptions, companyId = "main"): CardRow {
  const { serial, type } = options;
  const found = world.cards.find((card) => card.serial === serial);
  throwOnContradiction(world, found, options, companyId);

  const userID = options.userID ?? found?.clientId;
  const holder = world.clients.find((row) => row.id === userID);
  const templateId = options.idTemplate ?? found?.templateId ?? holder?.templateId ?? defaultTemplate(type);
  const known = world.templates.find((row) => row.id === templateId);
  const template = addTemplate(world, { id: templateId, type, settings: settingsIn(options, type, known) });
  const client = addClient(world, template, {
    id: userID ?? freeHolder(world, templateId, defaultClient(type)),
    phone: options.phone,
    email: options.email,
  });
  const { settings } = template;
  const balances = cardTypes[type].state.balances({
    given: options,
    settings,
    before: found?.balances,
    now: contractNow,
  });
  if (typeof balances === "string") throw new ProviderStateError(balances);
  const expiresAt = options.expiryDate === undefined ? found?.expiresAt : options.expiryDate;
  const row: CardRow = {
    serial,
    type,
    templateId,
    clientId: client.id,
    status: options.status ?? found?.status ?? "installed",
    ...(expiresAt !== undefined && { expiresAt }),
    balances: balances as CardRow["balances"],
  };
  return addOrReplace(world.cards, row, "serial");
}

/** Returns the values of every state about a card. */
export function cardValues({ clients }: World, { serial, type, status, templateId, clientId }: CardRow): StateValues {
  const client = clients.find((row) => row.id === clientId);
  return { serial, type, status, idTemplate: templateId, userID: clientId, ...(client && contacts(client)) };
}

export const cardValueNames = ["serial", "type", "status", "idTemplate", "userID", "phone", "email", "installURL"];

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
      serial: parameter(serialNumber, defaultSerial(type), "Its serial number."),
      idTemplate: parameter(id, `${defaultTemplate(type)}, or that of the given client`, "Its template."),
      userID: parameter(id, `${defaultClient(type)}, or the next client without a card`, "The client who holds it."),
      ...Object.fromEntries(
        Object.entries(cardTypes[type].state.parameters).map(([name, described]) => [name, parameterOfType(described)]),
      ),
      status: parameter(cardStatus, "installed", "Its status."),
      expiryDate: parameter(
        orNull(moment),
        "that of the template's expiry setting: none by default",
        "Its expiry date; turns the template's expiry setting on.",
      ),
      ...contactParameters,
    },
    defaultIds: () => ({ serial: defaultSerial(type), type }),
    returns: [...cardValueNames, ...balanceNames(type)],
    apply: (world, options) => {
      const card = addCard(world, { ...options, type });
      return { ...cardValues(world, card), ...card.balances };
    },
  });

/** Provider states of all card types. */
export const cardStates: readonly ProviderState[] = allCardTypes.map(cardState);
