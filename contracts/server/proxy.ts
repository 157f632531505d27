import type { IncomingMessage, ServerResponse } from "node:http";
import { bind } from "../../shared/bind.js";
import { createHttpServer } from "../../shared/http-server.js";
import { readStream, TooLargeError } from "../../shared/read-limited.js";
import { pathOf } from "../../shared/request-path.js";
import { endToEnd, type ForwardedRequest, type ForwardedResponse, maxBytes } from "./forward.js";

export interface LocalProxy {
  /** Address such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Stops immediately; open requests are aborted. */
  close(): Promise<void>;
}

/** `host` is the Host that the client used. */
type Respond = (request: ForwardedRequest, host: string) => Promise<ForwardedResponse>;

async function handle(request: IncomingMessage, response: ServerResponse, respond: Respond): Promise<void> {
  const { method = "GET", url = "/", headers, socket } = request;
  const { host = `127.0.0.1:${socket.localPort}` } = headers;
  // The request can still be responded to if its body is too large.
  const body = await readStream(request.iterator({ destroyOnReturn: false }), maxBytes);
  const received = await respond({ method, path: pathOf(url), headers: endToEnd(headers), body }, host);
  response.statusCode = received.status;
  for (const [name, value] of Object.entries(received.headers))
    if (value !== undefined) response.setHeader(name, value);
  // Without writeHead, Node adds the length.
  response.end(received.body);
}

/** Starts a server on 127.0.0.1 that responds with a function's results. Throws ListenError if the port is taken. */
export async function startProxy(respond: Respond, port = 0): Promise<LocalProxy> {
  const create = () =>
    createHttpServer((request, response) => {
      handle(request, response, respond).catch((error: Error) => {
        if (response.headersSent) return void response.destroy();
        const isTooLarge = error instanceof TooLargeError;
        const reason = isTooLarge ? `the request body is ${error.message}` : error.message;
        response.writeHead(isTooLarge ? 413 : 502, { "content-type": "application/json", connection: "close" });
        response.end(JSON.stringify({ message: `proxying failed: ${reason}` }));
      });
    });
  const bound = await bind(create, "127.0.0.1", port);
  return {
    url: `http://127.0.0.1:${bound.port}`,
    close: async () => {
      const closed = bound.servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const server of bound.servers) server.closeAllConnections();
      await Promise.all(closed);
    },
  };
}
