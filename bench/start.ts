import { startBenchServer } from "./children.js";
import { ratio, type Spread, spread } from "./numbers.js";
import { helloArgs, lunaArgs, serial, token } from "./peers.js";

const starts = 7;
const hello = (text: string) => text === "Hello World";

const starters = [
  { name: "node:http hello world", args: helloArgs("node"), isRight: hello },
  { name: "express hello world", args: helloArgs("express"), isRight: hello },
  {
    name: "luna",
    args: lunaArgs("--memory"),
    isRight: (text: string) => text.startsWith('{"result":1,') && text.includes(`"serialNumber":"${serial}"`),
  },
];

/** Returns milliseconds from the start of the process to its first correct response. */
async function measure({ name, args, isRight }: (typeof starters)[number]): Promise<number> {
  const start = performance.now();
  const server = await startBenchServer(args);
  const response = await fetch(`${server.url}/api/v1/getPassInfo`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-access-token": token, connection: "close" },
    body: JSON.stringify({ passSerialNumber: serial }),
  });
  const text = await response.text();
  const ms = performance.now() - start;
  await server.stop();
  if (!isRight(text)) throw new Error(`${name} started with a wrong answer: ${text}`);
  return ms;
}

export interface Start extends Spread {
  readonly peer: string;
  /** Milliseconds of each round. */
  readonly ms: readonly number[];
  /** Medians of the ratios of all rounds. */
  readonly ofNode: number;
  readonly ofExpress: number;
}

/** Starts each in turn, seven times after a start that is not counted. */
export async function coldStart(): Promise<Start[]> {
  const field = starters.map((starter) => ({ starter, ms: [] as number[] }));
  for (const { starter } of field) await measure(starter);
  for (let round = 0; round < starts; round += 1) for (const { starter, ms } of field) ms.push(await measure(starter));
  const [node, express] = field;
  return field.map(({ starter, ms }) => ({
    peer: starter.name,
    ...spread(ms),
    ofNode: ratio(ms, node?.ms ?? []),
    ofExpress: ratio(ms, express?.ms ?? []),
    ms,
  }));
}
