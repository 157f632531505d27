/** Accepted changes load again: ids and clocks at their bounds. */
import { expect, test } from "vitest";
import { createLunaServer, type LunaServerOptions, type State } from "../../mock-server/index.js";
import { generateClientId } from "../../mock-server/model/identity.js";
import { setup, stateText, type TestResponse, type TestSandbox } from "../support/sandbox.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** The last ordinal of all sequences. */
const last = 4_503_599_627_370_496;
const sequences = { template: 0, client: 0, card: 0, operation: 0, push: 0 };
const latest = "9800-01-01T00:00:00.000Z";

const world = {
  formatVersion: 1,
  companies: [{ id: "main" }, { id: "rival" }],
  templates: [
    { id: 1, companyId: "main", name: "T", type: 0 },
    { id: 2, companyId: "main", name: "U", type: 3 },
    { id: 3, companyId: "main", name: "V", type: 6, expiry: { kind: "afterIssue", days: 36_500 } },
  ],
  clients: [
    { id: 1, templateId: 1, sName: "Doe", fName: "Jane" },
    { id: 2, templateId: 2, sName: "Doe", fName: "Jane" },
    { id: 3, templateId: 1, sName: "Doe", fName: "John" },
    { id: 4, templateId: 3, sName: "Doe", fName: "John" },
  ],
  cards: [
    { serial: "1", type: 0, templateId: 1, clientId: 1, status: "installed" },
    { serial: "2", type: 3, templateId: 2, clientId: 2, status: "installed" },
  ],
} as const satisfies State;

/** Sequences, with a change that needs an id. */
const changes: readonly (readonly [
  kind: keyof typeof sequences,
  change: (sandbox: TestSandbox) => Promise<TestResponse>,
])[] = [
  ["push", ({ call }) => call("sendInfoPush", { pushSegment: "oneClient", passSerialNumber: "1", messageText: "Hi" })],
  [
    "push",
    ({ call }) => call("sendInfoPush", { pushSegment: "allClients", idTemplate: 1, messageText: "Hi", page: 1 }),
  ],
  ["operation", ({ call }) => call("usePass", { passSerialNumber: "1", numberStumps: 1 })],
  ["operation", ({ control }) => control("POST", "/cards/2/redeem")],
  ["client", ({ call }) => call("createClient", { idTemplate: 1, sName: "Roe", fName: "Ann", phone: 1 })],
  ["card", ({ call }) => call("createPass", { idTemplate: 1, userID: 3 })],
  ["template", ({ control }) => control("POST", "/templates", { name: "W", type: 6 })],
];

test.each(changes)("the last %s id is used, and the state loads again: %#", async (kind, change) => {
  const sandbox = await setup({ fixture: { ...world, sequences: { ...sequences, [kind]: last - 1 } } });
  expect((await change(sandbox)).status).toBeLessThan(300);
  const state = await stateText(sandbox);
  expect(JSON.parse(state).sequences[kind]).toBe(last);
  expect((await sandbox.control("PUT", "/state", JSON.parse(state))).status).toBe(200);
  expect(await stateText(sandbox)).toBe(state);
});

test.each(changes)("a change without a free %s id is 507: %#", async (kind, change) => {
  const sandbox = await setup({ fixture: { ...world, sequences: { ...sequences, [kind]: last } } });
  const before = await stateText(sandbox);
  const { status, body } = await change(sandbox);
  const reason = `no ${kind} ids are left; reset the sandbox, or PUT a state with smaller sequences`;
  expect({ status, message: body.message ?? body.error }).toEqual({ status: 507, message: reason });
  expect(await stateText(sandbox)).toBe(before);
  expect(sandbox.server.logged).toEqual([]);
});

test("a sandbox without free ids responds with 507, not 500", async () => {
  const ids = Array.from({ length: 1100 }, (_, index) => index + 1);
  const taken = ids.map((ordinal) => ({
    id: generateClientId(1, ordinal),
    templateId: 1,
    sName: "Doe",
    fName: "Jane",
  }));
  const sandbox = await setup({ fixture: { ...world, clients: [...world.clients, ...taken] } });
  const { status, body } = await sandbox.call("createClient", { idTemplate: 1, sName: "Roe", fName: "Ann", phone: 1 });
  expect({ status, message: body.message }).toEqual({
    status: 507,
    message: expect.stringMatching(/^no client ids are left/),
  });
  expect(sandbox.server.logged).toEqual([]);
});

