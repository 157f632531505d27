import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** Starts a server whose connections end with their processes. */
export async function lifeline() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  /** Waits for `count` connections; `ended` waits for the end of their processes. */
  const connected = async (count: number) => {
    const sockets: Socket[] = [];
    while (sockets.length < count) {
      const [socket] = (await once(server, "connection")) as [Socket];
      socket.on("error", () => socket.destroy()).resume();
      sockets.push(socket);
    }
    return { ended: () => Promise.all(sockets.map((socket) => (socket.closed ? undefined : once(socket, "close")))) };
  };
  return { port, connected };
}

/** A program that never ends, with a child that ignores SIGTERM. */
export const hanging = (port: number): string => `
import { spawn } from "node:child_process";
import { connect } from "node:net";
connect(${port}, "127.0.0.1");
const stubborn = 'process.on("SIGTERM", () => {}); require("net").connect(${port}, "127.0.0.1")';
spawn(process.execPath, ["-e", stubborn], { stdio: "inherit" });
console.log("waiting for an answer");
`;
