import { readFileSync } from "node:fs";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { bind } from "../../shared/bind.js";
import { createHttpServer } from "../../shared/http-server.js";
import { pathOf } from "../../shared/request-path.js";
import { mebibyte } from "../../shared/units.js";
import type { Services } from "../services.js";
import { defaultMaxBody, waitsForContinue } from "./receive-body.js";
import { answerVendor, vendorPath } from "./vendor.js";

export interface Listening {
  /** URL such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** Takes no new connections and finishes running requests. Resolves when all connections are closed. */
  close(): Promise<void>;
}

/**
 * Creates the request handler: a small function for the vendor's path, and Express for other paths. Express is loaded
 * before the server listens, because Node never retries an import that failed with too many open files.
 */
async function handlerOf(services: Services): Promise<RequestListener> {
  const { createApp } = await import("./app.js");
  const app = createApp(services);
  return (request, response) => {
    // The client of a proxy sends a whole URL.
    if (request.url?.startsWith("/") !== true) request.url = pathOf(request.url ?? "/");
    const { url = "/" } = request;
    if (url.startsWith(vendorPath)) answerVendor(services.vendor, url, request, response);
    else app(request, response);
  };
}

const urlOf = (host: string, port: number): string => {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
};

/** Listens on an address, or on both loopback addresses. Throws ListenError. */
export async function listen(services: Services, host: string, port: number): Promise<Listening> {
  const handler = await handlerOf(services);
  const limit = new ConnectionLimit();
  const connections = new Connections();
  const create = () => {
    const handle: RequestListener = (request, response) => connections.handle(request, response, handler);
    const server = createHttpServer(handle, () => services.engine.nextRequestId());
    // A larger body may take longer to arrive.
    server.requestTimeout *= Math.max(1, services.bodies.maxControlBytes / (defaultMaxBody * mebibyte));
    // The reader of the body sends 100, so that a client whose request is refused need not send it.
    server.on("checkContinue", (request, response) => {
      waitsForContinue.add(request);
      handle(request, response);
    });
    connections.watch(server);
    limit.apply(server);
    return server;
  };
  const bound = await bind(create, host, port);
  for (const server of bound.servers) server.on("error", (error) => services.log(`listening failed: ${error.message}`));
  return {
    url: urlOf(host, bound.port),
    close: async () => {
      const cut = await connections.close(bound.servers, graceMs);
      const requests = cut === 1 ? "1 running request" : `${cut} running requests`;
      if (cut > 0) services.log(`aborted ${requests} ${graceMs / 1000} seconds after the stop began`);
    },
  };
}

/** Time that running requests have after a stop begins, in milliseconds. */
export const graceMs = 5000;

/** The connections of servers, so that a stop waits only for running requests. */
export class Connections {
  /** The newest response of each connection; undefined before its first request. */
  readonly #newest = new Map<Socket, ServerResponse | undefined>();
  #isClosing = false;

  /** Tracks the connections of a server. Call it before the server listens. */
  watch(server: Server): void {
    server.on("connection", (socket) => {
      this.#newest.set(socket, undefined);
      socket.once("close", () => this.#newest.delete(socket));
    });
    // Node's version cuts responses that are ended but not sent; close() calls it too.
    server.closeIdleConnections = () => this.#closeIdle();
  }

  /**
   * Handles a request after the previous response on its connection is sent: clients expect pipelined requests to take
   * effect in order.
   */
  handle(request: IncomingMessage, response: ServerResponse, handler: RequestListener): void {
    const earlier = this.#newest.get(request.socket);
    this.add(request, response);
    if (!isUnderWay(earlier)) return void handler(request, response);
    earlier.once("close", () => {
      if (!request.socket.destroyed) handler(request, response);
    });
  }

  /** Tracks a request before it is handled. */
  add({ socket }: IncomingMessage, response: ServerResponse): void {
    if (this.#isClosing) this.#endAfter(socket, response);
    this.#newest.set(socket, response);
  }

  /**
   * Stops tracked servers. They take no new connections; idle connections close at once, busy ones after their response,
   * and the rest is cut after `grace` milliseconds. Resolves with the number of cut connections.
   */
  async close(servers: readonly Server[], grace: number): Promise<number> {
    this.#isClosing = true;
    for (const [socket, response] of this.#newest) if (isUnderWay(response)) this.#endAfter(socket, response);
    let cut = 0;
    const timer = setTimeout(() => {
      cut = this.#newest.size;
      for (const socket of this.#newest.keys()) socket.destroy();
    }, grace);
    try {
      await Promise.all(servers.map(closed));
    } finally {
      clearTimeout(timer);
    }
    return cut;
  }

  #closeIdle(): void {
    for (const [socket, response] of this.#newest) if (!isUnderWay(response)) socket.destroy();
  }

  /** Closes a connection after a response, unless another request has followed by then. */
  #endAfter(socket: Socket, response: ServerResponse): void {
    const before = this.#newest.get(socket);
    if (before !== response && isUnderWay(before)) before.shouldKeepAlive = true;
    response.shouldKeepAlive = false;
    response.once("close", () => {
      if (this.#newest.get(socket) === response) socket.destroySoon();
    });
  }
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));

/** Whether a response is not completely sent. */
const isUnderWay = (response: ServerResponse | undefined): response is ServerResponse =>
  response !== undefined && !response.writableFinished;

/** Returns the process's limit of open files; undefined if it is unknown. */
function maxOpenFiles(): number | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined; // /proc is missing, as in some containers.
  }
}

/**
 * Returns the maximum number of connections. A quarter of the open files, and at least 64, are reserved for state files,
 * journals and late imports: Node never retries an import that failed with too many open files.
 */
export function maxConnections(openFiles: number | undefined): number {
  if (openFiles === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(16, openFiles - Math.max(64, Math.floor(openFiles / 4)));
}

/** Closes new connections to servers whose limit of connections, which they share, is reached. */
class ConnectionLimit {
  readonly #max: number;
  #open = 0;

  constructor(max = maxConnections(maxOpenFiles())) {
    this.#max = max;
  }

  apply(server: Server): void {
    server.on("connection", (socket) => {
      this.#open += 1;
      socket.once("close", () => {
        this.#open -= 1;
      });
      if (this.#open > this.#max) socket.destroy();
    });
  }
}
