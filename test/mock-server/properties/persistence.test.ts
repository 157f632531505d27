/** Accepted calls with any values lead to a state that can be loaded again, to the byte. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ControlError, createLunaServer, type LunaServer, type State } from "../../../mock-server/index.js";
import { defaultProfile } from "../../../mock-server/model/profile.js";
import { asState, recordsOfState, stateOf } from "../../../mock-server/state/state.js";
import { testServer } from "../../support/sandbox.js";
import { type Control, changing, stories, type Vendor, world } from "./hostile-stories.js";

type Services = LunaServer["services"];
const id = "default";

const pick = <T>(list: readonly T[] | undefined, at: number): T | undefined => list?.[at % Math.max(1, list.length)];

/** Calls of the control plane. Their records are picked from the present state. */
const controls: {
  readonly [Name in Control["control"]]: (
    services: Services,
    present: State,
    at: number,
    body: unknown,
  ) => Promise<unknown>;
} = {
  putState: ({ sandboxes }, _present, _at, body) => sandboxes.putState(id, body),
  reset: ({ sandboxes }) => sandboxes.reset(id),
  putClock: ({ clocks }, _present, _at, body) => clocks.put(id, body),
  putProfile: ({ profiles }, _present, _at, body) => profiles.put(id, body),
  createTemplate: ({ templates }, _present, _at, body) => templates.create(id, body),
  changeTemplate: ({ templates }, present, at, body) =>
    templates.change(id, `${pick(present.templates, at)?.id}`, body),
  fillForm: ({ cardActions }, present, at, body) => cardActions.fillForm(id, `${pick(present.clients, at)?.id}`, body),
  install: ({ cardActions }, present, at) => cardActions.setStatus(id, `${pick(present.cards, at)?.serial}`, "install"),
  delete: ({ cardActions }, present, at) => cardActions.setStatus(id, `${pick(present.cards, at)?.serial}`, "delete"),
  redeem: ({ cardActions }, present, at) => cardActions.redeem(id, `${pick(present.cards, at)?.serial}`),
  createSandbox: async ({ sandboxes }, _present, _at, body) => {
    const view = await sandboxes.create(body as object);
    expectLoadable(JSON.stringify(await sandboxes.state(view.id)));
  },
  deleteSandbox: ({ sandboxes }, _present, _at, body) => sandboxes.delete(String(body)),
};

/** Returns whether the control plane accepts a call. Any failure but a refusal fails the test. */
async function accepts(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (error instanceof ControlError) return false;
    throw error;
  }
}

/** Returns whether the API accepts a call. Its records are picked from the present state. */
async function answers(server: LunaServer, present: State, call: Vendor): Promise<boolean> {
  const client = pick(present.clients, call.userID);
  const named = {
    passSerialNumber: pick(present.cards, call.passSerialNumber)?.serial,
    idTemplate: call.idTemplate < 7 ? client?.templateId : pick(present.templates, call.idTemplate)?.id,
    userID: client?.id,
  };
  const response = await server.fetch(`/api/v1/${call.method}`, {
    method: "POST",
    headers: { "x-access-token": pick(present.companies, call.company)?.token ?? "" },
    body: JSON.stringify({ ...named, ...call.body }),
  });
  expect([200, 507]).toContain(response.status);
  return /"result":1/.test(await response.text());
}

/** Loads an exported text like a start of the server. */
function expectLoadable(text: string): void {
  const newToken = (company: string) => `no token for ${company}`;
  const origin = { seed: 0, now: "", profile: defaultProfile, newToken };
  expect(JSON.stringify(stateOf(recordsOfState(asState(JSON.parse(text)), origin)))).toBe(text);
}

/** Makes the calls of a sequence and loads the state after each accepted call. */
async function play(server: LunaServer, story: readonly (Vendor | Control)[], accepted = new Map<string, number>()) {
  const { sandboxes } = server.services;
  for (const call of story) {
    const present = await sandboxes.state(id);
    const isAccepted =
      "control" in call
        ? await accepts(() => controls[call.control](server.services, present, call.at, overJson(call.body)))
        : await answers(server, present, call);
    if (!isAccepted) continue;
    const name = "control" in call ? call.control : call.method;
    accepted.set(name, (accepted.get(name) ?? 0) + 1);
    expectLoadable(JSON.stringify(await sandboxes.state(id)));
  }
}

const overJson = (body: unknown): unknown => (body === undefined ? undefined : JSON.parse(JSON.stringify(body)));

test("accepted requests lead to a state that can be loaded again", async () => {
  const server = await testServer({ strict: false });
  const accepted = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      await server.services.sandboxes.putState(id, world);
      await play(server, story, accepted);
    }),
    { seed: 1, numRuns: 40 },
  );
  expect(server.logged).toEqual([]);
  // The property would be empty if all calls were refused.
  for (const call of [...Object.keys(controls), ...changing]) expect(accepted.get(call) ?? 0, call).toBeGreaterThan(0);
});

/** Returns the exported text and the internal fields of every sandbox. */
async function exported({ services: { sandboxes } }: LunaServer): Promise<unknown> {
  const views = await sandboxes.list();
  const each = views.map(async ({ clock: _clock, ...view }) => [view, JSON.stringify(await sandboxes.state(view.id))]);
  return (await Promise.all(each)).sort();
}

test("accepted requests survive a stop and a kill to the byte", async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const data = await mkdtemp(join(tmpdir(), "luna-data-"));
      const killed = `${data}-killed`;
      const logged: string[] = [];
      const options = { fixture: world as unknown as State, log: (line: string) => logged.push(line) };
      const first = await createLunaServer({ ...options, data, durable: true });
      try {
        await play(first, story);
        // A killed process leaves the first state files and the journals.
        await cp(data, killed, { recursive: true, filter: (path) => path === data || /\.(json|journal)$/.test(path) });
        const before = await exported(first);
        await first.close();
        for (const folder of [data, killed]) {
          const again = await createLunaServer({ ...options, data: folder });
          const after = await exported(again).finally(() => again.close());
          expect(after).toEqual(before);
        }
        expect(logged).toEqual([]);
      } finally {
        await first.close();
        for (const folder of [data, killed]) await rm(folder, { recursive: true, force: true });
      }
    }),
    { seed: 1, numRuns: 5 },
  );
});