test.each([
  ["template", { templates: [{ name: "T", type: 6 }] }],
  ["client", { ...world, clients: [{ templateId: 1, sName: "Doe", fName: "Jane" }], cards: [] }],
  ["card", { ...world, cards: [{ type: 0, templateId: 1, clientId: 1 }] }],
  ["operation", { ...world, operations: [{ serial: "1", action: "addStamps", amount: 1, balance: 1 }] }],
  ["push", { ...world, pushes: [{ serial: "1", message: "Hi" }] }],
] as const)("a state without a free %s id is refused", async (kind, part) => {
  const { control } = await setup({ fixture: "empty" });
  const state = { ...part, formatVersion: 1, sequences: { ...sequences, [kind]: last } };
  const { status, body } = await control("PUT", "/state", state);
  expect({ status, error: body.error }).toEqual({ status: 400, error: `${kind}s: no free ids left` });
});

/** Runs `change` on a server with a data folder, and opens the folder again after a stop. */
async function restarted(
  options: LunaServerOptions,
  change: (server: Awaited<ReturnType<typeof createLunaServer>>) => Promise<void>,
) {
  const data = await temporaryFolder();
  const first = await createLunaServer({ data, fixture: "empty", ...options });
  await change(first);
  const before = JSON.stringify(await first.services.sandboxes.state("default"));
  await first.close();
  const again = await createLunaServer({ data, ...options });
  const after = JSON.stringify(await again.services.sandboxes.state("default"));
  await again.close();
  return { before, after };
}

test("a running clock near its end survives a restart", async () => {
  const { before, after } = await restarted({}, async ({ services }) => {
    const { clocks } = services;
    let now = "";
    while (now < "9699-") ({ now } = await clocks.put("default", { advanceSeconds: 3_155_760_000 }));
    await expect(clocks.put("default", { advanceSeconds: 3_155_760_000 })).rejects.toThrow(
      `must be from 1970-01-01T00:00:00.000Z to ${latest}`,
    );
    expect((await services.sandboxes.state("default")).clock?.offsetMs).toBeGreaterThan(240_000_000_000_000);
  });
  expect(after).toBe(before);
});

test("a running clock stops at its end, and its cards survive", async () => {
  let real = Date.parse("2026-01-15T12:00:00.000Z");
  const options = { realNow: () => real };
  const { before, after } = await restarted(options, async (server) => {
    const { sandboxes, clocks } = server.services;
    const offsetMs = Date.parse(latest) - real - 1;
    const { companies } = await sandboxes.putState("default", { ...world, clock: { now: null, offsetMs } });
    real += 1000 * 365 * 86_400_000;
    expect(JSON.parse((await clocks.getTagged("default")).json)).toEqual({ now: latest, frozen: false });
    const send = (method: string, body: object) =>
      server.fetch(`/api/v1/${method}`, {
        method: "POST",
        headers: { "x-access-token": companies[0]?.token ?? "" },
        body: JSON.stringify(body),
      });
    expect(await (await send("createPass", { idTemplate: 3, userID: 4 })).json()).toMatchObject({ result: 1 });
    const { cards = [] } = await sandboxes.state("default");
    expect(cards.at(-1)).toMatchObject({ issuedAt: latest, expiresAt: expect.stringMatching(/^9899-/) });
  });
  expect(after).toBe(before);
});

test.each(["1969-12-31T23:59:59.999Z", "9800-01-01T00:00:00.001Z", "9999-12-31T23:59:59.999Z"])(
  "a clock at %s is refused in a state and a request",
  async (now) => {
    const { server, control } = await setup({ fixture: "empty" });
    const fixture = { formatVersion: 1, clock: { now, offsetMs: 0 } } as const;
    expect((await control("PUT", "/clock", { now })).status).toBe(400);
    expect((await control("PUT", "/state", fixture)).status).toBe(400);
    await expect(server.sandbox({ fixture })).rejects.toThrow("must be from 1970-01-01T00:00:00.000Z to");
    await expect(server.sandbox({ fixture: "empty", now })).rejects.toThrow("must be from 1970-01-01T00:00:00.000Z to");
  },
);
