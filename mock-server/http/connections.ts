import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** How long requests under way may take after a stop was asked for, in milliseconds. */
export const graceMs = 5000;

/** The connections of a server, so that its stop waits for requests under way and for nothing else. */
export class Connections {
  readonly #server: Server;
  /** The newest response of each connection; undefined before its first request. */
  readonly #newest = new Map<Socket, ServerResponse | undefined>();
  #isClosing = false;

  constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#newest.set(socket, undefined);
      socket.once("close", () => this.#newest.delete(socket));
    });
    // Node's own takes a response that is ended but not sent for a finished one, and cuts it; close() calls it too.
    server.closeIdleConnections = () => this.#closeIdle();
  }

  /** Notes a request before it is handled. */
  add({ socket }: IncomingMessage, response: ServerResponse): void {
    if (this.#isClosing) this.#endAfter(socket, response);
    this.#newest.set(socket, response);
  }

  /**
   * Takes no new connections, closes idle ones at once and the others after their response, and cuts those that are
   * left after the grace. Resolves with the number of connections cut when all are closed.
   */
  close(grace: number): Promise<number> {
    this.#isClosing = true;
    for (const [socket, response] of this.#newest) if (isUnderWay(response)) this.#endAfter(socket, response);
    let cut = 0;
    const timer = setTimeout(() => {
      cut = this.#newest.size;
      for (const socket of this.#newest.keys()) socket.destroy();
    }, grace);
    return new Promise((resolve, reject) => {
      this.#server.close((error) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve(cut);
      });
    });
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

/** Whether a response is not sent to its end. */
const isUnderWay = (response: ServerResponse | undefined): response is ServerResponse =>
  response !== undefined && !response.writableFinished;
