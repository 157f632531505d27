import { Map as Lasting, List } from "immutable";
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

/** The lists of one template that methods page through. */
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

/** Client ids, or card serials, under a key that several can share. */
type Shared<K, V> = Lasting<K, List<V>>;

/**
 * All records of a sandbox with their indexes, as one value that is never changed: a change makes a new world
 * that shares the rest, so a snapshot, an undo or a copy of a sandbox is a reference.
 */
export interface World {
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
  readonly templatesByCompany: Shared<string, number>;
  readonly clientsByContact: Shared<string, number>;
  readonly cardsByClient: Shared<number, string>;
  readonly lists: Lasting<number, TemplateLists>;
}

/** A world that is being made: a copy of another one, of which only the fields that change are replaced. */
export type Draft = { -readonly [Key in keyof World]: World[Key] };

export const noSequences: Sequences = { template: 0, client: 0, card: 0, operation: 0, push: 0 };

export const emptyWorld: World = {
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
  templatesByCompany: Lasting(),
  clientsByContact: Lasting(),
  cardsByClient: Lasting(),
  lists: Lasting(),
};

export const phoneKey = (companyId: string, phone: string) => `${companyId} phone ${phone}`;
export const emailKey = (companyId: string, email: string) => `${companyId} email ${email}`;

const added = <K, V>(shared: Shared<K, V>, key: K, value: V): Shared<K, V> =>
  shared.set(key, (shared.get(key) ?? List<V>()).push(value));

const removed = <K, V>(shared: Shared<K, V>, key: K, value: V): Shared<K, V> =>
  shared.set(
    key,
    (shared.get(key) ?? List<V>()).filter((other) => other !== value),
  );

/** What shares a key, in the order in which it was added. */
export const sharing = <K, V>(shared: Shared<K, V>, key: K): readonly V[] => shared.get(key)?.toArray() ?? [];

export const listsOf = (world: World, templateId: number): TemplateLists => world.lists.get(templateId) ?? noLists;

function contactKeys(world: World, client: Client | undefined): readonly string[] {
  const companyId = client && world.templates.get(client.templateId)?.companyId;
  if (client === undefined || companyId === undefined) return [];
  return [
    ...(client.phone === null ? [] : [phoneKey(companyId, client.phone)]),
    ...(client.email === null ? [] : [emailKey(companyId, client.email)]),
  ];
}

function applyClient(world: Draft, before: Client | undefined, after: Client): void {
  const was = contactKeys(world, before);
  const is = contactKeys(world, after);
  world.clients = world.clients.set(after.id, after);
  for (const key of was) if (!is.includes(key)) world.clientsByContact = removed(world.clientsByContact, key, after.id);
  for (const key of is) if (!was.includes(key)) world.clientsByContact = added(world.clientsByContact, key, after.id);
  if (before !== undefined) return;
  const of = listsOf(world, after.templateId);
  world.lists = world.lists.set(after.templateId, {
    ...of,
    clients: of.clients.push(after.id),
    withoutCard: of.withoutCard.with(world.clients.position(after.id), after.id),
  });
}

function applyCard(world: Draft, before: Card | undefined, after: Card): void {
  world.cards = world.cards.set(after.serial, after);
  if (before !== undefined && before.status === after.status && before.expiresAt === after.expiresAt) return;
  const position = world.cards.position(after.serial);
  const of = listsOf(world, after.templateId);
  const byStatus = { ...of.byStatus };
  let { withoutCard, valid } = of;
  if (before === undefined) {
    withoutCard = withoutCard.without(world.clients.position(after.clientId));
    world.cardsByClient = added(world.cardsByClient, after.clientId, after.serial);
  } else {
    byStatus[before.status] = byStatus[before.status].without(position);
    if (before.status === "installed") valid = valid.without(position, before.expiresAt);
  }
  byStatus[after.status] = byStatus[after.status].with(position, after.serial);
  if (after.status === "installed") valid = valid.with(position, after.serial, after.expiresAt);
  world.lists = world.lists.set(after.templateId, { ...of, byStatus, withoutCard, valid });
}

/** Applies a change to a world in the making. The journal is replayed through this too: there is no other way. */
export function apply(world: Draft, change: Change): void {
  switch (change.table) {
    case "clock":
      world.clock = change.after;
      break;
    case "profile":
      world.profile = change.after;
      break;
    case "sequences":
      world.sequences = change.after;
      break;
    case "companies":
      world.companies = world.companies.set(change.after.id, change.after);
      break;
    case "templates": {
      const { id, companyId } = change.after;
      world.templates = world.templates.set(id, change.after);
      if (change.before === undefined) world.templatesByCompany = added(world.templatesByCompany, companyId, id);
      break;
    }
    case "clients":
      applyClient(world, change.before, change.after);
      break;
    case "cards":
      applyCard(world, change.before, change.after);
      break;
    case "operations": {
      const { operation } = world.sequences;
      world.operations = world.operations.add(change.after);
      world.sequences = { ...world.sequences, operation: Math.max(operation, change.after.id) };
      break;
    }
    case "pushes":
      world.pushes = world.pushes.add(change.after);
      world.sequences = { ...world.sequences, push: Math.max(world.sequences.push, change.after.id) };
  }
}

/** Builds a world from records that are known to fit together. */
export function worldOf(records: SandboxRecords): World {
  const { seed, clock, profile, sequences } = records;
  const world: Draft = { ...emptyWorld, seed, clock, profile, sequences };
  for (const after of records.companies) apply(world, { table: "companies", before: undefined, after });
  for (const after of records.templates) apply(world, { table: "templates", before: undefined, after });
  for (const after of records.clients) apply(world, { table: "clients", before: undefined, after });
  for (const after of records.cards) apply(world, { table: "cards", before: undefined, after });
  for (const after of records.operations) apply(world, { table: "operations", before: undefined, after });
  for (const after of records.pushes) apply(world, { table: "pushes", before: undefined, after });
  return world;
}

export function recordsOf(world: World): SandboxRecords {
  return {
    seed: world.seed,
    clock: world.clock,
    profile: world.profile,
    sequences: world.sequences,
    companies: world.companies.all(),
    templates: world.templates.all(),
    clients: world.clients.all(),
    cards: world.cards.all(),
    operations: world.operations.all(),
    pushes: world.pushes.all(),
  };
}
