/**
 * A process that prints the files of the project in which a function runs during a request, by method. Loading a module
 * does not count, neither do generated files. Tests transform files themselves, so they start this as a process.
 */
import { Session } from "node:inspector/promises";
import { createLunaServer } from "../../mock-server/index.js";

const passSerialNumber = "297150-586-204";
const requests = { getPassInfo: { passSerialNumber }, usePass: { passSerialNumber, action: "accruePoints", sum: 1 } };

const root = new URL("../../", import.meta.url).href;
const server = await createLunaServer({ log: () => {} });
const session = new Session();
session.connect();

async function send(method: keyof typeof requests): Promise<void> {
  const response = await fetch(`${server.url}/api/v1/${method}`, {
    method: "POST",
    headers: { "x-access-token": "luna-demo-token", "content-type": "application/json" },
    body: JSON.stringify(requests[method]),
  });
  const { error } = (await response.json()) as { readonly error?: number };
  if (error !== undefined) throw new Error(`${method} responded error ${error}`);
}

/** Returns the files with a function that has run since the last call. */
async function takeFiles(): Promise<readonly string[]> {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const ran = result.filter(({ functions }) => functions.some(({ ranges: [whole] }) => whole && whole.count > 0));
  return ran
    .filter(({ url }) => url.startsWith(root) && !/node_modules|[.]gen[.]|\/test\//.test(url))
    .map(({ url }) => url.slice(root.length));
}

/** Returns the files of a method that are in each of three requests, because timers run between requests too. */
async function filesOf(method: keyof typeof requests): Promise<readonly string[]> {
  let files: readonly string[] | undefined;
  for (let round = 0; round < 3; round += 1) {
    await takeFiles();
    await send(method);
    const taken = await takeFiles();
    files = files === undefined ? taken : files.filter((file) => taken.includes(file));
  }
  return (files ?? []).toSorted();
}

await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
await send("getPassInfo");
await send("usePass");
console.log(JSON.stringify({ getPassInfo: await filesOf("getPassInfo"), usePass: await filesOf("usePass") }));
await server.close();
