import { createServer, type RequestListener, type Server } from "node:http";
import type { Duplex } from "node:stream";

/**
 * Limits in milliseconds: for the headers of a request, for the whole request, between two requests of a connection.
 * Node checks them at the last interval.
 */
const timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 2000,
};

/** Maximum time without progress in a request or a response, in milliseconds. */
const maxIdleMs = 60_000;

const statusOfBroken: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
};

/** Responds to bytes that are not an HTTP request, and closes the connection. */
function respondBroken({ code }: NodeJS.ErrnoException, socket: Duplex, requestId: string | undefined): void {
  if (code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  respondPlainly(socket, statusOfBroken[code ?? ""] ?? "400 Bad Request", requestId);
}

/** Responds on a connection without a parsed request, and closes it. */
function respondPlainly(socket: Duplex, status: string, requestId: string | undefined): void {
  const id = requestId === undefined ? "" : `x-luna-request-id: ${requestId}\r\n`;
  socket.end(`HTTP/1.1 ${status}\r\n${id}connection: close\r\ncontent-length: 0\r\n\r\n`);
}

/**
 * Creates a server with timeouts for slow clients. It also responds to requests that Node rejects before the handler;
 * `requestId` creates their ids.
 */
export function createHttpServer(handler: RequestListener, requestId?: () => string): Server {
  const server = createServer({ ...timeouts, requireHostHeader: false }, handler);
  // A stalled client must not keep its response in memory.
  server.setTimeout(maxIdleMs);
  // An unknown Expect is no reason to refuse a request.
  server.on("checkExpectation", handler);
  server.on("connect", (_request, socket) => respondPlainly(socket, "405 Method Not Allowed", requestId?.()));
  server.on("clientError", (error, socket) => respondBroken(error, socket, requestId?.()));
  return server;
}
