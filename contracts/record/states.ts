import { cardTypes, type State } from "../../mock-server/index.js";
import { type MethodName, pageSize } from "../../openapi/document.js";
import { isJson, type Json } from "../../shared/json.js";
import { contractNow } from "../states/defaults.js";
import type { StateCall } from "../states/index.js";
import type { CardRow, ClientRow, TemplateRow } from "../states/world.js";

/** Longer lists are recorded as one bulk state, such as `clients`, shorter ones row by row. */
export const maxRows = 10;

/** An exported card has its balances among its fields. */
type Card = Omit<CardRow, "balances"> & Json;

/** A sandbox before a request. */
export interface SandboxBefore {
  readonly state: State;
  readonly companyId: string;
}

export const firstPageOf = ({ profile }: State): number => Number(profile?.firstPage ?? 1);

const parseNumber = (value: unknown): number | undefined =>
  value === undefined || value === null || value === "" || Number.isNaN(Number(value)) ? undefined : Number(value);

/** Selects the records that a request depends on, and converts them to provider states. */
class StateRecorder {
  readonly #state: State;
  readonly #parameters: Json;
  readonly #template: number | undefined;
  readonly #templates: readonly TemplateRow[];
  readonly #clients: readonly ClientRow[];
  readonly #cards: readonly Card[];
  /** Templates, clients and cards to record. */
  readonly #wanted = new Set<object>();
  readonly #bulkStates: StateCall[] = [];
  readonly #others: StateCall[] = [];

  constructor({ state, companyId }: SandboxBefore, parameters: Json) {
    const { templates = [], clients = [], cards = [] } = state;
    this.#state = state;
    this.#parameters = parameters;
    this.#template = parseNumber(parameters.idTemplate);
    this.#templates = (templates as unknown as readonly TemplateRow[]).filter((one) => one.companyId === companyId);
    const ids = new Set(this.#templates.map(({ id }) => id));
    this.#clients = (clients as unknown as readonly ClientRow[]).filter(({ templateId }) => ids.has(templateId));
    this.#cards = (cards as unknown as readonly Card[]).filter(({ templateId }) => ids.has(templateId));
  }

  #addTemplate(id: number | undefined): void {
    for (const template of this.#templates) if (template.id === id) this.#wanted.add(template);
  }

  #addClient(client: ClientRow, withCards: boolean): void {
    this.#wanted.add(client);
    this.#addTemplate(client.templateId);
    if (withCards) for (const card of this.#cards) if (card.clientId === client.id) this.#addCard(card);
  }

  #addCard(card: Card): void {
    this.#wanted.add(card);
    this.#addTemplate(card.templateId);
    for (const client of this.#clients) if (client.id === card.clientId) this.#addClient(client, false);
  }

  #addBulkState(name: string, count: number): void {
    if (count > 0) this.#bulkStates.push({ name, params: { idTemplate: this.#template, count } });
  }

  /** Adds the records that the parameters name. */
  addNamed(): void {
    const { passSerialNumber: serial, userID, phone, email } = this.#parameters;
    if (typeof serial === "string" && /^[0-9A-Za-z-]{1,64}$/.test(serial)) {
      const card = this.#cards.find((one) => one.serial === serial);
      const isForeign = card === undefined && this.#state.cards?.some((one) => one.serial === serial);
      if (card !== undefined) this.#addCard(card);
      else this.#others.push({ name: isForeign ? "a card of another company" : "no card", params: { serial } });
    }
    this.#addTemplate(this.#template);
    const digits = String(phone ?? "").replace(/^\+?0*/, "");
    for (const client of this.#clients) {
      const hasContact =
        (client.phone !== null && client.phone === digits) || (client.email !== null && client.email === email);
      const isInTemplate = this.#template === undefined || client.templateId === this.#template;
      if (client.id === parseNumber(userID) || (hasContact && isInTemplate)) this.#addClient(client, true);
    }
  }

