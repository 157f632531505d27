/**
 * Compares the time of `luna-sandbox verify` with that of Pact's core:
 * `npm run bench:verify -- [--interactions n] [--rounds n] [--json]`.
 *
 * Three programs verify the same contract in turns: Pact's core alone, with one file and without provider states;
 * `verify --no-pins`; and `verify` with the search for fixed switches. Each is a separate process, measured from
 * start to end. The last column is the median over the rounds of its time divided by the core's in the same round.
 */
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cleanUpOnExit, newFolder, spawnTracked, startBenchServer } from "./children.js";
import { alignedTable, ratio, spread } from "./numbers.js";

const command = fileURLToPath(new URL("../dist/bin.js", import.meta.url));

/** Runs Pact's core on a file and an address. Exits with 1 if the contract fails. */
const coreAlone = `
  const { default: core } = await import("@pact-foundation/pact-core");
  const [file, url] = process.argv.slice(-2);
  const options = { provider: "luna", providerBaseUrl: url, pactUrls: [file], logLevel: "error" };
  await core.default.verifyPacts(options).then(() => process.exit(0), () => process.exit(1));
`;

/** Contract for stamp cards that the fixture "demo" satisfies, so that the core needs no provider states. */
function contract(interactions: number): object {
  const one = (nth: number) => ({
    description: `card ${nth}`,
    providerStates: [{ name: "a stamp card", params: { activeStamps: 3, totalStamps: 13 } }],
    request: {
      method: "POST",
      path: "/api/v1/getPassInfo",
      headers: { "content-type": "application/json", "x-access-token": "luna-demo-token" },
      body: { passSerialNumber: "297150-586-203", note: `${nth}` },
    },
    response: {
      status: 200,
      headers: { "content-type": "application/json" },
      body: {
        result: 1,
        type: 0,
        status: "installed",
        activeStamps: 3,
        [nth % 2 ? "image" : "rewards"]: nth % 2 ? "" : [],
      },
      matchingRules: {
        body: { "$.image": { matchers: [{ match: "type" }] }, "$.rewards": { matchers: [{ match: "type" }] } },
      },
    },
  });
  return {
    consumer: { name: "bench" },
    provider: { name: "luna" },
    interactions: Array.from({ length: interactions }, (_, nth) => one(nth)),
    metadata: { pactSpecification: { version: "3.0.0" } },
  };
}

/** Returns the seconds from start to end of a process. Throws if it fails. */
async function secondsOf(args: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawnTracked(process.execPath, args);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}: ${(err || out).slice(-2000)}`);
  return (performance.now() - started) / 1000;
}

function parseOptions() {
  const { values } = parseArgs({
    options: {
      interactions: { type: "string", default: "1000" },
      rounds: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
    },
  });
  const [interactions, rounds] = [Number(values.interactions), Number(values.rounds)];
  if (!Number.isInteger(interactions) || interactions < 1)
    throw new Error("--interactions must be an integer of at least 1");
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds must be an integer of at least 1");
  return { interactions, rounds, json: values.json };
}

async function main(): Promise<void> {
  const { interactions, rounds, json } = parseOptions();
  const file = join(newFolder(), "contract.json");
  writeFileSync(file, JSON.stringify(contract(interactions)));
  // The telemetry of the core is a request to its makers and not part of its work.
  process.env.PACT_DO_NOT_TRACK = "true";
  const server = await startBenchServer([command, "start", "--memory", "--port", "0", "--json"]);
  const programs = {
    "Pact's core": ["--input-type=module", "-e", coreAlone, "--", file, server.url],
    "verify --no-pins": [command, "verify", file, "--no-pins"],
    verify: [command, "verify", file],
  };
  const seconds = Object.fromEntries(Object.keys(programs).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, args] of Object.entries(programs)) {
      const took = await secondsOf(args);
      seconds[name]?.push(took);
    }
  await server.stop();
  const base = seconds["Pact's core"] ?? [];
  const rows = Object.entries(seconds).map(([name, times]) => ({ name, ...spread(times), ofCore: ratio(times, base) }));
  if (json) console.log(JSON.stringify({ node: process.version, interactions, rounds, seconds, rows }, undefined, 2));
  else {
    const cells = rows.map(({ name, median, min, max, ofCore }) => [
      name,
      ...[median, min, max, ofCore].map((value) => value.toFixed(2)),
    ]);
    console.log(`Node ${process.version}, ${interactions} interactions, ${rounds} rounds\n`);
    console.log(alignedTable(["program", "s, median", "min", "max", "of Pact's core"], cells));
  }
}

cleanUpOnExit();
try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
