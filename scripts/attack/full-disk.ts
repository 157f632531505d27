import { execFileSync } from "node:child_process";
import { newFolder } from "../../bench/children.js";
import { demoToken } from "../../bench/peers.js";
import type { Attack } from "./attack.js";
import { call, controlJson, waitUntil } from "./client.js";
import { hasPrlimit, startAttackedServer } from "./server.js";

const templateOfStamps = 340_717;
const maxClients = 5000;

/** Creates a client with a long name and a new phone. Returns the status. */
async function createClient(url: string, nth: number): Promise<number> {
  const client = { idTemplate: templateOfStamps, sName: "x".repeat(1000), fName: "Jane", phone: 10_000_000_000 + nth };
  return (await call(url, "createClient", client, demoToken)).status;
}

interface State {
  readonly clients: readonly { readonly phone: string | null }[];
}

async function attack(...args: readonly string[]) {
  const folder = newFolder();
  // A limit of the file size acts like a full disk: both fail a write.
  const server = await startAttackedServer(["--data", folder, ...args], ["--fsize=400000:unlimited"]);
  const accepted: number[] = [];
  let refused = 0;
  let status = 200;
  for (let nth = 0; nth < maxClients && refused < 20; nth += 1) {
    status = await createClient(server.url, nth);
    if (status === 200) accepted.push(nth);
    else refused += 1;
  }
  execFileSync("prlimit", ["--pid", String(server.pid), "--fsize=unlimited"]);
  const recovery = await waitUntil(40_000, async () => (await createClient(server.url, maxClients)) === 200);
  if (recovery !== undefined) accepted.push(maxClients);
  await server.end("SIGTERM");
  const again = await startAttackedServer(["--data", folder]);
  const { clients } = await controlJson<State>(again.url, "GET", "/sandboxes/default/state");
  await again.end("SIGTERM");
  const phones = new Set(clients.map(({ phone }) => phone));
  const lost = accepted.filter((nth) => !phones.has(String(10_000_000_000 + nth))).length;
  return {
    held: refused > 0 && status === 507 && recovery !== undefined && lost === 0,
    figures: `${accepted.length} writes accepted, then status ${status}; ${recovery === undefined ? "no recovery" : `recovered in ${(recovery / 1000).toFixed(1)} s`}, ${lost} lost`,
  };
}

/** Fills the disk for a while. */
export const fullDisk: Attack = {
  name: "2.6 full disk",
  run: async () => {
    if (!hasPrlimit()) return undefined;
    const durable = await attack("--durable");
    const buffered = await attack();
    return {
      held: durable.held && buffered.held,
      figures: `--durable: ${durable.figures}; without: ${buffered.figures}`,
    };
  },
};