  #offset(method: MethodName): number {
    const firstPage = firstPageOf(this.#state);
    return ((parseNumber(this.#parameters.page) ?? firstPage) - firstPage) * pageSize(method);
  }

  /** Adds the clients on a page, and as many before them as the earlier pages have. */
  #addPage(method: MethodName, bulkState: string, response: unknown, withCards: boolean): void {
    const rows = isJson(response) ? Object.values(response).find(Array.isArray) : undefined;
    const ids = new Set((rows ?? []).filter(isJson).map(({ id }) => id));
    const onPage = this.#clients.filter(({ id }) => ids.has(id));
    const isBulk = onPage.length > maxRows;
    this.#addBulkState(bulkState, this.#offset(method) + (isBulk ? onPage.length : 0));
    if (!isBulk) for (const client of onPage) this.#addClient(client, withCards);
  }

  #addHistory(method: MethodName, name: string, rows: readonly { readonly serial?: string }[] = []): void {
    const serial = String(this.#parameters.passSerialNumber);
    const all = rows.filter((row) => row.serial === serial).length;
    const count = Math.min(all, this.#offset(method) + pageSize(method));
    if (count > 0) this.#others.push({ name, params: { serial, count } });
  }

  /** Adds the records in a successful response that the parameters do not name. */
  addListed(method: MethodName, response: unknown): void {
    const hasStatus = (status: string) =>
      this.#cards.filter((card) => card.templateId === this.#template && card.status === status);
    if (method === "getTemplates") for (const template of this.#templates) this.#wanted.add(template);
    if (method === "getClientsList") this.#addPage(method, "clients", response, false);
    if (method === "getTemplateClientPasses") {
      const mode = String(this.#parameters.selectionMode).toLowerCase();
      const bulkState = { passinstalled: "installed cards", passnotcreated: "clients" }[mode];
      if (bulkState !== undefined) this.#addPage(method, bulkState, response, true);
      else for (const card of hasStatus(mode === "passdeleted" ? "deleted" : "not installed")) this.#addCard(card);
    }
    if (method === "getPassOperations") this.#addHistory(method, "operations on a card", this.#state.operations);
    if (method === "getInfoPushList") this.#addHistory(method, "pushes on a card", this.#state.pushes);
    if (method === "sendInfoPush" && this.#parameters.pushSegment === "allClients") {
      const selected = isJson(response) ? parseNumber(response.numberOfRowsSelected) : undefined;
      const reached = this.#offset(method) + (selected ?? 0);
      if (selected !== undefined)
        this.#addBulkState("installed cards", Math.min(hasStatus("installed").length, reached));
    }
  }

  calls(): readonly StateCall[] {
    const isWanted = (row: object) => this.#wanted.has(row);
    return [
      ...this.#templates.filter(isWanted).map((template) => this.#templateCall(template)),
      ...this.#bulkStates,
      ...this.#clients.filter(isWanted).map(clientCall),
      ...this.#cards.filter(isWanted).map((card) => this.#cardCall(card)),
      ...this.#others,
    ];
  }

  /** Moves a moment by the distance between the sandbox's clock and that of contracts. */
  #replayed(moment: string): string {
    const { now, offsetMs = 0 } = this.#state.clock ?? {};
    const recordedNow = typeof now === "string" ? Date.parse(now) : Date.now() + offsetMs;
    return new Date(Math.max(0, Date.parse(moment) - recordedNow + Date.parse(contractNow))).toISOString();
  }

  #templateCall({ id, name, type, settings, expiry }: TemplateRow): StateCall {
    const { kind, at } = expiry;
    const moved = kind === "fixed" && at !== undefined ? { ...expiry, at: this.#replayed(at) } : expiry;
    const all = { ...settings, ...(kind !== "none" && { expiry: moved }) };
    const params = { idTemplate: id, type, name, ...(Object.keys(all).length > 0 && { settings: all }) };
    return { name: "a template", params };
  }

  #cardCall(card: Card): StateCall {
    const { serial, templateId, clientId, type, status, expiresAt } = card;
    const template = this.#templates.find(({ id }) => id === templateId);
    const balances = Object.entries(card).filter(([name]) => Object.hasOwn(cardTypes[type].state.parameters, name));
    const params: Record<string, unknown> = {
      serial,
      idTemplate: templateId,
      userID: clientId,
      status,
      ...(type === 3 && { redeemed: card.redeemedAt !== null }),
      ...Object.fromEntries(balances),
    };
    // Without the parameter, the card expires as its template says.
    if (typeof expiresAt === "string") params.expiryDate = this.#replayed(expiresAt);
    else if (template !== undefined && template.expiry.kind !== "none") params.expiryDate = null;
    const max = Number(template?.settings.maxStamps);
    // Counters from before a change of maxStamps fit no state: the total is left out.
    if (type === 0 && Number(card.totalStamps) % max !== card.activeStamps) {
      delete params.totalStamps;
      params.activeStamps = Number(card.activeStamps) % max;
    }
    return { name: `a ${cardTypes[type].noun} card`, params };
  }
}

function clientCall({ id, templateId, phone, email, sName, fName, dateOfBirth, fields }: ClientRow): StateCall {
  const params = { userID: id, idTemplate: templateId, phone: phone === null ? null : Number(phone), email };
  const hasFields = Object.keys(fields).length > 0;
  return { name: "a client", params: { ...params, sName, fName, dateOfBirth, ...(hasFields && { fields }) } };
}

/** Returns the provider states under which a replayed request gets the same response. */
export function statesFor(
  method: MethodName,
  parameters: Json,
  response: unknown,
  before: SandboxBefore,
): readonly StateCall[] {
  const recorder = new StateRecorder(before, parameters);
  recorder.addNamed();
  if (!(isJson(response) && "error" in response)) recorder.addListed(method, response);
  return recorder.calls();
}
