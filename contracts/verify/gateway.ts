import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from "node:http";
import { request as httpsRequest } from "node:https";
import type { AddressInfo } from "node:net";
import type { Values } from "../states/index.js";

/** What went through the gateway for one interaction. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** As they were sent, before the token was exchanged. */
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly answer: string;
}

/** Where the requests of one interaction go. */
export interface Route {
  /** The server, such as `http://127.0.0.1:4010`. */
  readonly target: string;
  /** The token that the server gets in place of the one that was sent. */
  readonly token: (sent: string) => string;
  readonly values: Values;
  /** Whether a request may go to the server at all. */
  readonly allows: (method: string, path: string) => boolean;
}

/** A message to its end. */
export async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const connectionHeaders = new Set(["host", "connection", "content-length", "transfer-encoding"]);

interface Forwarded {
  readonly response: IncomingMessage;
  readonly answer: Buffer;
}

/** Sends a request on, with everything it carries but what belongs to the connection. The signal gives it up. */
export async function forward(
  target: string,
  message: {
    readonly method: string;
    readonly path: string;
    readonly headers: OutgoingHttpHeaders;
    readonly body: Buffer;
  },
  signal?: AbortSignal,
): Promise<Forwarded> {
  const { method, path, headers, body } = message;
  const base = new URL(target);
  const send = base.protocol === "https:" ? httpsRequest : httpRequest;
  const url = new URL(base.pathname.replace(/\/$/, "") + path, base.origin);
  return new Promise((resolve, reject) => {
    const outgoing = send(
      url,
      { method, headers: { ...headers, "content-length": body.length }, timeout: 30_000, ...(signal && { signal }) },
      (response) => {
        readAll(response).then((answer) => resolve({ response, answer }), reject);
      },
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error("the server took longer than 30 seconds")));
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** The headers of a message that do not belong to its connection. */
export const endToEnd = (headers: IncomingMessage["headers"]): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !connectionHeaders.has(name)));

/**
 * Stands between Pact's core and the server. Each interaction has an address of its own here, so that several can be
 * verified at a time and each meets its own sandbox.
 */
export class Gateway {
  readonly #routes = new Map<string, Route>();
  readonly #exchanges = new Map<string, Exchange>();
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: Error) => {
      response.writeHead(502, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: `the server did not answer: ${error.message}` }));
    });
  });
  #port = 0;

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Gives an interaction its addresses: one for its requests, one for the values of its states. */
  open(key: string, route: Route): { readonly url: string; readonly stateUrl: string } {
    this.#routes.set(key, route);
    const at = (kind: string) => `http://127.0.0.1:${this.#port}/${kind}/${key}`;
    return { url: at("api"), stateUrl: at("states") };
  }

  /** Takes the addresses away, and tells what went through them last. */
  close(key: string): Exchange | undefined {
    const exchange = this.#exchanges.get(key);
    this.#routes.delete(key);
    this.#exchanges.delete(key);
    return exchange;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, kind, key = "", rest = ""] = /^\/([^/]*)\/([^/?]*)(.*)$/.exec(request.url ?? "") ?? [];
    const route = this.#routes.get(key);
    const body = await readAll(request);
    if (route === undefined) {
      response.writeHead(404).end();
      return;
    }
    if (kind === "states") {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(route.values));
      return;
    }
    await this.#pass(
      key,
      route,
      { method: request.method ?? "GET", path: rest, headers: endToEnd(request.headers), body },
      response,
    );
  }

  async #pass(
    key: string,
    { target, token, allows }: Route,
    sent: Pick<Exchange, "method" | "path" | "headers" | "body">,
    response: ServerResponse,
  ): Promise<void> {
    if (!allows(sent.method, sent.path)) {
      response.writeHead(403, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: "this request may change something, and the server is a live one" }));
      return;
    }
    const { "x-access-token": shown, ...others } = sent.headers;
    const headers = shown === undefined ? others : { ...others, "x-access-token": token(String(shown)) };
    const { response: found, answer } = await forward(target, { ...sent, headers });
    const status = found.statusCode ?? 502;
    const contentType = found.headers["content-type"];
    this.#exchanges.set(key, { ...sent, status, contentType, answer: answer.toString() });
    response.writeHead(status, endToEnd(found.headers)).end(answer);
  }
}
