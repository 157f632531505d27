import { Map as Lasting, List } from "immutable";
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
} from "../domain/model.js";
import { defaultReading, type Reading } from "../domain/reading.js";
import type { Change, SandboxRecords } from "./port.js";
import { Ranked, Unexpired } from "./ranked.js";
import { Log, Table } from "./table.js";

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
  readonly reading: Reading;
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

export const noSequences: Sequences = { template: 0, client: 0, card: 0, operation: 0, push: 0 };

export const emptyWorld: World = {
  seed: 1,
  clock: { now: null, offsetMs: 0 },
  reading: defaultReading,
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

function withClient(world: World, before: Client | undefined, after: Client): World {
  const clients = world.clients.set(after.id, after);
  let { clientsByContact, lists } = world;
  const was = contactKeys(world, before);
  const is = contactKeys(world, after);
  for (const key of was) if (!is.includes(key)) clientsByContact = removed(clientsByContact, key, after.id);
  for (const key of is) if (!was.includes(key)) clientsByContact = added(clientsByContact, key, after.id);
  if (before === undefined) {
    const of = listsOf(world, after.templateId);
    lists = lists.set(after.templateId, {
      ...of,
      clients: of.clients.push(after.id),
      withoutCard: of.withoutCard.with(clients.position(after.id), after.id),
    });
  }
  return { ...world, clients, clientsByContact, lists };
}

function withCard(world: World, before: Card | undefined, after: Card): World {
  const cards = world.cards.set(after.serial, after);
  if (before !== undefined && before.status === after.status && before.expiresAt === after.expiresAt) {
    return { ...world, cards };
  }
  const position = cards.position(after.serial);
  const of = listsOf(world, after.templateId);
  const byStatus = { ...of.byStatus };
  let { withoutCard, valid } = of;
  let { cardsByClient } = world;
  if (before === undefined) {
    withoutCard = withoutCard.without(world.clients.position(after.clientId));
    cardsByClient = added(cardsByClient, after.clientId, after.serial);
  } else {
    byStatus[before.status] = byStatus[before.status].without(position);
    if (before.status === "installed") valid = valid.without(position, before.expiresAt);
  }
  byStatus[after.status] = byStatus[after.status].with(position, after.serial);
  if (after.status === "installed") valid = valid.with(position, after.serial, after.expiresAt);
  return {
    ...world,
    cards,
    cardsByClient,
    lists: world.lists.set(after.templateId, { ...of, byStatus, withoutCard, valid }),
  };
}

/** The world after a change. The journal is replayed through this too, so there is one way to change a world. */
export function apply(world: World, change: Change): World {
  switch (change.table) {
    case "clock":
      return { ...world, clock: change.after };
    case "reading":
      return { ...world, reading: change.after };
    case "sequences":
      return { ...world, sequences: change.after };
    case "companies":
      return { ...world, companies: world.companies.set(change.after.id, change.after) };
    case "templates": {
      const { id, companyId } = change.after;
      const templates = world.templates.set(id, change.after);
      if (change.before !== undefined) return { ...world, templates };
      return { ...world, templates, templatesByCompany: added(world.templatesByCompany, companyId, id) };
    }
    case "clients":
      return withClient(world, change.before, change.after);
    case "cards":
      return withCard(world, change.before, change.after);
    case "operations":
      return {
        ...world,
        operations: world.operations.add(change.after),
        sequences: { ...world.sequences, operation: Math.max(world.sequences.operation, change.after.id) },
      };
    case "pushes":
      return {
        ...world,
        pushes: world.pushes.add(change.after),
        sequences: { ...world.sequences, push: Math.max(world.sequences.push, change.after.id) },
      };
  }
}

/** Builds a world from records that are known to fit together. */
export function worldOf(records: SandboxRecords): World {
  const { seed, clock, reading, sequences } = records;
  let world: World = { ...emptyWorld, seed, clock, reading, sequences };
  const insert = (change: Change) => {
    world = apply(world, change);
  };
  for (const after of records.companies) insert({ table: "companies", before: undefined, after });
  for (const after of records.templates) insert({ table: "templates", before: undefined, after });
  for (const after of records.clients) insert({ table: "clients", before: undefined, after });
  for (const after of records.cards) insert({ table: "cards", before: undefined, after });
  for (const after of records.operations) insert({ table: "operations", before: undefined, after });
  for (const after of records.pushes) insert({ table: "pushes", before: undefined, after });
  return world;
}

export function recordsOf(world: World): SandboxRecords {
  return {
    seed: world.seed,
    clock: world.clock,
    reading: world.reading,
    sequences: world.sequences,
    companies: world.companies.all(),
    templates: world.templates.all(),
    clients: world.clients.all(),
    cards: world.cards.all(),
    operations: world.operations.all(),
    pushes: world.pushes.all(),
  };
}
