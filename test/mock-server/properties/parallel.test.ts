/** Sandboxes that work at the same time do not influence each other. */
import { expect, test } from "vitest";
import type { LunaServer, Sandbox } from "../../../mock-server/index.js";
import { testNow, testServer } from "../../support/sandbox.js";

/** Number of sandboxes in parallel. */
const count = 500;

/** Calls for cards of all types, in order. Some are refused. */
const calls = {
  before: [
    ["usePass", { passSerialNumber: "297150-586-203", numberStumps: 2 }],
    ["usePass", { passSerialNumber: "297150-586-204", action: "increaseTotalSpentSum", sum: 45_000 }],
    ["usePass", { passSerialNumber: "297150-586-205", action: "takeStamps", numberStumps: 1 }],
    ["usePass", { passSerialNumber: "297150-586-206", numberStumps: 1 }],
    ["usePass", { passSerialNumber: "297150-586-207", action: "reduceTotalSpentSum", sum: 1 }],
  ],
  between: [
    ["usePass", { passSerialNumber: "297150-586-208", action: "spendPoints", sum: 999 }],
    ["createClient", { idTemplate: 340723, sName: "Doe", fName: "Jane", email: "jane.doe@example.com" }],
    ["sendInfoPush", { pushSegment: "allClients", idTemplate: "340720", messageText: "Hi {{clientFName}}", page: 2 }],
  ],
  after: [
    ["getInfoPushList", { passSerialNumber: "297150-586-206" }],
    ["useReward", { passSerialNumber: "297150-586-203", numberRewards: 1 }],
    ["getPassInfo", { passSerialNumber: "123444-522-344" }],
    ["getPassInfo", { passSerialNumber: "297150-586-209" }],
    ["getPassInfo", { passSerialNumber: "297150-586-203" }],
    ["createPass", { idTemplate: 340723, userID: 20_779_273 }],
    ["getClientsList", { idTemplate: 340723, page: 26 }],
  ],
} as const;

/** Makes all calls in a new sandbox and returns its request log, without ids, times and durations. */
async function logOf(server: LunaServer, seed: number): Promise<string> {
  const sandbox = await server.sandbox({ seed, now: testNow });
  await sandbox.faults.add({ method: "getPassInfo", probability: 0.5, effect: { kind: "error", code: 2 } });
  await make(server, sandbox, calls.before);
  await sandbox.snapshot("used");
  await make(server, sandbox, calls.between);
  await sandbox.restore("used");
  await make(server, sandbox, calls.after);
  const log = await (await server.fetch(`/_luna/sandboxes/${sandbox.id}/requests`)).text();
  await sandbox.delete();
  return log
    .replaceAll(sandbox.id, "<id>")
    .replaceAll(/"requestId":"[^"]*"/g, '"requestId":"<request>"')
    .replaceAll(/"at":"[^"]*"/g, '"at":"<time>"')
    .replaceAll(/"durationMs":[\d.e-]+/g, '"durationMs":0');
}

async function make(server: LunaServer, { companies }: Sandbox, steps: readonly (readonly [string, object])[]) {
  const headers = { "x-access-token": companies[0]?.token ?? "" };
  for (const [method, parameters] of steps) {
    const response = await server.fetch(`/api/v1/${method}`, {
      method: "POST",
      headers,
      body: JSON.stringify(parameters),
    });
    await response.arrayBuffer();
  }
}

test("parallel sandboxes with one seed and clock have equal request logs", async () => {
  const server = await testServer({ maxSandboxes: count + 1, strict: false });
  const alone = await logOf(server, 42);
  const { requests } = JSON.parse(alone) as { requests: { why: string | null; fault?: object }[] };
  expect(requests).toHaveLength(15);
  expect(requests.filter(({ why }) => why !== null).length).toBeGreaterThan(3);
  const logs = await Promise.all(Array.from({ length: count }, () => logOf(server, 42)));
  expect([...new Set(logs)]).toEqual([alone]);
  expect(await logOf(server, 43)).not.toBe(alone);
});
