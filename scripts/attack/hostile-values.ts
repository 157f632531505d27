import { newFolder } from "../../bench/children.js";
import { inParallel } from "../../shared/in-parallel.js";
import type { Attack } from "./attack.js";
import { call, control, controlJson } from "./client.js";
import { startAttackedServer } from "./server.js";

const serial = "297150-586-203";

/** State that the server accepts. */
const state = () => ({
  formatVersion: 1,
  seed: 1,
  clock: { now: "2026-01-15T12:00:00Z", offsetMs: 0 },
  sequences: { template: 5, client: 5, card: 5, operation: 5, push: 5 },
  companies: [{ id: "main", name: "Main" }],
  templates: [{ id: 1, companyId: "main", name: "Coffee", type: 0 }],
  clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane", phone: "12025550143", email: "jane@example.com" }],
  cards: [{ serial, type: 0, templateId: 1, clientId: 1, status: "installed", activeStamps: 1, totalStamps: 1 }],
  operations: [{ id: 1, serial, action: "addStamps", amount: 1, balance: 1 }],
  pushes: [{ id: 1, serial, message: "Hello" }],
});

const paths = [
  "seed",
  "clock.now",
  "clock.offsetMs",
  "sequences.client",
  "sequences.card",
  "sequences.operation",
  "sequences.push",
  "companies.0.id",
  "companies.0.name",
  "companies.0.token",
  "templates.0.id",
  "templates.0.name",
  "clients.0.id",
  "clients.0.fName",
  "clients.0.phone",
  "clients.0.email",
  "cards.0.serial",
  "cards.0.totalStamps",
  "cards.0.expiresAt",
  "operations.0.id",
  "pushes.0.id",
  "pushes.0.message",
];

const values = [
  "constructor",
  "__proto__",
  "con",
  "",
  "../x",
  "\u0000",
  "\ud800",
  "\u2028😀",
  "x".repeat(1000),
  "x".repeat(10_001),
  "9999-12-31T23:59:59.999Z",
  "0000-01-01T00:00:00Z",
  0,
  -1,
  0.5,
  4_503_599_627_370_496,
  Number.MAX_SAFE_INTEGER,
  1e300,
  null,
  [],
];

/** Returns the state with a changed value. */
function stateWith(path: string, value: unknown): unknown {
  const changed = state();
  const names = path.split(".");
  const last = names.pop() ?? "";
  const parent = names.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], changed);
  (parent as Record<string, unknown>)[last] = value;
  return changed;
}

interface Made {
  readonly id: string;
  readonly companies: readonly { readonly token: string }[];
}

/** Sends every kind of change to a sandbox. Returns the statuses. */
async function useSandbox(url: string, { id, companies }: Made): Promise<readonly number[]> {
  const accessToken = companies[0]?.token ?? "";
  const answers = [
    await call(url, "createClient", { idTemplate: 1, sName: "Roe", fName: "Ann", phone: 12025550199 }, accessToken),
    await call(url, "usePass", { passSerialNumber: serial, numberStumps: 10 }, accessToken),
    await call(url, "useReward", { passSerialNumber: serial, numberRewards: 1 }, accessToken),
    await call(url, "createPass", { idTemplate: 1, userID: 1 }, accessToken),
    await call(
      url,
      "sendInfoPush",
      { pushSegment: "oneClient", passSerialNumber: serial, messageText: "Hi" },
      accessToken,
    ),
    await control(url, "PUT", `/sandboxes/${id}/clock`, { advanceSeconds: 1 }),
  ];
  return answers.map(({ status }) => status);
}

/** Status of a sequence without further ids. */
const isFailure = (status: number): boolean => status >= 500 && status !== 507;

/** Puts extreme values in every place of a state, uses the accepted sandboxes and kills the server. */
export const hostileValues: Attack = {
  name: "2.4 accepted values survive a restart",
  run: async () => {
    const folder = newFolder();
    const args = ["--data", folder, "--durable"];
    const server = await startAttackedServer(args);
    const cases = paths.flatMap((path) => values.map((value) => [path, value] as const));
    const made: Made[] = [];
    const failures: string[] = [];
    await inParallel(cases, 8, async ([path, value]) => {
      const body = { fixture: stateWith(path, value) };
      const { status, text } = await control(server.url, "POST", "/sandboxes", body);
      if (isFailure(status)) failures.push(`${path} = ${String(value).slice(0, 30)}: ${status}`);
      if (status !== 201) return;
      const sandbox = JSON.parse(text) as Made;
      made.push(sandbox);
      const statuses = await useSandbox(server.url, sandbox);
      if (statuses.some(isFailure)) failures.push(`${path} = ${String(value).slice(0, 30)}: ${statuses}`);
    });
    const exported = (url: string) =>
      inParallel(made, 8, async ({ id }) => (await control(url, "GET", `/sandboxes/${id}/state`)).text);
    const before = await exported(server.url);
    await server.end("SIGKILL");
    const again = await startAttackedServer(args);
    const after = await exported(again.url);
    const { sandboxes } = await controlJson<{ sandboxes: readonly object[] }>(again.url, "GET", "/sandboxes");
    await again.end("SIGTERM");
    const changed = before.filter((text, nth) => text !== after[nth]).length;
    const damaged = sandboxes.filter((sandbox) => "damaged" in sandbox && sandbox.damaged !== undefined).length;
    return {
      held: made.length > 0 && changed === 0 && damaged === 0 && failures.length === 0,
      figures: `${cases.length} states tried, ${made.length} accepted and used; after kill and restart ${changed} changed, ${damaged} damaged${failures.length === 0 ? "" : `; failed: ${failures.slice(0, 3).join(", ")}`}`,
    };
  },
};
