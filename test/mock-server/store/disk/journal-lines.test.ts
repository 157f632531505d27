import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { defaultProfile, type Profile } from "../../../../mock-server/model/profile.js";
import type { Card, Client, Company, Template } from "../../../../mock-server/model/records.js";
import { recordsOfState, type State } from "../../../../mock-server/state/state.js";
import { stateFileFormat } from "../../../../mock-server/state/state-file-format.js";
import { FolderPersistence } from "../../../../mock-server/store/disk/folder.js";
import {
  checkedLine,
  encodeChanges,
  encodeLine,
  journalFormat,
} from "../../../../mock-server/store/disk/journal-lines.js";
import { MemoryStore } from "../../../../mock-server/store/memory/store.js";
import type { Change } from "../../../../mock-server/store/port.js";
import { copyAsKilled } from "../../../support/copy-as-killed.js";
import { journalText, linesOf } from "../../../support/journal.js";
import { temporaryFolder } from "../../../support/temporary-folder.js";

const now = "2026-01-15T12:00:00.000Z";
const origin = { fixture: "empty", seed: 1, now, profile: defaultProfile };
const info = { id: "a", origin, createdAt: now, expiresAt: null };

const state = {
  formatVersion: 1,
  templates: [
    { id: 1, name: "Stamps", type: 0 },
    { id: 2, name: "Visits", type: 2 },
  ],
  clients: [
    { id: 1, templateId: 1, sName: "Doe", fName: "Jane" },
    { id: 2, templateId: 2, sName: "Doe", fName: "John" },
  ],
  cards: [
    { serial: "1", type: 0, templateId: 1, clientId: 1, status: "installed" },
    { serial: "2", type: 2, templateId: 2, clientId: 2, status: "not installed" },
  ],
} as unknown as State;

async function setup() {
  const data = await temporaryFolder();
  const open = async (folder: string) => {
    const { persistence, persisted, damaged } = await FolderPersistence.open(folder, {
      durable: true,
      format: stateFileFormat(() => ({ seed: 1, now, newToken: String })),
      warn: () => undefined,
    });
    expect(damaged).toEqual([]);
    const store = new MemoryStore(persistence, persisted);
    let closed: Promise<void> | undefined;
    const close = () => {
      closed ??= store.close();
      return closed;
    };
    onTestFinished(close);
    return { store, close };
  };
  const { store } = await open(data);
  await store.createSandbox(info, recordsOfState(state, { ...origin, newToken: (id) => `token-of-${id}` }));
  /** Returns the records after a kill at this moment. */
  const recordsAfterKill = async () => {
    const copy = join(await temporaryFolder(), "copy");
    await copyAsKilled(data, copy);
    const { store: second, close } = await open(copy);
    const records = await second.records("a");
    await close();
    return records;
  };
  return { store, recordsAfterKill };
}

type World = Awaited<ReturnType<typeof setup>>;

const text = fc.string({ unit: "grapheme", maxLength: 12 }).map((end) => `x${end.trim()}`);
const count = fc.nat(1000);

