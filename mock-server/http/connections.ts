import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** How long requests under way may take after a stop was asked for, in milliseconds. */
export const graceMs = 5000;

/** The connections of some servers, so that a stop waits for requests under way and for nothing else. */
export class Connections {
  /** The newest response of each connection; undefined before its first request. */
  readonly #newest = new Map<Socket, ServerResponse | undefined>();
  #isClosing = false;

  /** Watches a server that does not listen yet. */
  watch(server: Server): void {
    server.on("connection", (socket) => {
      this.#newest.set(socket, undefined);
      socket.once("close", () => this.#newest.delete(socket));
    });
    // Node's own takes a response that is ended but not sent for a finished one, and cuts it; close() calls it too.
    server.closeIdleConnections = () => this.#closeIdle();
  }

  /**
   * Handles a request when the response before it on its connection is sent: a client that sends several requests at
   * once expects them to take effect in that order.
   */
  handle(request: IncomingMessage, response: ServerResponse, handler: RequestListener): void {
    const earlier = this.#newest.get(request.socket);
    this.add(request, response);
    if (!isUnderWay(earlier)) return void handler(request, response);
    earlier.once("close", () => {
      if (!request.socket.destroyed) handler(request, response);
    });
  }

  /** Notes a request before it is handled. */
  add({ socket }: IncomingMessage, response: ServerResponse): void {
    if (this.#isClosing) this.#endAfter(socket, response);
    this.#newest.set(socket, response);
  }

  /**
   * Stops servers that are watched: takes no new connections, closes idle ones at once and the others after their
   * response, and cuts those that are left after the grace. Resolves with the number of connections cut.
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

/** Whether a response is not sent to its end. */
const isUnderWay = (response: ServerResponse | undefined): response is ServerResponse =>
  response !== undefined && !response.writableFinished;
