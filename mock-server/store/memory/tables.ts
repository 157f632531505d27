import { Map as ImmutableMap, List } from "immutable";
import { defaultProfile, type Profile } from "../../model/profile.js";
import type {
  Card,
  CardStatus,
  Client,
  Clock,
  Company,
  Operation,
  Push,
  Sequences,
  Template,
} from "../../model/records.js";
import type { Change, SandboxRecords } from "../port.js";
import { Log } from "./log.js";
import { Ranked, Unexpired } from "./ranked.js";
import { Table } from "./table.js";

/** The lists of one template that have pages. */
interface TemplateLists {
  readonly clients: List<number>;
  readonly withoutCard: Ranked<number>;
  readonly byStatus: Readonly<Record<CardStatus, Ranked<string>>>;
  readonly valid: Unexpired<string>;
}

const noLists: TemplateLists = {
  clients: List(),
  withoutCard: Ranked.empty(),
  byStatus: { "not installed": Ranked.empty(), installed: Ranked.empty(), deleted: Ranked.empty() },
  valid: Unexpired.empty(),
};

/** Lists of values by key, in order of insertion. */
type Multimap<K, V> = ImmutableMap<K, List<V>>;

/**
 * All records of a sandbox with their indexes, as one immutable value. A change returns new tables that share the rest,
 * so a snapshot, an undo or a copy of a sandbox is a reference.
 */
export interface Tables {
  readonly seed: number;
  readonly clock: Clock;
  readonly profile: Profile;
  readonly sequences: Sequences;
  readonly companies: Table<string, Company>;
  readonly templates: Table<number, Template>;
  readonly clients: Table<number, Client>;
  readonly cards: Table<string, Card>;
  readonly operations: Log<Operation>;
  readonly pushes: Log<Push>;
  readonly templatesByCompany: Multimap<string, number>;
  readonly clientsByContact: Multimap<string, number>;
  readonly cardsByClient: Multimap<number, string>;
  readonly lists: ImmutableMap<number, TemplateLists>;
}

/** A mutable copy of tables. Only its fields are replaced; their values stay immutable. */
export type TablesDraft = { -readonly [Key in keyof Tables]: Tables[Key] };

export const noSequences: Sequences = { template: 0, client: 0, card: 0, operation: 0, push: 0 };

const emptyTables: Tables = {
  seed: 1,
  clock: { now: null, offsetMs: 0 },
  profile: defaultProfile,
  sequences: noSequences,
  companies: Table.empty(),
  templates: Table.empty(),
  clients: Table.empty(),
  cards: Table.empty(),
  operations: Log.empty(),
  pushes: Log.empty(),
  templatesByCompany: ImmutableMap(),
  clientsByContact: ImmutableMap(),
  cardsByClient: ImmutableMap(),
  lists: ImmutableMap(),
};

export const phoneKey = (companyId: string, phone: string) => `${companyId} phone ${phone}`;
export const emailKey = (companyId: string, email: string) => `${companyId} email ${email}`;

const added = <K, V>(shared: Multimap<K, V>, key: K, value: V): Multimap<K, V> =>
  shared.set(key, (shared.get(key) ?? List<V>()).push(value));

const removed = <K, V>(shared: Multimap<K, V>, key: K, value: V): Multimap<K, V> =>
  shared.set(
    key,
    (shared.get(key) ?? List<V>()).filter((other) => other !== value),
  );

/** Returns the values of a key. */
export const valuesAt = <K, V>(shared: Multimap<K, V>, key: K): readonly V[] => shared.get(key)?.toArray() ?? [];

export const listsOf = (tables: Tables, templateId: number): TemplateLists => tables.lists.get(templateId) ?? noLists;

function contactKeys(tables: Tables, client: Client | undefined): readonly string[] {
  const companyId = client && tables.templates.get(client.templateId)?.companyId;
  if (client === undefined || companyId === undefined) return [];
  return [
    ...(client.phone === null ? [] : [phoneKey(companyId, client.phone)]),
    ...(client.email === null ? [] : [emailKey(companyId, client.email)]),
  ];
}