/** Changes of random records, by table. */
const steps = {
  templates: fc.tuple(fc.boolean(), text).map(
    ([isNew, name]) =>
      ({ store }: World) =>
        store.transaction("a", async (tx) => {
          const template = (await tx.template(1)) as Template;
          if (isNew) await tx.insertTemplate({ ...template, id: 1000 + (await tx.nextOrdinal("template")), name });
          else await tx.saveTemplate({ ...template, name });
        }),
  ),
  clients: fc
    .tuple(fc.boolean(), text, fc.option(fc.integer({ min: 10_000_000, max: 10_000_999 }).map(String)), text)
    .map(
      ([isNew, sName, phone, Field0]) =>
        ({ store }: World) =>
          store.transaction("a", async (tx) => {
            const client = { ...((await tx.client(1)) as Client), sName, phone, fields: { Field0 } };
            if (isNew) await tx.insertClient({ ...client, id: 1000 + (await tx.nextOrdinal("client")) });
            else await tx.saveClient(client);
          }),
    ),
  cards: fc
    .tuple(fc.constantFrom("1", "2"), fc.constantFrom("installed", "deleted"), fc.integer({ min: 1, max: 1000 }), count)
    .map(
      ([serial, status, amount, balance]) =>
        ({ store }: World) =>
          store.transaction("a", async (tx) => {
            const card = (await tx.card(serial))?.card as Card;
            const changed = card.type === 0 ? { totalStamps: balance } : { points: balance };
            const operation = { at: now, action: "addStamps", amount, balance } as const;
            await tx.saveCard({ ...card, status, ...changed } as Card, amount % 2 === 0 ? [operation] : []);
          }),
    ),
  newCards: fc.constant(({ store }: World) =>
    store.transaction("a", async (tx) => {
      const id = 1000 + (await tx.nextOrdinal("client"));
      await tx.insertClient({ ...((await tx.client(1)) as Client), id, phone: null, email: null });
      const card = (await tx.card("1"))?.card as Card;
      await tx.insertCard({ ...card, serial: `c-${await tx.nextOrdinal("card")}`, clientId: id });
    }),
  ),
  pushes: text.map(
    (message) =>
      ({ store }: World) =>
        store.transaction("a", async (tx) => tx.addPush({ serial: "1", at: now, message })),
  ),
  clock: fc.option(fc.constant(now)).map(
    (at) =>
      ({ store }: World) =>
        store.transaction("a", async (tx) => tx.setClock({ now: at, offsetMs: 0 })),
  ),
  profile: fc.constantFrom("array", "object").map(
    (envelope) =>
      ({ store }: World) =>
        store.transaction("a", async (tx) =>
          tx.setProfile({ ...(await tx.profile()), envelope: envelope as Profile["envelope"] }),
        ),
  ),
};

test("changes of any table load equal and in the same order", async () => {
  const world = await setup();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(...Object.values(steps)), { minLength: 1, maxLength: 12 }), async (taken) => {
      for (const step of taken) await step(world);
      expect(JSON.stringify(await world.recordsAfterKill())).toBe(JSON.stringify(await world.store.records("a")));
    }),
    { numRuns: 30 },
  );
});

const jane: Company = { id: "main", name: "Main", token: "t" };

/** Returns the changes of a transaction as its line has them. */
const written = (...changes: readonly Change[]) =>
  JSON.parse(encodeChanges("0a1b2c3d", 7, changes).slice("0a1b2c3d ".length));

test("a line has changed fields only, but new records whole", () => {
  const card: Card<6> = {
    serial: '1"\\',
    templateId: 1,
    clientId: 1,
    type: 6,
    status: "installed",
    issuedAt: now,
    expiresAt: null,
  };
  expect(
    written(
      { table: "cards", before: card, after: { ...card, status: "deleted" } },
      { table: "companies", before: undefined, after: jane },
      { table: "clock", before: { now, offsetMs: 0 }, after: { now: null, offsetMs: 0 } },
    ),
  ).toEqual({
    n: 7,
    changes: [
      { table: "cards", key: '1"\\', set: { status: "deleted" } },
      { table: "companies", after: jane },
      { table: "clock", set: { now: null } },
    ],
  });
});

test.each([
  ["a field less", { ...jane, note: "x" }],
  ["a field more", { id: "main", name: "Main" }],
  ["another order of fields", { name: "Main", id: "main", token: "t" }],
])("a line has the whole record if it has %s", (_what, before) => {
  expect(written({ table: "companies", before: before as Company, after: jane }).changes).toEqual([
    { table: "companies", after: jane },
  ]);
});

test("a repeated header is no change", async () => {
  const file = join(await temporaryFolder(), "a.1.journal");
  const line = { n: 1, changes: [] };
  const header = checkedLine(encodeLine("0a1b2c3d", { journal: journalFormat, durable: true }));
  const text = journalText([line]);
  await writeFile(file, text + header + checkedLine(encodeLine("0a1b2c3d", { n: 2, changes: [] })));
  expect(await linesOf(file)).toEqual([line, { n: 2, changes: [] }]);
});

test("a journal of format 2 is read", async () => {
  const file = join(await temporaryFolder(), "a.1.journal");
  const line = { n: 1, changes: [{ table: "companies", after: jane }] };
  await writeFile(
    file,
    [{ journal: 2, durable: true }, line].map((value) => checkedLine(`0a1b2c3d ${JSON.stringify(value)}`)).join(""),
  );
  expect(await linesOf(file)).toEqual([line]);
});
