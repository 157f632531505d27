/**
 * Any sequence of calls, snapshots, restores, forks, resets, restarts and kills leads to the same states as plain copies.
 * The reference is a second server that has none of these: it restores copies of whole states.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createLunaServer, type LunaServer } from "../../../mock-server/server.js";
import type { State } from "../../../mock-server/state/state.js";
import { copyAsKilled } from "../../support/copy-as-killed.js";

const now = "2026-01-15T12:00:00.000Z";
const serials = ["297150-586-203", "297150-586-211", "297150-586-212", "297150-586-205"];
const names = ["x", "y", "z"] as const;

const serial = fc.constantFrom(...serials);
const name = fc.constantFrom(...names);
const at = fc.nat(100);

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("use" as const), serial, count: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("push" as const), serial, at }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("issue" as const), at }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("clock" as const), at }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("snapshot" as const), name }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("deleteSnapshot" as const), name }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("restore" as const), name }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("fork" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("forkSnapshot" as const), name }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("forkRequest" as const), at }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("reset" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("put" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("switch" as const), at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("kill" as const) }) },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The state of a sandbox without its tokens, which are random. */
async function stateOf(server: LunaServer, id: string): Promise<State> {
  const { companies = [], ...state } = structuredClone(await server.services.sandboxes.state(id));
  return { ...state, companies: companies.map(({ token: _, ...company }) => company) };
}

interface ReferenceSandbox {
  readonly origin: State;
  readonly snapshots: Map<string, State>;
  /** Requests since the last restart, with the states before them. */
  requests: { readonly requestId: string; readonly before: State }[];
}

/** Runs each step on a server with a data folder and on the reference. */
class Pair {
  server!: LunaServer;
  readonly reference: LunaServer;
  readonly sandboxes = new Map<string, ReferenceSandbox>();
  current = "a";
  #data: string;
  #copies = 0;
  #forks = 0;

  constructor(reference: LunaServer, data: string) {
    this.reference = reference;
    this.#data = data;
  }

  async open(): Promise<void> {
    this.server = await createLunaServer({ data: this.#data, durable: true });
    for (const sandbox of this.sandboxes.values()) sandbox.requests = [];
  }

  async begin(): Promise<void> {
    await this.open();
    for (const server of [this.server, this.reference]) await server.sandbox({ id: "a", now });
    this.sandboxes.set("a", { origin: await stateOf(this.reference, "a"), snapshots: new Map(), requests: [] });
  }

  get #present(): ReferenceSandbox {
    const present = this.sandboxes.get(this.current);
    if (present === undefined) throw new Error(`no sandbox ${this.current}`);
    return present;
  }

  async #call(method: string, body: object): Promise<void> {
    const before = await stateOf(this.reference, this.current);
    const [real, plain] = [this.server, this.reference].map(async (server) => {
      const { companies } = await server.services.sandboxes.get(this.current);
      const response = await server.fetch(`/api/v1/${method}`, {
        method: "POST",
        headers: { "x-access-token": companies[0]?.token ?? "", "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const requestId = response.headers.get("x-luna-request-id") ?? "";
      return { requestId, text: (await response.text()).replaceAll(server.url, "") };
    });
    const { requestId, text } = await (real as NonNullable<typeof real>);
    expect(text).toEqual((await plain)?.text);
    this.#present.requests.push({ requestId, before });
  }

  async #restore(state: State): Promise<void> {
    await this.reference.services.sandboxes.putState(this.current, structuredClone(state));
  }

  async #fork(state: State, request: object): Promise<void> {
    this.#forks += 1;
    const id = `f-${this.#forks}`;
    const source = this.current;
    await this.server.services.forks.create(source, { id, ...request });
    await this.reference.sandbox({ id, fixture: structuredClone(state) });
    this.sandboxes.set(id, { origin: structuredClone(state), snapshots: new Map(), requests: [] });
  }

  async run(next: Step): Promise<void> {
    const { snapshots, origin, requests } = this.#present;
    const { services } = this.server;
    switch (next.kind) {
      case "use":
        return this.#call("usePass", { passSerialNumber: next.serial, numberStumps: next.count });
      case "push":
        return this.#call("sendInfoPush", {
          pushSegment: "oneClient",
          passSerialNumber: next.serial,
          messageText: `hello ${next.at}`,
        });
      case "issue":
        return this.#call("createPass", {
          templateID: 340717,
          sName: "Doe",
          fName: "Jo",
          phone: 12_125_550_000 + next.at,
        });
      case "clock":
        for (const server of [this.server, this.reference])
          await server.services.clocks.put(this.current, { advanceSeconds: next.at });
        return;
      case "snapshot":
        if (snapshots.has(next.name)) return;
        await services.snapshots.create(this.current, { name: next.name });
        snapshots.set(next.name, await stateOf(this.reference, this.current));
        return;
      case "deleteSnapshot":
        if (snapshots.delete(next.name)) await services.snapshots.delete(this.current, next.name);
        return;
      case "restore": {
        const state = snapshots.get(next.name);
        if (state === undefined) return;
        await services.snapshots.restore(this.current, next.name);
        return this.#restore(state);
      }
      case "fork":
        return this.#fork(await stateOf(this.reference, this.current), {});
      case "forkSnapshot": {
        const state = snapshots.get(next.name);
        return state && this.#fork(state, { snapshot: next.name });
      }
      case "forkRequest": {
        const request = requests[next.at % Math.max(1, requests.length)];
        return request && this.#fork(request.before, { request: request.requestId });
      }
      case "reset":
        await services.sandboxes.reset(this.current);
        return this.#restore(origin);
      case "put": {
        const state = { ...(await stateOf(this.reference, this.current)), pushes: [] };
        await services.sandboxes.putState(this.current, structuredClone(state));
        return this.#restore(state);
      }
      case "delete":
        if (this.sandboxes.size === 1) return;
        for (const server of [this.server, this.reference]) await server.services.sandboxes.delete(this.current);
        this.sandboxes.delete(this.current);
        this.current = [...this.sandboxes.keys()][0] ?? "";
        return;
      case "switch":
        this.current = [...this.sandboxes.keys()][next.at % this.sandboxes.size] ?? "";
        return;
      case "restart":
        await this.server.close();
        return this.open();
      case "kill": {
        this.#copies += 1;
        const copy = `${this.#data}-${this.#copies}`;
        await copyAsKilled(this.#data, copy);
        await this.server.close();
        this.#data = copy;
        return this.open();
      }
    }
  }

  async expectSame(): Promise<void> {
    for (const [id, { snapshots }] of this.sandboxes) {
      expect(await stateOf(this.server, id)).toEqual(await stateOf(this.reference, id));
      const present = await this.server.services.snapshots.list(id);
      expect(present.map(({ name }) => name)).toEqual([...snapshots.keys()]);
    }
  }
}

test("snapshots, forks, resets and kills lead to the same states as copies", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const folder = await mkdtemp(join(tmpdir(), "luna-versions-"));
      const pair = new Pair(await createLunaServer(), join(folder, "data"));
      try {
        await pair.begin();
        for (const next of steps) {
          await pair.run(next);
          if (["restore", "reset", "restart", "kill", "forkRequest"].includes(next.kind)) await pair.expectSame();
        }
        await pair.run({ kind: "restart" });
        await pair.expectSame();
      } finally {
        await Promise.all([pair.server.close(), pair.reference.close()]);
        await rm(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 12 },
  );
});
