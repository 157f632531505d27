import type { Profile } from "../../model/profile.js";
import {
  type Card,
  type CardStatus,
  type Client,
  type Clock,
  type Company,
  type Iso,
  largestOrdinal,
  type Operation,
  type Push,
  type SequenceKind,
  type Template,
} from "../../model/records.js";
import { type Change, type ClientConflict, type IssuedCard, noIdsLeft, type Page, type Transaction } from "../port.js";
import { apply, emailKey, listsOf, phoneKey, type Tables, type TablesDraft, valuesAt } from "./tables.js";

/** A transaction over tables in memory. It builds the next tables and the list of changes. */
export class MemoryTransaction implements Transaction {
  readonly #before: Tables;
  #draft: TablesDraft | undefined;
  #isOver = false;
  readonly changes: Change[] = [];

  constructor(tables: Tables) {
    this.#before = tables;
  }

  /** The tables with the changes so far. */
  get tables(): Tables {
    return this.#draft ?? this.#before;
  }

  /** Returns the tables with all changes. Later changes throw. */
  end(): Tables {
    this.#isOver = true;
    return this.tables;
  }

  #changed(): TablesDraft {
    if (this.#isOver) throw new Error("a transaction that is over changes nothing: something was not waited for");
    this.#draft ??= { ...this.#before };
    return this.#draft;
  }

  #apply(change: Change): void {
    apply(this.#changed(), change);
    this.changes.push(change);
  }

  seed(): number {
    return this.tables.seed;
  }

  clock(): Clock {
    return this.tables.clock;
  }

  setClock(after: Clock): void {
    this.#apply({ table: "clock", before: this.tables.clock, after });
  }

  profile(): Profile {
    return this.tables.profile;
  }

  setProfile(after: Profile): void {
    this.#apply({ table: "profile", before: this.tables.profile, after });
  }

  companyAndClock(companyId: string): { readonly company: Company | undefined; readonly clock: Clock } {
    return { company: this.tables.companies.get(companyId), clock: this.tables.clock };
  }

  companies(): readonly Company[] {
    return this.tables.companies.all();
  }

  template(id: number): Template | undefined {
    return this.tables.templates.get(id);
  }

  templateForUpdate(id: number): Template | undefined {
    return this.template(id);
  }

  templatesOf(companyId: string): readonly Template[] {
    return found(valuesAt(this.tables.templatesByCompany, companyId), (id) => this.template(id));
  }

  insertTemplate(after: Template): boolean {
    if (this.template(after.id) !== undefined) return false;
    this.#apply({ table: "templates", before: undefined, after });
    return true;
  }

  saveTemplate(after: Template): void {
    this.#apply({ table: "templates", before: this.template(after.id), after });
  }

  client(id: number): Client | undefined {
    return this.tables.clients.get(id);
  }

  clientForUpdate(id: number): Client | undefined {
    return this.client(id);
  }

  clientByPhone(templateId: number, phone: string): Client | undefined {
    const companyId = this.template(templateId)?.companyId ?? "";
    return this.clientsByPhone(companyId, phone).find((client) => client.templateId === templateId);
  }

  clientByEmail(templateId: number, email: string): Client | undefined {
    const companyId = this.template(templateId)?.companyId ?? "";
    return this.clientsByEmail(companyId, email).find((client) => client.templateId === templateId);
  }

  clientsByPhone(companyId: string, phone: string): readonly Client[] {
    return this.#clientsWith(phoneKey(companyId, phone));
  }

  clientsByEmail(companyId: string, email: string): readonly Client[] {
    return this.#clientsWith(emailKey(companyId, email));
  }

