import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { defaultProfile, type LunaServer } from "../../../mock-server/index.js";
import { MemoryStore } from "../../../mock-server/store/memory/store.js";
import type { SandboxRecords } from "../../../mock-server/store/port.js";
import { callDefault, startServer } from "../../support/sandbox.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const idTemplate = 340717;

const state = async (server: LunaServer): Promise<string> =>
  (await fetch(`${server.url}/_luna/sandboxes/default/state`)).text();

/** Issues an installed card to a new client. */
async function addCard(server: LunaServer, fName: string, phone: number): Promise<void> {
  const { body: client } = await callDefault(server, "createClient", { idTemplate, sName: "Doe", fName, phone });
  const { body: card } = await callDefault(server, "createPass", { idTemplate, userID: client.userID });
  const serial = card.serialNumber;
  await fetch(`${server.url}/_luna/sandboxes/default/cards/${serial}/install`, { method: "POST" });
}

async function journalOf(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".journal"));
  return (await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")))).join("");
}

test("a refusal after some changes leaves nothing in memory or files", async () => {
  const data = await temporaryFolder();
  const options = { data, durable: true, now: "2026-01-15T12:00:00.000Z" };
  const server = await startServer(options);
  await addCard(server, "Jane", 12025550101);
  await addCard(server, "J".repeat(1000), 12025550102);
  const before = { state: await state(server), journal: await journalOf(data) };

  // The text fits the first cards and is too long for the last.
  const messageText = `${"x".repeat(9_900)}{{clientFName}}`;
  const push = { pushSegment: "allClients", idTemplate, messageText, page: 1 };
  expect(await callDefault(server, "sendInfoPush", push)).toMatchObject({
    body: { error: 4 },
    why: "the text would have more than 10000 characters",
  });
  expect({ state: await state(server), journal: await journalOf(data) }).toEqual(before);

  await server.close();
  const restarted = await startServer(options);
  expect(await state(restarted)).toBe(before.state);
});

test("a refused client uses up no id", async () => {
  const server = await startServer();
  await callDefault(server, "createClient", { idTemplate, sName: "Doe", fName: "Jane", phone: 12025550103 });
  const before = await state(server);
  const { body } = await callDefault(server, "createClient", {
    idTemplate,
    sName: "Doe",
    fName: "Jim",
    phone: 12025550103,
  });
  expect(body).toMatchObject({ error: 5 });
  expect(await state(server)).toBe(before);
});

test("a discarded transaction has no changes and accepts none later", async () => {
  const store = new MemoryStore();
  const profile = defaultProfile;
  const records: SandboxRecords = {
    seed: 1,
    clock: { now: null, offsetMs: 0 },
    profile,
    sequences: { template: 0, client: 0, card: 0, operation: 0, push: 0 },
    companies: [],
    templates: [
      { id: 7, companyId: "main", name: "Club", type: 6 as const, expiry: { kind: "none" as const }, settings: {} },
    ],
    clients: [
      { id: 8, templateId: 7, sName: "Doe", fName: "Jo", phone: null, email: null, dateOfBirth: null, fields: {} },
    ],
    cards: [
      {
        serial: "1",
        templateId: 7,
        clientId: 8,
        type: 6 as const,
        status: "installed" as const,
        issuedAt: "2026-01-15T12:00:00.000Z",
        expiresAt: null,
      },
    ],
    operations: [],
    pushes: [],
  };
  const origin = { fixture: "empty", seed: 1, now: null, profile };
  await store.createSandbox({ id: "a", origin, createdAt: "2026-01-15T12:00:00.000Z", expiresAt: null }, records);
  const { value, changes } = await store.transaction(
    "a",
    async (tx) => {
      await tx.nextOrdinal("client");
      await tx.insertClient({
        id: 9,
        templateId: 7,
        sName: "",
        fName: "",
        phone: "1",
        email: null,
        dateOfBirth: null,
        fields: {},
      });
      await tx.addPush({ serial: "1", at: "2026-01-15T12:00:00.000Z", message: "hello" });
      return { isRefused: true, later: () => tx.nextOrdinal("client") };
    },
    ({ isRefused }) => isRefused,
  );
  expect(changes).toEqual([]);
  expect(await store.records("a")).toEqual(records);
  expect(value.later).toThrow("a transaction that is over");
});
