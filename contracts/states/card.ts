import { allCardTypes, type CardStatus, type CardType, cardTypeOf } from "../../mock-server/index.js";
import { contactParameters, contacts, withClient } from "./client.js";
import { contractNow, defaultClient, defaultSerial, defaultTemplate } from "./defaults.js";
import { nextFree } from "./named.js";
import { cardStatus, integerParameter, momentOrNull, parameterOfType, serialNumberParameter } from "./parameters.js";
import { ProviderStateError } from "./provider-state-error.js";
import { type ProviderState, providerState, type StateValues } from "./state.js";
import { withTemplate } from "./template.js";
import { type CardRow, put, type TemplateRow, type World } from "./world.js";

export interface CardOptions {
  readonly serial?: string | undefined;
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
 * the default, ids that a later state names are skipped.
 */
function freeHolder({ clients, cards, named }: World, templateId: number, first: number): number {
  return nextFree(first, (id) => {
    const client = clients.find((row) => row.id === id);
    const template = client?.templateId ?? named.templateOfClient(id) ?? templateId;
    const isLater = client === undefined && id !== first && named.has(id);
    return template !== templateId || isLater || cards.some((card) => card.clientId === id);
  });
}

/** Returns the template of a client, if it can have cards of the type. */
function templateOf(id: number | undefined, type: CardType, { clients, templates, named }: World): number | undefined {
  if (id === undefined) return undefined;
  const templateId = clients.find((client) => client.id === id)?.templateId ?? named.templateOfClient(id);
  if (templateId === undefined) return undefined;
  const itsType = templates.find((row) => row.id === templateId)?.type ?? named.typeOfTemplate(templateId) ?? type;
  return itsType === type ? templateId : undefined;
}

/** Throws ProviderStateError if a state contradicts an existing card. */
function throwOnContradiction(
  found: CardRow,
  type: CardType,
  { idTemplate, userID }: CardOptions,
  { templates }: World,
): void {
  const { serial, templateId, clientId } = found;
  if (templates.some(({ id, companyId }) => id === templateId && companyId !== "main"))
    throw new ProviderStateError(
      `card ${serial} belongs to another company in one state and to the token's company in another`,
    );
  const contradiction = (key: string, before: number, now: number) =>
    new ProviderStateError(`card ${serial} has ${key} ${before} in one state and ${now} in another`);
  if (found.type !== type) throw contradiction("type", found.type, type);
  if (idTemplate !== undefined && idTemplate !== templateId) throw contradiction("idTemplate", templateId, idTemplate);
  if (userID !== undefined && userID !== clientId) throw contradiction("userID", clientId, userID);
}

const yearly = { kind: "afterIssue", days: 365 } as const;

/** Returns the settings of the template that are among the parameters of a card. */
function settingsIn(options: CardOptions, type: CardType, template: TemplateRow | undefined): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const [key, { isSetting }] of Object.entries(cardTypeOf(type).state.parameters))
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
  const balances = cardTypeOf(type).state.balances({ given, settings, before, now: contractNow });
  if (typeof balances === "string") throw new ProviderStateError(balances);
  return balances as CardRow["balances"];
}

/** Throws ProviderStateError if a card cannot have its balances, for example since maxStamps changed. */
export function checkBalances({ cards, templates }: World): void {
  for (const { serial, type, templateId, balances } of cards) {
    const settings = templates.find(({ id }) => id === templateId)?.settings ?? {};
    const problem = cardTypeOf(type).state.impossible(balances, settings);
    if (problem !== undefined) throw new ProviderStateError(`card ${serial}: ${problem}`);
  }
}

/** Adds a card, its client and its template to the world. */
export function withCard(before: World, type: CardType, options: CardOptions): readonly [World, CardRow] {
  const serial = options.serial ?? defaultSerial(type);
  const found = before.cards.find((card) => card.serial === serial);
  if (before.absent.includes(serial))
    throw new ProviderStateError(`card ${serial} exists in one state and not in another`);
  if (found !== undefined) throwOnContradiction(found, type, options, before);

  const elsewhere = before.named.card(serial);
  const userID = options.userID ?? found?.clientId ?? elsewhere.userID;
  const id =
    options.idTemplate ??
    found?.templateId ??
    elsewhere.idTemplate ??
    templateOf(userID, type, before) ??
    defaultTemplate(type);
  const known = before.templates.find((row) => row.id === id);
  const [withCardTemplate, template] = withTemplate(before, { id, type, settings: settingsIn(options, type, known) });
  const [world, client] = withClient(withCardTemplate, {
    id: userID ?? freeHolder(withCardTemplate, id, defaultClient(type)),
    templateId: id,
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
  const { state, demo } = cardTypeOf(type);
  const { settings } = demo.template;
  return Object.keys(state.balances({ given: {}, settings: { ...settings }, before: undefined, now: contractNow }));
};

const cardState = (type: CardType): ProviderState =>
  providerState({
    name: `a ${cardTypeOf(type).noun} card`,
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
        Object.entries(cardTypeOf(type).state.parameters).map(([name, parameter]) => [
          name,
          parameterOfType(parameter),
        ]),
      ),
      status: cardStatus({ default: "installed", description: "Its status." }),
      expiryDate: momentOrNull({
        default: "that of the template's expiry setting: none by default",
        description: "Its expiry date; turns the template's expiry setting on.",
      }),
      ...contactParameters,
    },
    cardType: type,
    createsCard: true,
    returns: [...commonValues, ...balanceNames(type)],
    apply: (world, options) => {
      const [after, card] = withCard(world, type, options);
      return [after, { ...cardValues(after, card), ...card.balances }];
    },
  });

/** Provider states of all card types. */
export const cardStates: readonly ProviderState[] = allCardTypes.map(cardState);
