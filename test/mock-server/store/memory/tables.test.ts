import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultProfile } from "../../../../mock-server/model/profile.js";
import type { Card, CardStatus, Client, Operation, Template } from "../../../../mock-server/model/records.js";
import { noSequences, Tables } from "../../../../mock-server/store/memory/tables.js";
import type { Change, SandboxRecords } from "../../../../mock-server/store/port.js";

const iso = (minute: number) => new Date(minute * 60_000).toISOString();
const statuses = ["not installed", "installed", "deleted"] as const;
const everything = { offset: 0, limit: 10_000 };

const template = (id: number): Template => ({
  id,
  companyId: id % 2 === 0 ? "main" : "rival",
  name: `Template ${id}`,
  type: 6,
  expiry: { kind: "none" },
  settings: {},
});

const client = (id: number, templateId: number, phone: string | null): Client => ({
  id,
  templateId,
  sName: "Doe",
  fName: "Jo",
  phone,
  email: phone === null ? null : `${phone}@example.com`,
  dateOfBirth: null,
  fields: {},
});

const card = (serial: string, of: Client, status: CardStatus, expiresAt: string | null): Card => ({
  serial,
  templateId: of.templateId,
  clientId: of.id,
  type: 6,
  status,
  issuedAt: iso(0),
  expiresAt,
});

/** Plain records without indexes. */
class Model {
  templates: readonly Template[] = [];
  clients: readonly Client[] = [];
  cards: readonly Card[] = [];
  operations: readonly Operation[] = [];

  copy(): Model {
    return Object.assign(new Model(), this);
  }

  with<R extends object>(list: readonly R[], key: keyof R, record: R): readonly R[] {
    const at = list.findIndex((other) => other[key] === record[key]);
    return at < 0 ? [...list, record] : list.with(at, record);
  }

  apply(change: Change): void {
    if (change.table === "templates") this.templates = this.with(this.templates, "id", change.after);
    if (change.table === "clients") this.clients = this.with(this.clients, "id", change.after);
    if (change.table === "cards") this.cards = this.with(this.cards, "serial", change.after);
    if (change.table === "operations") this.operations = [...this.operations, change.after];
  }
}

const records = (part: Partial<SandboxRecords> = {}): SandboxRecords => ({
  seed: 1,
  clock: { now: null, offsetMs: 0 },
  profile: defaultProfile,
  sequences: noSequences,
  companies: [],
  templates: [],
  clients: [],
  cards: [],
  operations: [],
  pushes: [],
  ...part,
});

function expectSame(tables: Tables, model: Model, now: string): void {
  const all = tables.records();
  expect(all.templates).toEqual(model.templates);
  expect(all.clients).toEqual(model.clients);
  expect(all.cards).toEqual(model.cards);
  expect(all.operations).toEqual(model.operations);
  for (const known of model.clients) {
    expect(tables.client(known.id)).toBe(known);
    expect(tables.cardsOfClients([known.id])).toEqual(model.cards.filter(({ clientId }) => clientId === known.id));
  }
  for (const known of model.cards) {
    expect(tables.card(known.serial)).toBe(known);
    const operations = model.operations.filter(({ serial }) => serial === known.serial).reverse();
    expect(tables.operationsOf(known.serial, everything)).toEqual(operations);
    expect(tables.operationsOf(known.serial, { offset: 1, limit: 2 })).toEqual(operations.slice(1, 3));
  }
  for (const phone of ["1", "2", "3"]) {
    expect(tables.clientsByPhone(phone)).toEqual(model.clients.filter((known) => known.phone === phone));
    const email = `${phone}@example.com`;
    expect(tables.clientsByEmail(email)).toEqual(model.clients.filter((known) => known.email === email));
  }
  for (const { id } of model.templates) {
    const clients = model.clients.filter(({ templateId }) => templateId === id);
    const holders = new Set(model.cards.map(({ clientId }) => clientId));
    expect(tables.clientsOf(id, "clients", everything)).toEqual(clients);
    const cardless = clients.filter((known) => !holders.has(known.id));
    expect(tables.clientsOf(id, "clientsWithoutCard", everything)).toEqual(cardless);
    const cards = model.cards.filter(({ templateId }) => templateId === id);
    for (const status of statuses)
      expect(tables.cardsWithStatus(id, status, everything)).toEqual(cards.filter((known) => known.status === status));
    const valid = cards.filter((known) => known.status === "installed" && (known.expiresAt ?? "~") > now);
    expect(tables.validCards(id, now, everything)).toEqual(valid);
    expect(tables.validCards(id, now, { offset: 1, limit: 1 })).toEqual(valid.slice(1, 2));
  }
}

type Step = "change" | "revert" | "fork" | "switch";

const step = fc.record({
  kind: fc.constantFrom<Step>("change", "change", "change", "change", "revert", "fork", "switch"),
  table: fc.constantFrom("templates", "clients", "clients", "cards", "cards", "operations", "operations"),
  isNew: fc.boolean(),
  at: fc.nat(1000),
  phone: fc.option(fc.constantFrom("1", "2", "3")),
  status: fc.constantFrom(...statuses),
  expires: fc.option(fc.nat(20)),
  now: fc.nat(20),
});

const pick = <R>(list: readonly R[], at: number): R | undefined => list[at % Math.max(1, list.length)];

type StepOf<A> = A extends fc.Arbitrary<infer T> ? T : never;

