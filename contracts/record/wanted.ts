import { type MethodName, pageSize } from "../../openapi/document.js";
import { isJson } from "../../shared/json.js";
import type { StateCall } from "../states/index.js";
import type { CardRow, ClientRow } from "../states/world.js";
import type { Records } from "./records.js";

/** What of a sandbox a request has to do with. */
export interface Wanted {
  readonly templates: Set<number>;
  readonly clients: Set<number>;
  readonly cards: Set<string>;
  /** States that stand for many records, after the templates. */
  readonly crowds: StateCall[];
  /** States that stand behind the cards. */
  readonly others: StateCall[];
}

/** Lists of more rows than this are recorded as a crowd, shorter ones row by row. */
export const mostRows = 10;

const number = (value: unknown): number | undefined =>
  value === undefined || value === null || value === "" || Number.isNaN(Number(value)) ? undefined : Number(value);

const digits = (value: unknown): string => String(value ?? "").replace(/^\+?0*/, "");

/** Collects what one request has to do with. */
class Collector {
  readonly wanted: Wanted = { templates: new Set(), clients: new Set(), cards: new Set(), crowds: [], others: [] };
  readonly #records: Records;
  readonly #body: Readonly<Record<string, unknown>>;
  readonly #template: number | undefined;

  constructor(records: Records, request: unknown) {
    this.#records = records;
    this.#body = isJson(request) ? request : {};
    this.#template = number(this.#body.idTemplate);
  }

  card(card: CardRow): void {
    this.wanted.cards.add(card.serial);
    this.wanted.clients.add(card.clientId);
    this.wanted.templates.add(card.templateId);
  }

  client(client: ClientRow, withCards: boolean): void {
    this.wanted.clients.add(client.id);
    this.wanted.templates.add(client.templateId);
    if (withCards) for (const card of this.#records.cards) if (card.clientId === client.id) this.card(card);
  }

  /** What the parameters name: a card, a template, a client, a phone, an e-mail. */
  parameters(): void {
    const { cards, foreign, templates, clients } = this.#records;
    const { passSerialNumber: serial, userID, phone, email } = this.#body;
    if (typeof serial === "string" && /^[0-9A-Za-z-]{1,64}$/.test(serial)) {
      const card = cards.find((one) => one.serial === serial);
      if (card !== undefined) this.card(card);
      else {
        const isForeign = foreign.some((one) => one.serial === serial);
        this.wanted.others.push({ name: isForeign ? "a card of another company" : "no card", params: { serial } });
      }
    }
    if (templates.some(({ id }) => id === this.#template)) this.wanted.templates.add(this.#template ?? 0);
    for (const client of clients) {
      const isHere = this.#template === undefined || client.templateId === this.#template;
      const isNamed = client.id === number(userID);
      const hasPhone = client.phone !== null && client.phone === digits(phone);
      const hasEmail = client.email !== null && client.email === email;
      if (isNamed || (isHere && (hasPhone || hasEmail))) this.client(client, true);
    }
  }

  #offset(method: MethodName): number {
    const { firstPage } = this.#records;
    return ((number(this.#body.page) ?? firstPage) - firstPage) * pageSize(method);
  }

  #crowd(name: string, count: number): void {
    if (count > 0) this.wanted.crowds.push({ name, params: { idTemplate: this.#template, count } });
  }

  /** The rows of a list, and so many before them that they are on their page. */
  #list(crowd: string | undefined, rows: readonly ClientRow[], offset: number, withCards: boolean): void {
    const page = rows.slice(offset);
    if (crowd !== undefined && page.length > mostRows) this.#crowd(crowd, rows.length);
    else {
      if (crowd !== undefined) this.#crowd(crowd, offset);
      for (const row of crowd === undefined ? rows : page) this.client(row, withCards);
    }
  }

  clientsList(): void {
    const of = this.#records.clients.filter(({ templateId }) => templateId === this.#template);
    const offset = this.#offset("getClientsList");
    this.#list("clients", of.slice(0, offset + pageSize("getClientsList")), offset, false);
  }

  templateClients(answer: unknown): void {
    const mode = String(this.#body.selectionMode).toLowerCase();
    const offset = this.#offset("getTemplateClientPasses");
    const ids = rowsOf(answer).map((row) => (isJson(row) ? row.id : undefined));
    const { clients, cards } = this.#records;
    const onPage = clients.filter(({ id }) => ids.includes(id));
    const crowd = mode === "passinstalled" ? "installed cards" : mode === "passnotcreated" ? "clients" : undefined;
    if (crowd === undefined) {
      const status = mode === "passdeleted" ? "deleted" : "not installed";
      for (const card of cards) if (card.templateId === this.#template && card.status === status) this.card(card);
    } else if (onPage.length > mostRows) this.#crowd(crowd, offset + onPage.length);
    else {
      this.#crowd(crowd, offset);
      for (const client of onPage) this.client(client, true);
    }
  }

  history(method: "getPassOperations" | "getInfoPushList", name: string): void {
    const serial = String(this.#body.passSerialNumber);
    const all = method === "getPassOperations" ? this.#records.operations : this.#records.pushes;
    const has = all.filter((row) => row.serial === serial).length;
    const count = Math.min(has, this.#offset(method) + pageSize(method));
    if (count > 0 && this.wanted.cards.has(serial)) this.wanted.others.push({ name, params: { serial, count } });
  }

  broadcast(answer: unknown): void {
    const selected = isJson(answer) ? number(answer.numberOfRowsSelected) : undefined;
    if (this.#body.pushSegment !== "allClients" || selected === undefined) return;
    const installed = this.#records.cards.filter(
      (card) => card.templateId === this.#template && card.status === "installed",
    ).length;
    this.#crowd("installed cards", Math.min(installed, this.#offset("sendInfoPush") + selected));
  }
}

/** The rows of an answer, under whatever name. */
export const rowsOf = (answer: unknown): readonly unknown[] =>
  isJson(answer) ? (Object.values(answer).find(Array.isArray) ?? []) : [];

/** What of a sandbox a request and its answer have to do with. */
export function wantedFor(method: MethodName, request: unknown, answer: unknown, records: Records): Wanted {
  const collector = new Collector(records, request);
  collector.parameters();
  if (isJson(answer) && "error" in answer) return collector.wanted;
  if (method === "getTemplates") for (const { id } of records.templates) collector.wanted.templates.add(id);
  if (method === "getClientsList") collector.clientsList();
  if (method === "getTemplateClientPasses") collector.templateClients(answer);
  if (method === "getPassOperations") collector.history(method, "operations on a card");
  if (method === "getInfoPushList") collector.history(method, "pushes on a card");
  if (method === "sendInfoPush") collector.broadcast(answer);
  return collector.wanted;
}
