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
import type { Tables } from "./tables.js";

/** A transaction that changes tables in place and can undo its changes. */
export class MemoryTransaction implements Transaction {
  readonly #tables: Tables;
  #isOver = false;
  #isUndone = false;
  readonly changes: Change[] = [];

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Ends the transaction. Later changes throw. */
  end(): void {
    this.#isOver = true;
  }

  /** Whether the changes were undone, so that the transaction must be repeated. */
  get isUndone(): boolean {
    return this.#isUndone;
  }

  /** Ends the transaction and undoes its changes. */
  undo(): void {
    this.end();
    this.#isUndone = true;
    for (const change of this.changes.reverse()) this.#tables.revert(change);
    this.changes.length = 0;
  }

  #apply(change: Change): void {
    if (this.#isOver) throw new Error("a transaction that is over changes nothing: something was not waited for");
    this.#tables.apply(change);
    this.changes.push(change);
  }

  seed(): number {
    return this.#tables.seed;
  }

  clock(): Clock {
    return this.#tables.clock;
  }

  setClock(after: Clock): void {
    this.#apply({ table: "clock", before: this.#tables.clock, after });
  }

  profile(): Profile {
    return this.#tables.profile;
  }

  setProfile(after: Profile): void {
    this.#apply({ table: "profile", before: this.#tables.profile, after });
  }

  companyAndClock(companyId: string): { readonly company: Company | undefined; readonly clock: Clock } {
    return { company: this.#tables.company(companyId), clock: this.#tables.clock };
  }

  companies(): readonly Company[] {
    return this.#tables.companies;
  }

  template(id: number): Template | undefined {
    return this.#tables.template(id);
  }

  templateForUpdate(id: number): Template | undefined {
    return this.template(id);
  }

  templatesOf(companyId: string): readonly Template[] {
    return this.#tables.templatesOf(companyId);
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
    return this.#tables.client(id);
  }

  clientForUpdate(id: number): Client | undefined {
    return this.client(id);
  }

  clientByPhone(templateId: number, phone: string): Client | undefined {
    return this.#tables.clientsByPhone(phone).find((client) => client.templateId === templateId);
  }

  clientByEmail(templateId: number, email: string): Client | undefined {
    return this.#tables.clientsByEmail(email).find((client) => client.templateId === templateId);
  }

  clientsByPhone(companyId: string, phone: string): readonly Client[] {
    return this.#tables.clientsByPhone(phone).filter((client) => this.#companyOf(client) === companyId);
  }

  clientsByEmail(companyId: string, email: string): readonly Client[] {
    return this.#tables.clientsByEmail(email).filter((client) => this.#companyOf(client) === companyId);
  }

  #companyOf({ templateId }: Client): string | undefined {
    return this.template(templateId)?.companyId;
  }

  clientsOf(templateId: number, page: Page): readonly Client[] {
    return this.#tables.clientsOf(templateId, "clients", page);
  }

  clientsWithoutCard(templateId: number, page: Page): readonly Client[] {
    return this.#tables.clientsOf(templateId, "clientsWithoutCard", page);
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
    const card = this.#tables.card(serial);
    if (card === undefined) return undefined;
    const template = this.template(card.templateId);
    if (template === undefined) throw new Error(`card ${serial} has no template`);
    return { card, template };
  }

  cardForUpdate(serial: string): IssuedCard | undefined {
    return this.card(serial);
  }

  cardsOfClients(clientIds: readonly number[]): readonly Card[] {
    return this.#tables.cardsOfClients(clientIds);
  }

  cardsWithStatus(templateId: number, status: CardStatus, page: Page): readonly Card[] {
    return this.#tables.cardsWithStatus(templateId, status, page);
  }

  validCards(templateId: number, now: Iso, page: Page): readonly Card[] {
    return this.#tables.validCards(templateId, now, page);
  }

  insertCard(after: Card): boolean {
    if (this.#tables.card(after.serial) !== undefined) return false;
    this.#apply({ table: "cards", before: undefined, after });
    return true;
  }

  saveCard(after: Card, operations: readonly Omit<Operation, "id" | "serial">[] = []): void {
    this.#apply({ table: "cards", before: this.#tables.card(after.serial), after });
    for (const { at, action, amount, balance } of operations) {
      const id = this.#next("operation");
      const operation = { id, serial: after.serial, at, action, amount, balance };
      this.#apply({ table: "operations", before: undefined, after: operation });
    }
  }

  operationsOf(serial: string, page: Page): readonly Operation[] {
    return this.#tables.operationsOf(serial, page);
  }

  pushesOf(serial: string, page: Page): readonly Push[] {
    return this.#tables.pushesOf(serial, page);
  }

  addPush(push: Omit<Push, "id">): void {
    this.#apply({ table: "pushes", before: undefined, after: { id: this.#next("push"), ...push } });
  }

  #next(kind: SequenceKind): number {
    const ordinal = this.#tables.sequences[kind] + 1;
    if (ordinal > largestOrdinal) throw noIdsLeft(kind);
    return ordinal;
  }

  nextOrdinal(kind: SequenceKind): number {
    const before = this.#tables.sequences;
    const ordinal = this.#next(kind);
    this.#apply({ table: "sequences", before, after: { ...before, [kind]: ordinal } });
    return ordinal;
  }
}
