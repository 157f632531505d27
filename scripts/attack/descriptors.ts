import { once } from "node:events";
import { connect } from "node:net";
import type { Attack } from "./attack.js";
import { control, range, waitUntil } from "./client.js";
import { hasPrlimit, startAttackedServer } from "./server.js";

const connections = 400;

async function pages(url: string): Promise<readonly number[]> {
  const start = await fetch(`${url}/`).then(({ status }) => status);
  return [start, (await control(url, "GET", "/sandboxes")).status];
}

/** Opens more connections than the server has file descriptors, before it served a page. */
export const descriptors: Attack = {
  name: "4.1 no file descriptors left",
  run: async () => {
    if (!hasPrlimit()) return undefined;
    const server = await startAttackedServer(["--memory"], ["--nofile=256:256"]);
    const { hostname, port } = new URL(server.url);
    const sockets = range(connections).map(() => connect(Number(port), hostname));
    const results = await Promise.all(
      sockets.map((socket) =>
        once(socket, "connect").then(
          () => "open",
          () => "refused",
        ),
      ),
    );
    for (const socket of sockets) socket.on("error", () => undefined);
    // These requests may fail, and must not break later requests.
    await Promise.race([pages(server.url), new Promise((resolve) => setTimeout(resolve, 2000))]).catch(() => undefined);
    for (const socket of sockets) socket.destroy();
    const isBack = async () => (await pages(server.url).catch(() => [])).join() === "200,200";
    const recovery = await waitUntil(10_000, isBack);
    await server.end("SIGTERM");
    const open = results.filter((result) => result === "open").length;
    return {
      held: recovery !== undefined,
      figures: `${open} of ${connections} connections opened with 256 descriptors; pages and control plane ${recovery === undefined ? "stay out of order" : "work afterwards"}`,
    };
  },
};
