import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { demoSerial, demoToken } from "../../bench/peers.js";
import { type Attack, inMib, mib } from "./attack.js";
import { call, range } from "./client.js";
import { memoryOf, startAttackedServer } from "./server.js";

const uploads = 1000;
const bodyBytes = 1024 * 1024;
const almostAll = Buffer.alloc(bodyBytes - 1, " ");
const holdMs = 3000;

/** Limit of bodies in docs/security.md plus uncollected garbage, in MiB. */
const bodyBudget = 128;
const garbage = 192;

/** Sends a body without its last byte. */
async function upload(url: string, accessToken: string | undefined): Promise<Socket> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined); // The server may close it at any time.
  await Promise.race([once(socket, "connect"), once(socket, "close")]).catch(() => undefined);
  const header = accessToken === undefined ? "" : `x-access-token: ${accessToken}\r\n`;
  socket.write(`POST /api/v1/getPassInfo HTTP/1.1\r\nhost: ${host}\r\n${header}content-length: ${bodyBytes}\r\n\r\n`);
  socket.write(almostAll);
  socket.resume();
  return socket;
}

/** Holds many uploads and requests a card meanwhile. */
async function hold(accessToken: string | undefined) {
  const server = await startAttackedServer(["--memory"]);
  await call(server.url, "getPassInfo", { passSerialNumber: demoSerial }, demoToken);
  const before = memoryOf(server.pid);
  const sockets = await Promise.all(range(uploads).map(() => upload(server.url, accessToken)));
  let most = 0;
  let answered = 0;
  let asked = 0;
  const until = performance.now() + holdMs;
  while (performance.now() < until) {
    const { status } = await call(server.url, "getPassInfo", { passSerialNumber: demoSerial }, demoToken);
    asked += 1;
    if (status === 200) answered += 1;
    most = Math.max(most, memoryOf(server.pid) - before);
  }
  for (const socket of sockets) socket.destroy();
  await server.end("SIGTERM");
  return { grown: most, asked, answered };
}

/** Sends uploads that never end, with and without a token. */
export const heldUploads: Attack = {
  name: "4.3 held uploads",
  run: async () => {
    const without = await hold(undefined);
    const withToken = await hold(demoToken);
    const isServed = [without, withToken].every(({ asked, answered }) => asked > 0 && asked === answered);
    return {
      held: without.grown < inMib(garbage) && withToken.grown < inMib(bodyBudget + garbage) && isServed,
      figures: `${uploads} of 1 MiB: memory grew by ${mib(without.grown)} without a token, by ${mib(withToken.grown)} with one; ${without.answered + withToken.answered} of ${without.asked + withToken.asked} other requests answered`,
    };
  },
};
