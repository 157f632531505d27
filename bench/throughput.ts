import { type Loader, newFolder, type RunningServer, startBenchServer, startLoader } from "./children.js";
import { ratio, type Spread, spread } from "./numbers.js";
import { type BenchMethod, basePeer, demoSerial, demoToken, lunaArgs, type Peer, peers } from "./peers.js";

export const connections = 32;
const warmUpSeconds = 1.5;

const bodies = {
  getPassInfo: JSON.stringify({ passSerialNumber: demoSerial }),
  usePass: JSON.stringify({ passSerialNumber: demoSerial, numberStumps: 1 }),
} as const satisfies Record<BenchMethod, string>;

const headers = { "content-type": "application/json", "x-access-token": demoToken };

async function ask(url: string, method: BenchMethod): Promise<string> {
  const response = await fetch(`${url}/api/v1/${method}`, { method: "POST", headers, body: bodies[method] });
  return response.text();
}

function rawRequest(url: string, method: BenchMethod): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const body = bodies[method];
  const length = Buffer.byteLength(body);
  return `POST /api/v1/${method} HTTP/1.1\r\nhost: ${new URL(url).host}\r\n${lines.join("")}content-length: ${length}\r\n\r\n${body}`;
}

/** Returns the card of luna's response. Throws if it is a different card. */
async function cardOf(url: string): Promise<{ totalStamps: number }> {
  const text = await ask(url, "getPassInfo");
  const { result, serialNumber, totalStamps } = JSON.parse(text);
  if (result !== 1 || serialNumber !== demoSerial || typeof totalStamps !== "number")
    throw new Error(`no card: ${text}`);
  return { totalStamps };
}

interface StartedPeer {
  readonly peer: Peer;
  readonly server: RunningServer;
  /** Expected response. */
  readonly expected: string;
  /** Requests per second of each round. */
  readonly rates: number[];
  loadCpu: number;
}

async function startPeer(peer: Peer, method: BenchMethod, lunaResponse: string, folder: string): Promise<StartedPeer> {
  const server = await startBenchServer(peer.args(lunaResponse, folder));
  const expected = await ask(server.url, method);
  if (JSON.parse(expected).result !== 1) throw new Error(`${peer.name} does not support ${method}: ${expected}`);
  return { peer, server, expected, rates: [], loadCpu: 0 };
}

/** Measures once. Throws on the first wrong response, and if the card does not have the confirmed stamps. */
async function measure({ peer, server, expected }: StartedPeer, method: BenchMethod, loader: Loader, seconds: number) {
  const { url } = server;
  const before = peer.stateful ? (await cardOf(url)).totalStamps : 0;
  const load = { port: Number(new URL(url).port), request: rawRequest(url, method), expected, connections, seconds };
  const loaded = await loader.run(load);
  if (peer.stateful) {
    const { totalStamps } = await cardOf(url);
    const expectedStamps = before + (method === "usePass" ? loaded.responses : 0);
    if (totalStamps !== expectedStamps)
      throw new Error(`${peer.name}: ${totalStamps} stamps on the card instead of ${expectedStamps}`);
  }
  return loaded;
}

export interface Throughput extends Spread {
  readonly peer: string;
  /** Requests per second of each round. */
  readonly rates: readonly number[];
  /** Median of the ratios to node:http. */
  readonly ofBase: number;
  /** Largest share of a core that the load used in a round. */
  readonly loadCpu: number;
}

/** Starts and warms up the peers, and measures them in sequence in each round. */
export async function throughput(method: BenchMethod, rounds: number, seconds: number): Promise<Throughput[]> {
  const loader = startLoader();
  const startedPeers: StartedPeer[] = [];
  try {
    const model = await startBenchServer(lunaArgs("--memory"));
    const lunaResponse = await ask(model.url, method);
    await model.stop();
    for (const peer of peers)
      if (peer.methods.includes(method)) startedPeers.push(await startPeer(peer, method, lunaResponse, newFolder()));
    for (const started of startedPeers) await measure(started, method, loader, warmUpSeconds);
    for (let round = 0; round < rounds; round += 1) {
      const shift = round % startedPeers.length;
      for (const started of [...startedPeers.slice(shift), ...startedPeers.slice(0, shift)]) {
        const loaded = await measure(started, method, loader, seconds);
        started.rates.push(loaded.responses / loaded.seconds);
        started.loadCpu = Math.max(started.loadCpu, loaded.loadCpu);
      }
    }
  } finally {
    await Promise.all([loader.stop(), ...startedPeers.map(({ server }) => server.stop())]);
  }
  const baseRates = startedPeers.find(({ peer }) => peer.name === basePeer)?.rates ?? [];
  return startedPeers.map(({ peer, rates, loadCpu }) => ({
    peer: peer.name,
    ...spread(rates),
    ofBase: ratio(rates, baseRates),
    loadCpu,
    rates,
  }));
}
