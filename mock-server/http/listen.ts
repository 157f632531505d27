import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Express } from "express";
import type { Parts } from "../parts.js";
import { Connections, graceMs } from "./connections.js";
import { pathOf } from "./origin.js";
import { answerVendor, vendorPath } from "./vendor.js";

export interface Listening {
  /** Such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** Takes no new connections and finishes requests under way. Resolves when all connections are closed. */
  close(): Promise<void>;
}

/** The port cannot be listened on. */
export class CannotListen extends Error {
  override name = "CannotListen" as const;
}

/** Why a port cannot be listened on, in words that say what to do. */
export function cannotListen({ code, message }: NodeJS.ErrnoException, host: string, port: number): CannotListen {
  if (code === "EADDRINUSE")
    return new CannotListen(
      `port ${port} on ${host} is taken: stop what uses it, or choose another with --port (0 for any)`,
    );
  if (code === "EACCES")
    return new CannotListen(`port ${port} on ${host} needs more rights: choose one above 1023 with --port`);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "EADDRNOTAVAIL")
    return new CannotListen(`${host} is not an address of this machine: use --host 127.0.0.1, or 0.0.0.0 for all`);
  return new CannotListen(`cannot listen on ${host} port ${port}: ${message}`);
}

const isIpv6 = (host: string) => host.includes(":");

/**
 * Listens. Vendor requests go straight to the small function that answers them; everything else is served by
 * Express, which is loaded when the first such request comes, because that takes longer than all the rest of a start.
 */
export async function listen(parts: Parts, host: string, port: number): Promise<Listening> {
  let loaded: Promise<Express> | undefined;
  const app = () => {
    loaded ??= import("./app.js").then(({ createApp }) => createApp(parts));
    return loaded;
  };
  const handler = (request: IncomingMessage, response: ServerResponse) => {
    connections.add(request, response);
    const url = pathOf(request.url ?? "/");
    request.url = url;
    if (url.startsWith(vendorPath)) answerVendor(parts.vendor, url, request, response);
    else
      app().then(
        (express) => express(request, response),
        (error) => fail(error, response),
      );
  };
  const fail = (error: unknown, response: ServerResponse) => {
    parts.log(`Express cannot be loaded: ${String(error)}`);
    response.writeHead(500, { "content-type": "text/plain" }).end("Express cannot be loaded; the log says more\n");
  };
  const server = createServer(
    { requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 10_000, requireHostHeader: false },
    handler,
  );
  const connections = new Connections(server);
  // A client that neither reads nor sends any more must not hold its answer in memory for ever.
  server.setTimeout(longestIdle);
  // An Expect that nobody knows is no reason to refuse a request.
  server.on("checkExpectation", handler);
  server.on("connect", (_request, socket) => answerPlainly(socket, "405 Method Not Allowed", parts.engine.requestId()));
  server.on("clientError", (error, socket) => answerBroken(error, socket, parts.engine.requestId()));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  server.removeAllListeners("error");
  server.on("error", (error) => parts.log(`the listener failed: ${error.message}`));
  const address = server.address() as AddressInfo;
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return {
    url: `http://${isIpv6(name) ? `[${name}]` : name}:${address.port}`,
    close: async () => {
      const cut = await connections.close(graceMs);
      const requests = cut === 1 ? "1 request was" : `${cut} requests were`;
      if (cut > 0) parts.log(`${requests} cut off, because the stop waits for ${graceMs / 1000} seconds only`);
    },
  };
}

/** How long a connection may stand still in the middle of a request or an answer, in milliseconds. */
const longestIdle = 120_000;

const statusOfBroken: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
};

/** Answers what is no HTTP request, and closes the connection. */
function answerBroken({ code }: NodeJS.ErrnoException, socket: Duplex, requestId: string): void {
  if (code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  answerPlainly(socket, statusOfBroken[code ?? ""] ?? "400 Bad Request", requestId);
}

/** Answers on a connection that no request of HTTP came on, and closes it. */
function answerPlainly(socket: Duplex, status: string, requestId: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nx-luna-request-id: ${requestId}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
