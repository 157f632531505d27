import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ControlRequestError, NoControlPlaneError } from "../../contracts/server/control-client.js";
import { clockLimits, isClockTime } from "../../mock-server/model/clock.js";
import { fixtureTime } from "../../mock-server/state/fixture.js";
import { type GeneratedState, generateState, maxClients } from "../../mock-server/state/generate/state.js";
import { defaultSeed } from "../../mock-server/state/people.js";
import { stateJson } from "../../mock-server/state/state-json.js";
import { parseTimestamp } from "../../mock-server/state/timestamps.js";
import { inSlices, textLimit } from "../../shared/in-slices.js";
import { pluralized } from "../../shared/pluralized.js";
import { UsageError } from "../../shared/usage-error.js";
import { ensureWritable, notWritable } from "../../shared/writable.js";
import { adminToken, adminTokenOptions } from "../admin-token.js";
import { defineCommand } from "../command.js";
import { seedOption } from "../fixture-options.js";
import { type OptionTable, type OptionValues, parseInteger, serverUrl } from "../option-table.js";
import { ProgressBar } from "../progress-bar.js";
import { uploadState } from "./seed.upload.js";

function parseNow(text: string, option: string): string {
  const moment = parseTimestamp(text);
  if (moment === undefined)
    throw new UsageError(`${option} must be a time such as 2026-01-15T12:00:00Z, got ${JSON.stringify(text)}`);
  if (!isClockTime(Date.parse(moment))) throw new UsageError(`${option} ${clockLimits}`);
  return moment;
}

const options = {
  clients: {
    value: "<n>",
    meaning: "number of clients",
    default: "1000",
    parse: parseInteger(0, maxClients),
  },
  cards: {
    value: "<n>",
    meaning: "number of cards, of all types; each client has at most one",
    defaultText: "as many as clients",
    parse: parseInteger(0, maxClients),
  },
  operations: {
    value: "<n>",
    meaning: "approximate number of operations in the histories of the cards",
    defaultText: "3 for each card",
    parse: parseInteger(0, 100_000_000),
  },
  seed: seedOption,
  now: {
    value: "<time>",
    meaning: "time from which the dates are counted back; with it, the same options give the same data on any day",
    defaultText: "midnight UTC",
    parse: parseNow,
  },
  out: { value: "<file>", meaning: "write a state file, for --fixture", excludes: "url" },
  url: {
    value: "<url>",
    meaning: "put the state into a sandbox of a running server",
    parse: serverUrl,
  },
  sandbox: {
    value: "<id>",
    meaning: "sandbox of the server; it is created if it does not exist",
    defaultText: "default",
    needs: "url",
  },
  ...adminTokenOptions("admin token of the server", "url"),
} as const satisfies OptionTable;

type Values = OptionValues<typeof options>;

/** Returns the size of the state. Throws UsageError for numbers that contradict each other. */
function sizeOf({ clients, cards = clients, operations = 3 * cards }: Values) {
  if (cards > clients)
    throw new UsageError(`--cards must be at most the number of clients, which is ${clients}, got ${cards}`);
  if (cards === 0 && operations > 0) throw new UsageError("--operations needs cards, got 0 of them");
  return { clients, cards, operations };
}

/** Returns the state with lists that call `onRecord` for each record that is read. */
function withReadCallback(state: GeneratedState, onRecord: () => void): GeneratedState {
  const list = <R>(records: Iterable<R>): Iterable<R> => ({
    *[Symbol.iterator]() {
      for (const record of records) {
        onRecord();
        yield record;
      }
    },
  });
  const { clients, cards, operations } = state;
  return { ...state, clients: list(clients), cards: list(cards), operations: list(operations) };
}

/** Yields the JSON of a state. Throws the reason of an aborted signal. */
async function* texts(state: GeneratedState, bar: ProgressBar, stop: AbortSignal): AsyncGenerator<string> {
  let records = 0;
  const onRecord = () => {
    records += 1;
  };
  for await (const slice of inSlices(stateJson(withReadCallback(state, onRecord)), textLimit)) {
    stop.throwIfAborted();
    bar.add(records);
    records = 0;
    yield slice.join("");
  }
}

/** Writes a file, which is complete or unchanged. Throws UsageError if it cannot be written. */
async function writeState(file: string, json: AsyncIterable<string>): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(Readable.from(json), createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    notWritable("out", file)(error as NodeJS.ErrnoException);
  }
}

const counted = (count: number, noun: string): string =>
  pluralized(count, noun).replace(String(count), count.toLocaleString("en-US"));

export const seed = defineCommand(
  {
    name: "seed",
    usage: ["seed [options] --out <file>", "seed [options] --url <url>"],
    description: "Generates clients with cards of all types and their histories. The people are invented.",
    options,
    notes: `A server accepts bodies of 64 MiB: about 90,000 clients with cards and histories, or 190,000 with --operations 0. Start it with a higher --max-body for more.

A sandbox that is created begins with the state, and a reset restores it. In a sandbox that exists, the state replaces all records until the next reset.`,
    exitCodes: { 0: "written", 1: "the server refused or failed", 2: "invalid options", 130: "interrupted" },
    expectedErrors: { 1: [ControlRequestError, NoControlPlaneError] },
    stopsItself: true,
  },
  async ({ values, stop }) => {
    const { out, url, sandbox = "default", seed: number = defaultSeed } = values;
    if (out === undefined && url === undefined)
      throw new UsageError("no destination given; pass --out <file> or --url <url>");
    const size = sizeOf(values);
    const now = values.now ?? fixtureTime("demo", null, Date.now());
    if (out !== undefined) await ensureWritable("out", out);
    const state = await generateState(number, now, size);
    const bar = new ProgressBar("luna-sandbox seed", size.clients + size.cards + size.operations);
    const json = texts(state, bar, stop);
    const summary = `${counted(size.clients, "client")} with ${counted(size.cards, "card")}`;
    try {
      if (out !== undefined) {
        await writeState(out, json);
        bar.end();
        console.log(`${summary} in ${out}\nTry it: luna-sandbox --memory --fixture ${out}`);
      } else if (url !== undefined) {
        const token = await uploadState({ url, sandbox, adminToken: adminToken(values), signal: stop }, json);
        bar.end();
        console.log(`${summary} in sandbox ${sandbox} of ${url}\ntoken: ${token}`);
      }
    } finally {
      bar.end();
    }
    return 0;
  },
);
