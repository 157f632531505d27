/** A server with more connections than file descriptors. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { maxConnections } from "../../mock-server/http/listen.js";
import { command } from "../support/command.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** Starts the command with 256 file descriptors. */
async function startWithFew(...args: readonly string[]): Promise<{ url: string; token: string }> {
  const line = 'ulimit -n 256; exec "$0" "$@"';
  const words = ["-c", line, process.execPath, command, "start", "--port", "0", "--json", ...args];
  const child = spawn("bash", words, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [printed] = await once(createInterface(child.stdout), "line");
  return JSON.parse(String(printed));
}

/** Opens a connection; the server may close it at once. */
function opened(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(socket));
  });
}

/** Sends a request and returns the first line of the response; empty if the connection closes. */
function statusOn(socket: Socket, head: string, body = ""): Promise<string> {
  return new Promise((resolve) => {
    if (!socket.writable) return resolve("");
    socket.once("data", (data: Buffer) => resolve(data.toString().split("\r\n", 1).join()));
    socket.on("error", () => undefined);
    socket.once("close", () => resolve(""));
    socket.write(`${head} HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  });
}

test.skipIf(process.platform === "win32")(
  "with more connections than file descriptors pages and sandboxes work",
  async () => {
    const folder = await temporaryFolder();
    const data = join(folder, "data");
    const { url, token } = await startWithFew("--data", data);
    const sockets = await Promise.all(Array.from({ length: 400 }, () => opened(url)));
    const statuses = await Promise.all(sockets.map((socket) => statusOn(socket, "GET /")));
    const answered = sockets.filter((_socket, at) => statuses[at] !== "");
    expect(new Set(statuses)).toEqual(new Set(["HTTP/1.1 200 OK", ""]));
    expect(answered.length).toBeLessThan(256);

    // While these connections stay open, late imports and files still work.
    const [first, second, third] = answered;
    if (first === undefined || second === undefined || third === undefined) throw new Error("no connection is left");
    const sandbox = '{"id": "late", "seed": 7}';
    expect(await statusOn(first, "POST /_luna/sandboxes", sandbox)).toBe("HTTP/1.1 201 Created");
    expect(await statusOn(second, "GET /_luna/control.json")).toBe("HTTP/1.1 200 OK");
    const call = `POST /api/v1/usePass HTTP/1.1\r\nx-access-token: ${token}\r\nx-rest:`;
    expect(await statusOn(third, call, '{"passSerialNumber":"297150-586-203","numberStumps":1}')).toBe(
      "HTTP/1.1 200 OK",
    );
    expect(JSON.parse(await readFile(join(data, "late.1.base.json"), "utf8")).seed).toBe(7);

    for (const socket of sockets) socket.destroy();
    await expect
      .poll(
        () =>
          fetch(`${url}/_luna/health`).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 100_000 },
      )
      .toBe(200);
  },
);

test.each([
  [256, 192],
  [1024, 768],
  [70, 16],
  [undefined, Number.POSITIVE_INFINITY],
])("with %s file descriptors there are at most %s connections", (files, connections) => {
  expect(maxConnections(files)).toBe(connections);
});
