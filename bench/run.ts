/**
 * Runs the benchmark: `npm run bench -- [--rounds n] [--seconds n] [--only getPassInfo|usePass|start|state] [--sizes n,n] [--json]`.
 *
 * Requests per second depend on the machine and its load, the last column hardly: it is the median over the rounds of
 * the peer's rate divided by that of bare node:http in the same round. If min and max are far from the median, the
 * machine was busy: measure again. A wrong response ends the benchmark with exit code 1. See docs/performance.md.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { orList } from "../shared/lists.js";
import { cleanUpOnExit, outputOf } from "./children.js";
import { alignedTable } from "./numbers.js";
import { coldStart, type StartFigures } from "./start.js";
import { measureState, type StateFigures } from "./state/measure.js";
import { stateTable } from "./state/table.js";
import { connections, type Throughput, throughput } from "./throughput.js";

const usualParts = ["getPassInfo", "usePass", "start"] as const;
/** The part `state` takes minutes, so it only runs if it is named. */
const parts = [...usualParts, "state"] as const;
type Part = (typeof parts)[number];

interface Results {
  node: string;
  rounds: number;
  seconds: number;
  connections: number;
  getPassInfo?: Throughput[];
  usePass?: Throughput[];
  start?: StartFigures[];
  state?: StateFigures[];
  recovery?: string;
}

interface BenchOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly todo: readonly Part[];
  /** Numbers of clients of the part `state`. */
  readonly sizes: readonly number[];
  readonly json: boolean;
}

function parseOptions(): BenchOptions {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "15" },
      seconds: { type: "string", default: "1" },
      only: { type: "string" },
      sizes: { type: "string", default: "1000,10000,100000,1000000" },
      json: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  const seconds = Number(values.seconds);
  if (!Number.isInteger(rounds) || rounds < 3)
    throw new Error(`--rounds must be an integer of at least 3, got ${values.rounds}`);
  if (!(seconds > 0 && seconds <= 60))
    throw new Error(`--seconds must be more than 0 and at most 60, got ${values.seconds}`);
  const todo = values.only === undefined ? usualParts : parts.filter((part) => part === values.only);
  if (todo.length === 0) throw new Error(`--only must be ${orList(parts)}, got ${values.only}`);
  const sizes = values.sizes.split(",").map(Number);
  if (!sizes.every((size) => Number.isInteger(size) && size >= 1000))
    throw new Error(`--sizes must be integers of at least 1000, got ${values.sizes}`);
  return { rounds, seconds, todo, sizes, json: values.json };
}

/** Rounds of the part `state`, each of which creates and exports a sandbox. */
const stateRounds = 3;

const whole = (value: number) => Math.round(value).toLocaleString("en-US");

const throughputTable = (rows: readonly Throughput[]) =>
  alignedTable(
    ["peer", "req/s, median", "min", "max", "of node:http", "load's CPU"],
    rows.map(({ peer, median, min, max, ofBase, loadCpu }) => [
      peer,
      ...[median, min, max].map(whole),
      ofBase.toFixed(2),
      `${Math.round(loadCpu * 100)} %`,
    ]),
  );

const startTable = (rows: readonly StartFigures[]) =>
  alignedTable(
    ["peer", "ms, median", "min", "max", "of node:http", "of express"],
    rows.map(({ peer, median, min, max, ofNode, ofExpress }) => [
      peer,
      ...[median, min, max].map(whole),
      ofNode.toFixed(2),
      ofExpress.toFixed(2),
    ]),
  );

async function main(): Promise<void> {
  const { rounds, seconds, todo, sizes, json } = parseOptions();
  const results: Results = { node: process.version, rounds, seconds, connections };
  const print = (text: string) => {
    if (!json) console.log(`${text}\n`);
  };
  print(`Node ${process.version}, ${rounds} rounds of ${seconds} s, ${connections} connections`);
  for (const part of todo) {
    if (part === "start") {
      results.start = await coldStart();
      print(`cold start\n\n${startTable(results.start)}`);
    } else if (part === "state") {
      results.state = [];
      for (const size of sizes) results.state.push(await measureState(size, stateRounds));
      print(`state\n\n${stateTable(results.state)}`);
      results.recovery = await outputOf([...process.execArgv, fileURLToPath(new URL("recovery.ts", import.meta.url))]);
      print(`start after SIGKILL\n\n${results.recovery}`);
    } else {
      const rows = await throughput(part, rounds, seconds);
      results[part] = rows;
      print(`${part}\n\n${throughputTable(rows)}`);
    }
  }
  if (json) console.log(JSON.stringify(results, undefined, 2));
}

cleanUpOnExit();
try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