/** Returns the change of a step; undefined if the records it needs are missing. */
function changeOf(model: Model, next: number, values: StepOf<typeof step>): Change | undefined {
  const { table, isNew, at, phone, status, expires } = values;
  const expiresAt = expires === null ? null : iso(expires);
  if (table === "templates") return { table, before: undefined, after: template(next) };
  if (table === "clients") {
    const before = isNew ? undefined : pick(model.clients, at);
    const templateId = before?.templateId ?? pick(model.templates, at)?.id;
    return templateId === undefined
      ? undefined
      : { table, before, after: client(before?.id ?? next, templateId, phone) };
  }
  if (table === "cards") {
    const before = isNew ? undefined : pick(model.cards, at);
    const holder = before ? model.clients.find(({ id }) => id === before.clientId) : pick(model.clients, at);
    if (holder === undefined) return undefined;
    return { table, before, after: card(before?.serial ?? `card ${next}`, holder, status, expiresAt) };
  }
  const serial = pick(model.cards, at)?.serial;
  if (serial === undefined) return undefined;
  const id = Math.max(0, ...model.operations.map((operation) => operation.id)) + 1;
  const after: Operation = { id, serial, at: iso(at), action: "redeem", amount: 1, balance: at };
  return { table: "operations", before: undefined, after };
}

interface Version {
  readonly tables: Tables;
  readonly model: Model;
  readonly changes: { readonly change: Change; readonly before: Model }[];
}

test("tables, their forks and undone changes equal plain records", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const versions: Version[] = [{ tables: Tables.of(records()), model: new Model(), changes: [] }];
      let current = versions[0] as Version;
      for (const [next, values] of steps.entries()) {
        if (values.kind === "fork") {
          versions.push({ tables: current.tables.fork(), model: current.model.copy(), changes: [...current.changes] });
        } else if (values.kind === "switch") {
          current = pick(versions, values.at) as Version;
        } else if (values.kind === "revert") {
          const undone = current.changes.pop();
          if (undone === undefined) continue;
          current.tables.revert(undone.change);
          Object.assign(current.model, undone.before);
        } else {
          const change = changeOf(current.model, next, values);
          if (change === undefined) continue;
          current.changes.push({ change, before: current.model.copy() });
          current.tables.apply(change);
          current.model.apply(change);
        }
        expectSame(current.tables, current.model, iso(values.now));
      }
      for (const { tables, model } of versions) {
        expectSame(tables, model, iso(3));
        expectSame(Tables.of(tables.records()), model, iso(9));
      }
    }),
    { numRuns: 60 },
  );
});

/** 5,000 clients with cards: many pages, chunks and a shared layer of each index. */
function large(): Tables {
  const templates = [template(1), template(2)];
  const clients = Array.from({ length: 5000 }, (_, n) => client(n, 1 + (n % 2), String(10_000 + n)));
  const cards = clients.map((of, n) => card(`c${n}`, of, "installed", n % 3 === 0 ? iso(n) : null));
  return Tables.of(records({ templates, clients, cards }));
}

test("a fork of large tables leaves its source unchanged", () => {
  const source = large();
  const before = source.records();
  const fork = source.fork();
  for (const [n, was] of before.cards.entries()) {
    const after = { ...was, status: statuses[n % 3] ?? "deleted", expiresAt: iso(5000 - n) } as Card;
    fork.apply({ table: "cards", before: was, after });
  }
  for (let n = 5000; n < 6000; n += 1)
    fork.apply({ table: "clients", before: undefined, after: client(n, 1, String(10_000 + n)) });
  expect(source.records()).toEqual(before);
  expect(source.clientsByPhone("15500")).toEqual([]);
  expect(source.validCards(1, iso(2000), everything).length).toBe(2500 - 334);
  expect(fork.clientsByPhone("15500")).toMatchObject([{ id: 5500 }]);
  const model = Object.assign(new Model(), fork.records());
  expectSame(fork, model, iso(2500));
  expectSame(fork, model, iso(100));
});

test("every page of a long list is found", () => {
  const tables = large();
  for (let offset = 0; offset < 2500; offset += 97) {
    const ids = tables.clientsOf(1, "clients", { offset, limit: 97 }).map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: Math.min(97, 2500 - offset) }, (_, n) => 2 * (offset + n)));
  }
  expect(tables.clientsOf(1, "clients", { offset: 2500, limit: 10 })).toEqual([]);
});

test("differences are the changed records of two forks", () => {
  const before = large();
  const after = before.fork();
  const was = before.card("c77") as Card;
  after.apply({ table: "cards", before: was, after: { ...was, status: "deleted" } as Card });
  after.apply({ table: "clients", before: undefined, after: client(9999, 1, null) });
  const operation: Operation = { id: 1, serial: "c77", at: iso(1), action: "redeem", amount: 1, balance: 1 };
  after.apply({ table: "operations", before: undefined, after: operation });
  expect([...before.differences(after)].map(({ table, key }) => ({ table, key }))).toEqual([
    { table: "sequences", key: "sequences" },
    { table: "clients", key: 9999 },
    { table: "cards", key: "c77" },
    { table: "operations", key: 1 },
  ]);
  expect([...after.differences(after.fork())]).toEqual([]);
});

test("an index of many forks finds old and new keys", async () => {
  let tables = large();
  const forks: Tables[] = [];
  for (let round = 0; round < 30; round += 1) {
    for (let n = 0; n < 300; n += 1) {
      const id = 10_000 + round * 300 + n;
      tables.apply({ table: "clients", before: undefined, after: client(id, 1, String(id)) });
    }
    forks.push(tables);
    tables = tables.fork();
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const [round, fork] of forks.entries()) {
    const [first, last] = [10_000 + round * 300, 10_000 + round * 300 + 299];
    expect(fork.client(first)).toMatchObject({ id: first });
    expect(fork.clientsByPhone(String(last)).at(-1)).toMatchObject({ id: last });
    expect(fork.client(last + 1)).toBeUndefined();
    expect(fork.client(4999)).toMatchObject({ id: 4999 });
  }
});
