import { startBenchServer } from "./children.js";
import { ratio, type Spread, spread } from "./numbers.js";
import { demoSerial, demoToken, helloArgs, lunaArgs } from "./peers.js";

const starts = 7;
const hello = (text: string) => text === "Hello World";

const servers = [
  { name: "node:http hello world", args: helloArgs("node"), isRight: hello },
  { name: "express hello world", args: helloArgs("express"), isRight: hello },
  {
    name: "luna",
    args: lunaArgs("--memory"),
    isRight: (text: string) => text.startsWith('{"result":1,') && text.includes(`"serialNumber":"${demoSerial}"`),
  },
];

/** Returns milliseconds from the start of the process to its first correct response. */
async function measure({ name, args, isRight }: (typeof servers)[number]): Promise<number> {
  const start = performance.now();
  const server = await startBenchServer(args);
  const response = await fetch(`${server.url}/api/v1/getPassInfo`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-access-token": demoToken, connection: "close" },
    body: JSON.stringify({ passSerialNumber: demoSerial }),
  });
  const text = await response.text();
  const ms = performance.now() - start;
  await server.stop();
  if (!isRight(text)) throw new Error(`${name} started with a wrong response: ${text}`);
  return ms;
}

export interface StartFigures extends Spread {
  readonly peer: string;
  /** Milliseconds of each round. */
  readonly ms: readonly number[];
  /** Medians of the ratios of all rounds. */
  readonly ofNode: number;
  readonly ofExpress: number;
}

/** Starts each in turn, seven times after a start that is not counted. */
export async function coldStart(): Promise<StartFigures[]> {
  const measured = servers.map((server) => ({ server, ms: [] as number[] }));
  for (const { server } of measured) await measure(server);
  for (let round = 0; round < starts; round += 1) for (const { server, ms } of measured) ms.push(await measure(server));
  const [node, express] = measured;
  return measured.map(({ server, ms }) => ({
    peer: server.name,
    ...spread(ms),
    ofNode: ratio(ms, node?.ms ?? []),
    ofExpress: ratio(ms, express?.ms ?? []),
    ms,
  }));
}
