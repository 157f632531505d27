/**
 * The server of a measurement, in a process of its own: `state/child.ts <state file>`. It measures itself when its parent
 * asks, and responds to requests of its parent.
 */
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Sandbox, State } from "../../mock-server/index.js";
import { timed } from "../timed.js";
import { calls } from "./calls.js";

const { createLunaServer } = (await import(
  new URL("../../dist/index.js", import.meta.url).href
)) as typeof import("../../mock-server/index.js");

const file = String(process.argv[2]);
const server = await createLunaServer({ fixture: "empty", maxBody: 2048, maxSandboxes: 10_000, log: console.error });

/** Returns the bytes of live objects. */
function liveBytes(): number {
  for (let times = 0; times < 3; times += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

let peak = 0;
const sample = () => {
  const { heapTotal, arrayBuffers } = process.memoryUsage();
  peak = Math.max(peak, heapTotal + arrayBuffers);
};
setInterval(sample, 5).unref();

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

let fixture: State | undefined;
const readFixture = (): State => {
  fixture ??= JSON.parse(readFileSync(file, "utf8")) as State;
  return fixture;
};

/** Returns milliseconds of each step on a large sandbox. Before each step a call changes the records. */
async function steps(rounds: number): Promise<Record<string, readonly number[]>> {
  const sandbox = await server.sandbox({ fixture: readFixture() });
  const { change } = await calls(server, sandbox.companies[0]?.token ?? "", readFixture());
  const all: Record<string, number[]> = { reset: [], snapshot: [], restore: [], fork: [] };
  for (let round = 0; round < rounds; round += 1) {
    await change();
    all.snapshot?.push(await timed(() => sandbox.snapshot("s")));
    await change();
    all.restore?.push(await timed(() => sandbox.restore("s")));
    await change();
    let fork: Sandbox | undefined;
    all.fork?.push(
      await timed(async () => {
        fork = await sandbox.fork();
      }),
    );
    await fork?.delete();
    await server.services.snapshots.delete(sandbox.id, "s");
    await change();
    all.reset?.push(await timed(() => sandbox.reset()));
  }
  await sandbox.delete();
  return all;
}

const tasks: Readonly<Record<string, (argument: number) => Promise<unknown> | unknown>> = {
  url: () => server.url,
  /** Begins to watch the peak of the heap. Returns the bytes of live objects. */
  watch: async () => {
    const bytes = liveBytes();
    peak = 0;
    await setTimeout(10);
    return bytes;
  },
  heap: () => {
    sample();
    const at = peak;
    return { peak: at, live: liveBytes() };
  },
  cpuMs,
  create: async (rounds) => {
    const state = readFixture();
    const costs: { ms: number; cpuMs: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = cpuMs();
      let sandbox: Sandbox | undefined;
      const ms = await timed(async () => {
        sandbox = await server.sandbox({ fixture: state });
      });
      costs.push({ ms, cpuMs: cpuMs() - before });
      await sandbox?.delete();
    }
    return costs;
  },
  steps,
  calls: async (rounds) => {
    const sandbox = await server.sandbox({ fixture: readFixture() });
    const { measure } = await calls(server, sandbox.companies[0]?.token ?? "", readFixture());
    const micros = await measure(rounds);
    await sandbox.delete();
    return micros;
  },
  demos: async (count) => {
    await server.sandbox({ seed: 1 });
    const before = liveBytes();
    const ms: number[] = [];
    for (let nth = 0; nth < count; nth += 1) ms.push(await timed(() => server.sandbox({ seed: 1 })));
    return { ms, bytes: liveBytes() - before };
  },
};

process.on("message", async ({ task, argument }: { task: string; argument: number }) => {
  try {
    process.send?.({ result: await tasks[task]?.(argument) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.stack : String(error) });
  }
});
process.on("disconnect", () => process.exit());
process.send?.({ result: "ready" });