  #clientsWith(contact: string): readonly Client[] {
    return found(valuesAt(this.tables.clientsByContact, contact), (id) => this.client(id));
  }

  clientsOf(templateId: number, { offset, limit }: Page): readonly Client[] {
    const ids = listsOf(this.tables, templateId).clients.slice(offset, offset + limit);
    return found(ids.toArray(), (id) => this.client(id));
  }

  clientsWithoutCard(templateId: number, { offset, limit }: Page): readonly Client[] {
    return found(listsOf(this.tables, templateId).withoutCard.page(offset, limit), (id) => this.client(id));
  }

  insertClient(after: Client): "inserted" | ClientConflict {
    const taken = this.client(after.id);
    if (taken !== undefined) return { conflict: "id", with: taken };
    const conflict = this.#contactConflict(after);
    if (conflict !== undefined) return conflict;
    this.#apply({ table: "clients", before: undefined, after });
    return "inserted";
  }

  saveClient(after: Client): "saved" | ClientConflict {
    const conflict = this.#contactConflict(after);
    if (conflict !== undefined) return conflict;
    this.#apply({ table: "clients", before: this.client(after.id), after });
    return "saved";
  }

  #contactConflict({ id, templateId, phone, email }: Client): ClientConflict | undefined {
    const byPhone = phone === null ? undefined : this.clientByPhone(templateId, phone);
    if (byPhone !== undefined && byPhone.id !== id) return { conflict: "phone", with: byPhone };
    const byEmail = email === null ? undefined : this.clientByEmail(templateId, email);
    if (byEmail !== undefined && byEmail.id !== id) return { conflict: "email", with: byEmail };
    return undefined;
  }

  card(serial: string): IssuedCard | undefined {
    const card = this.tables.cards.get(serial);
    if (card === undefined) return undefined;
    const template = this.template(card.templateId);
    if (template === undefined) throw new Error(`card ${serial} has no template`);
    return { card, template };
  }

  cardForUpdate(serial: string): IssuedCard | undefined {
    return this.card(serial);
  }

  cardsOfClients(clientIds: readonly number[]): readonly Card[] {
    const serials = clientIds.flatMap((id) => valuesAt(this.tables.cardsByClient, id));
    const { cards } = this.tables;
    return this.#cards(serials.sort((a, b) => cards.position(a) - cards.position(b)));
  }

  cardsWithStatus(templateId: number, status: CardStatus, { offset, limit }: Page): readonly Card[] {
    return this.#cards(listsOf(this.tables, templateId).byStatus[status].page(offset, limit));
  }

  validCards(templateId: number, now: Iso, { offset, limit }: Page): readonly Card[] {
    const lists = listsOf(this.tables, templateId);
    const valid = lists.valid.at(now);
    if (valid !== lists.valid) {
      // No change of a record: it saves the next transaction at this moment the same work.
      const draft = this.#changed();
      draft.lists = draft.lists.set(templateId, { ...lists, valid });
    }
    return this.#cards(valid.page(offset, limit));
  }

  #cards(serials: readonly string[]): readonly Card[] {
    return found(serials, (serial) => this.tables.cards.get(serial));
  }

  insertCard(after: Card): boolean {
    if (this.tables.cards.get(after.serial) !== undefined) return false;
    this.#apply({ table: "cards", before: undefined, after });
    return true;
  }

  saveCard(after: Card, operations: readonly Omit<Operation, "id" | "serial">[] = []): void {
    this.#apply({ table: "cards", before: this.tables.cards.get(after.serial), after });
    for (const { at, action, amount, balance } of operations) {
      const id = this.#next("operation");
      const operation = { id, serial: after.serial, at, action, amount, balance };
      this.#apply({ table: "operations", before: undefined, after: operation });
    }
  }

  operationsOf(serial: string, { offset, limit }: Page): readonly Operation[] {
    return this.tables.operations.newest(serial, offset, limit);
  }

  pushesOf(serial: string, { offset, limit }: Page): readonly Push[] {
    return this.tables.pushes.newest(serial, offset, limit);
  }

  addPush(push: Omit<Push, "id">): void {
    this.#apply({ table: "pushes", before: undefined, after: { id: this.#next("push"), ...push } });
  }

  #next(kind: SequenceKind): number {
    const ordinal = this.tables.sequences[kind] + 1;
    if (ordinal > largestOrdinal) throw noIdsLeft(kind);
    return ordinal;
  }

  nextOrdinal(kind: SequenceKind): number {
    const before = this.tables.sequences;
    const ordinal = this.#next(kind);
    this.#apply({ table: "sequences", before, after: { ...before, [kind]: ordinal } });
    return ordinal;
  }
}

/** The records that a list of keys points at; an index that points nowhere is a bug and says so. */
function found<K, R>(keys: readonly K[], get: (key: K) => R | undefined): R[] {
  return keys.map((key) => {
    const record = get(key);
    if (record === undefined) throw new Error(`an index points at ${String(key)}, which is not there`);
    return record;
  });
}
