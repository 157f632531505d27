import type { State } from "../../mock-server/index.js";
import { type MethodName, pageSize } from "../../openapi/document.js";
import { isJson, type Json } from "../../shared/json.js";
import type { StateCall } from "../states/index.js";
import type { ClientRow, TemplateRow } from "../states/world.js";
import { cardCall, clientCall, type ExportedCard, templateCall } from "./state-calls.js";

/** Longer lists are recorded as one bulk state, such as `clients`, shorter ones row by row. */
export const maxRows = 10;

/** A sandbox before a request. */
export interface SandboxBefore {
  readonly state: State;
  readonly companyId: string;
}

export const firstPageOf = ({ profile }: State): number => Number(profile?.firstPage ?? 1);

const parseNumber = (value: unknown): number | undefined =>
  value === undefined || value === null || value === "" || Number.isNaN(Number(value)) ? undefined : Number(value);

/** Selects the records that a request depends on. */
class StateRecorder {
  readonly #state: State;
  readonly #parameters: Json;
  readonly #template: number | undefined;
  /** Records of the company. */
  readonly #templates: readonly TemplateRow[];
  readonly #clients: readonly ClientRow[];
  readonly #cards: readonly ExportedCard[];
  /** Records to set up. Those that they refer to are added at the end. */
  readonly #wanted = new Set<object>();
  readonly #bulkStates: StateCall[] = [];
  readonly #lastStates: StateCall[] = [];

  constructor({ state, companyId }: SandboxBefore, parameters: Json) {
    const { templates = [], clients = [], cards = [] } = state;
    this.#state = state;
    this.#parameters = parameters;
    this.#template = parseNumber(parameters.idTemplate);
    this.#templates = (templates as unknown as readonly TemplateRow[]).filter(
      (template) => template.companyId === companyId,
    );
    const ids = new Set(this.#templates.map(({ id }) => id));
    this.#clients = (clients as unknown as readonly ClientRow[]).filter(({ templateId }) => ids.has(templateId));
    this.#cards = (cards as unknown as readonly ExportedCard[]).filter(({ templateId }) => ids.has(templateId));
  }

  #add(records: readonly object[]): void {
    for (const record of records) this.#wanted.add(record);
  }

  #addWithCards(clients: readonly ClientRow[]): void {
    const ids = new Set(clients.map(({ id }) => id));
    this.#add([...clients, ...this.#cards.filter(({ clientId }) => ids.has(clientId))]);
  }

  #addBulkState(name: string, count: number): void {
    if (count > 0) this.#bulkStates.push({ name, params: { idTemplate: this.#template, count } });
  }

  /** Adds the records that the parameters name. */
  addNamed(): void {
    const { passSerialNumber: serial, userID, phone, email } = this.#parameters;
    if (typeof serial === "string" && /^[0-9A-Za-z-]{1,64}$/.test(serial)) {
      const card = this.#cards.find((known) => known.serial === serial);
      const isForeign = this.#state.cards?.some((known) => known.serial === serial);
      if (card !== undefined) this.#add([card]);
      else this.#lastStates.push({ name: isForeign ? "a card of another company" : "no card", params: { serial } });
    }
    this.#add(this.#templates.filter(({ id }) => id === this.#template));
    const digits = String(phone ?? "").replace(/^\+?0*/, "");
    const isNamed = (client: ClientRow) => {
      const hasContact =
        (client.phone !== null && client.phone === digits) || (client.email !== null && client.email === email);
      const isInTemplate = this.#template === undefined || client.templateId === this.#template;
      return client.id === parseNumber(userID) || (hasContact && isInTemplate);
    };
    this.#addWithCards(this.#clients.filter(isNamed));
  }

  #offset(method: MethodName): number {
    const firstPage = firstPageOf(this.#state);
    return ((parseNumber(this.#parameters.page) ?? firstPage) - firstPage) * pageSize(method);
  }

  /** Adds the clients on a page, and as many before them as the earlier pages have. */
  #addPage(method: MethodName, bulkState: "clients" | "installed cards", response: unknown): void {
    const rows = isJson(response) ? Object.values(response).find(Array.isArray) : undefined;
    const ids = new Set((rows ?? []).filter(isJson).map(({ id }) => id));
    const onPage = this.#clients.filter(({ id }) => ids.has(id));
    const isBulk = onPage.length > maxRows;
    this.#addBulkState(bulkState, this.#offset(method) + (isBulk ? onPage.length : 0));
    if (isBulk) return;
    if (method === "getClientsList") this.#add(onPage);
    else this.#addWithCards(onPage);
  }

  #addHistory(method: MethodName, name: string, rows: readonly { readonly serial?: string }[] = []): void {
    const serial = String(this.#parameters.passSerialNumber);
    const all = rows.filter((row) => row.serial === serial).length;
    const count = Math.min(all, this.#offset(method) + pageSize(method));
    if (count > 0) this.#lastStates.push({ name, params: { serial, count } });
  }

  /** Returns the cards in a response by their serial numbers. */
  #shownCards(response: Json): readonly ExportedCard[] {
    const rows = Object.values(response).find(Array.isArray) ?? [];
    const serials = new Set([response, ...rows.filter(isJson)].map(({ serialNumber }) => serialNumber));
    return this.#cards.filter(({ serial }) => serials.has(serial));
  }

  /** Adds the records in a successful response that the parameters do not name. */
  addListed(method: MethodName, response: unknown): void {
    const hasStatus = (status: string) =>
      this.#cards.filter((card) => card.templateId === this.#template && card.status === status);
    if (method !== "getTemplateClientPasses" && isJson(response)) this.#add(this.#shownCards(response));
    if (method === "getTemplates") this.#add(this.#templates);
    if (method === "getClientsList") this.#addPage(method, "clients", response);
    if (method === "getTemplateClientPasses") {
      const mode = String(this.#parameters.selectionMode).toLowerCase();
      if (mode === "passinstalled") this.#addPage(method, "installed cards", response);
      else if (mode === "passnotcreated") this.#addPage(method, "clients", response);
      else this.#add(hasStatus(mode === "passdeleted" ? "deleted" : "not installed"));
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

  /** Returns the states of the selected records, and of the clients and templates that they refer to. */
  calls(): readonly StateCall[] {
    const cards = this.#cards.filter((card) => this.#wanted.has(card));
    const holders = new Set(cards.map(({ clientId }) => clientId));
    const clients = this.#clients.filter((client) => this.#wanted.has(client) || holders.has(client.id));
    const used = new Set([...cards, ...clients].map(({ templateId }) => templateId));
    const templates = this.#templates.filter((template) => this.#wanted.has(template) || used.has(template.id));
    return [
      ...templates.map((template) => templateCall(template, this.#state)),
      ...this.#bulkStates,
      ...clients.map(clientCall),
      ...cards.map((card) => cardCall(card, templates, this.#state)),
      ...this.#lastStates,
    ];
  }
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
