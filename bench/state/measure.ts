import { on, once } from "node:events";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { forkTracked, newFolder, outputOf } from "../children.js";
import { median } from "../numbers.js";
import { builtProgram } from "../peers.js";
import { timed } from "../timed.js";

interface Cost {
  readonly ms: number;
  /** CPU time of the server, with garbage collection. It hardly depends on the load of the machine. */
  readonly cpuMs: number;
}

export interface StateFigures {
  readonly clients: number;
  readonly create: Cost;
  readonly createOverHttp: Cost;
  readonly exportOverHttp: Cost;
  /** Peak of the heap during creation and export over HTTP, divided by the heap with the sandbox. */
  readonly createPeak: number;
  readonly exportPeak: number;
  readonly bytesPerClient: number;
  /** Milliseconds by step. */
  readonly steps: Readonly<Record<string, number>>;
  readonly stepsOverHttp: Readonly<Record<string, number>>;
  /** Microseconds of CPU time by call. */
  readonly calls: Readonly<Record<string, number>>;
  readonly demo: number;
  readonly bytesOf1000Demos: number;
}

const childFile = fileURLToPath(new URL("./child.ts", import.meta.url));

type Ask = <T>(task: string, argument?: number) => Promise<T>;

async function startChild(file: string): Promise<{ ask: Ask; stop(): Promise<void> }> {
  const child = forkTracked(childFile, [file], ["--expose-gc", "--max-old-space-size=8192"]);
  const ended = once(child, "exit").then(([code, signal]) => {
    throw new Error(`the measured process ended with ${code ?? signal}`);
  });
  ended.catch(() => undefined);
  const messages = on(child, "message");
  const next = async () => {
    const { value } = await Promise.race([messages.next(), ended]);
    const [message] = value as [{ result?: unknown; error?: string }];
    if (message.error !== undefined) throw new Error(message.error);
    return message.result;
  };
  await next();
  return {
    ask: async <T>(task: string, argument = 0) => {
      child.send({ task, argument });
      return (await next()) as T;
    },
    stop: async () => {
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}

/** Sends a request and reads the whole response. Throws for an unexpected status. */
async function send(url: string, method: string, status: number, body?: string | Readable): Promise<string> {
  const stream =
    typeof body === "object" ? { body: Readable.toWeb(body) as ReadableStream, duplex: "half" as const } : {};
  const response = await fetch(url, { method, ...(typeof body === "string" && { body }), ...stream });
  let text = "";
  for await (const chunk of response.body ?? []) if (text.length < 1000) text += Buffer.from(chunk).toString();
  if (response.status !== status) throw new Error(`${method} ${url} responded ${response.status}: ${text}`);
  return text;
}

async function* fixtureBody(id: string, file: string): AsyncGenerator<Buffer> {
  yield Buffer.from(`{"id":"${id}","fixture":`);
  yield* createReadStream(file, { highWaterMark: 256 * 1024 });
  yield Buffer.from("}");
}

/** Measures steps over HTTP on a sandbox, which is deleted. */
async function stepsOverHttp(url: string, rounds: number): Promise<Record<string, number>> {
  const all: Record<"snapshot" | "restore" | "fork" | "reset", number[]> = {
    snapshot: [],
    restore: [],
    fork: [],
    reset: [],
  };
  const path = `${url}/_luna/sandboxes`;
  const step = (name: keyof typeof all, address: string, status: number, body?: string) =>
    timed(() => send(address, "POST", status, body)).then((ms) => all[name].push(ms));
  for (let round = 0; round < rounds; round += 1) {
    await step("snapshot", `${path}/big/snapshots`, 201, '{"name":"s"}');
    await step("restore", `${path}/big/snapshots/s/restore`, 200);
    await step("fork", `${path}/big/fork`, 201, '{"id":"fork"}');
    await send(`${path}/fork`, "DELETE", 204);
    await send(`${path}/big/snapshots/s`, "DELETE", 204);
    await step("reset", `${path}/big/reset`, 200);
  }
  return medians(all);
}

const medians = (all: Readonly<Record<string, readonly number[]>>): Record<string, number> =>
  Object.fromEntries(Object.entries(all).map(([name, values]) => [name, median(values)]));

const medianCost = (costs: readonly Cost[]): Cost => ({
  ms: median(costs.map(({ ms }) => ms)),
  cpuMs: median(costs.map(({ cpuMs }) => cpuMs)),
});

/** Measures sandboxes with some clients, each with a card and without history. */
export async function measureState(clients: number, rounds: number): Promise<StateFigures> {
  const file = join(newFolder(), "state.json");
  const size = ["--clients", String(clients), "--operations", "0"];
  await outputOf([builtProgram, "seed", ...size, "--out", file]);
  const { ask, stop } = await startChild(file);
  try {
    const url = await ask<string>("url");
    const sandboxes = `${url}/_luna/sandboxes`;
    const cost = async (work: () => Promise<unknown>): Promise<Cost> => {
      const before = await ask<number>("cpuMs");
      const ms = await timed(work);
      return { ms, cpuMs: (await ask<number>("cpuMs")) - before };
    };
    const created: Cost[] = [];
    const exported: Cost[] = [];
    const empty = await ask<number>("watch");
    let createHeap = { peak: 0, live: 0 };
    for (let round = 0; round < rounds; round += 1) {
      if (round > 0) await send(`${sandboxes}/big`, "DELETE", 204);
      const body = Readable.from(fixtureBody("big", file));
      created.push(await cost(() => send(sandboxes, "POST", 201, body)));
      // Only the first round starts with an empty heap.
      if (round === 0) createHeap = await ask("heap");
    }
    await ask("watch");
    for (let round = 0; round < rounds; round += 1)
      exported.push(await cost(() => send(`${sandboxes}/big/state`, "GET", 200)));
    const exportHeap = await ask<typeof createHeap>("heap");
    const overHttp = await stepsOverHttp(url, 5 * rounds);
    await send(`${sandboxes}/big`, "DELETE", 204);

    const steps = medians(await ask("steps", 5 * rounds));
    const calls = medians(await ask("calls", 3 * rounds));
    const demos = await ask<{ ms: readonly number[]; bytes: number }>("demos", 1000);
    return {
      clients,
      create: medianCost(await ask("create", rounds)),
      createOverHttp: medianCost(created),
      exportOverHttp: medianCost(exported),
      createPeak: createHeap.peak / createHeap.live,
      exportPeak: exportHeap.peak / exportHeap.live,
      bytesPerClient: (createHeap.live - empty) / clients,
      steps,
      stepsOverHttp: overHttp,
      calls,
      demo: median(demos.ms),
      bytesOf1000Demos: demos.bytes,
    };
  } finally {
    await stop();
  }
}