function applyClient(tables: TablesDraft, before: Client | undefined, after: Client): void {
  const was = contactKeys(tables, before);
  const is = contactKeys(tables, after);
  tables.clients = tables.clients.set(after.id, after);
  for (const key of was)
    if (!is.includes(key)) tables.clientsByContact = removed(tables.clientsByContact, key, after.id);
  for (const key of is) if (!was.includes(key)) tables.clientsByContact = added(tables.clientsByContact, key, after.id);
  if (before !== undefined) return;
  const lists = listsOf(tables, after.templateId);
  tables.lists = tables.lists.set(after.templateId, {
    ...lists,
    clients: lists.clients.push(after.id),
    withoutCard: lists.withoutCard.with(tables.clients.position(after.id), after.id),
  });
}

function applyCard(tables: TablesDraft, before: Card | undefined, after: Card): void {
  tables.cards = tables.cards.set(after.serial, after);
  if (before !== undefined && before.status === after.status && before.expiresAt === after.expiresAt) return;
  const position = tables.cards.position(after.serial);
  const lists = listsOf(tables, after.templateId);
  const byStatus = { ...lists.byStatus };
  let { withoutCard, valid } = lists;
  if (before === undefined) {
    withoutCard = withoutCard.without(tables.clients.position(after.clientId));
    tables.cardsByClient = added(tables.cardsByClient, after.clientId, after.serial);
  } else {
    byStatus[before.status] = byStatus[before.status].without(position);
    if (before.status === "installed") valid = valid.without(position, before.expiresAt);
  }
  byStatus[after.status] = byStatus[after.status].with(position, after.serial);
  if (after.status === "installed") valid = valid.with(position, after.serial, after.expiresAt);
  tables.lists = tables.lists.set(after.templateId, { ...lists, byStatus, withoutCard, valid });
}

/** Applies a change to a draft. Transactions and the replay of journals use it. */
export function apply(tables: TablesDraft, change: Change): void {
  switch (change.table) {
    case "clock":
      tables.clock = change.after;
      break;
    case "profile":
      tables.profile = change.after;
      break;
    case "sequences":
      tables.sequences = change.after;
      break;
    case "companies":
      tables.companies = tables.companies.set(change.after.id, change.after);
      break;
    case "templates": {
      const { id, companyId } = change.after;
      tables.templates = tables.templates.set(id, change.after);
      if (change.before === undefined) tables.templatesByCompany = added(tables.templatesByCompany, companyId, id);
      break;
    }
    case "clients":
      applyClient(tables, change.before, change.after);
      break;
    case "cards":
      applyCard(tables, change.before, change.after);
      break;
    case "operations": {
      const { operation } = tables.sequences;
      tables.operations = tables.operations.add(change.after);
      tables.sequences = { ...tables.sequences, operation: Math.max(operation, change.after.id) };
      break;
    }
    case "pushes":
      tables.pushes = tables.pushes.add(change.after);
      tables.sequences = { ...tables.sequences, push: Math.max(tables.sequences.push, change.after.id) };
  }
}

/** Builds tables from valid records. */
export function tablesOf(records: SandboxRecords): Tables {
  const { seed, clock, profile, sequences } = records;
  const tables: TablesDraft = { ...emptyTables, seed, clock, profile, sequences };
  for (const after of records.companies) apply(tables, { table: "companies", before: undefined, after });
  for (const after of records.templates) apply(tables, { table: "templates", before: undefined, after });
  for (const after of records.clients) apply(tables, { table: "clients", before: undefined, after });
  for (const after of records.cards) apply(tables, { table: "cards", before: undefined, after });
  for (const after of records.operations) apply(tables, { table: "operations", before: undefined, after });
  for (const after of records.pushes) apply(tables, { table: "pushes", before: undefined, after });
  return tables;
}

export function recordsIn(tables: Tables): SandboxRecords {
  return {
    seed: tables.seed,
    clock: tables.clock,
    profile: tables.profile,
    sequences: tables.sequences,
    companies: tables.companies.all(),
    templates: tables.templates.all(),
    clients: tables.clients.all(),
    cards: tables.cards.all(),
    operations: tables.operations.all(),
    pushes: tables.pushes.all(),
  };
}
