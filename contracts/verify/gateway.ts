import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { evidenceLevels } from "../../mock-server/index.js";
import { endToEnd, type ForwardedRequest, type ForwardedResponse, readRequestBody } from "../server/forward.js";
import type { StateValues } from "../states/index.js";

/** A rule of the server that was applied to a request. */
export interface AppliedRule {
  readonly id: string;
  readonly level: string;
}

/** A request that reached the server, with its response. */
export interface GatewayExchange {
  /** The request with the token of the pact. */
  readonly sent: ForwardedRequest;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
  readonly requestId: string | undefined;
  /** Reason of a refusal. */
  readonly why: string | undefined;
  /** Undefined where the server does not name its rules. */
  readonly rules: readonly AppliedRule[] | undefined;
  /** Switches that the response depends on; undefined where the server does not name them. */
  readonly switches: readonly string[] | undefined;
}

/** Result of a request to the gateway. */
export interface GatewayResult {
  readonly response: ForwardedResponse;
  /** Undefined if the request did not reach the server. */
  readonly exchange: GatewayExchange | undefined;
  /** Reason why the request did not reach the server. */
  readonly stopped: string | undefined;
}

/** Destination of the requests of one interaction. */
export interface Route {
  readonly send: (request: ForwardedRequest) => Promise<ForwardedResponse>;
  /** Returns the token for the server in place of the token of the pact. An empty token is passed on unchanged. */
  readonly token: (sent: string) => string;
  /** Values of the provider states. */
  readonly values: StateValues;
  /** Returns why a request must not reach the server; undefined if it may. */
  readonly refusal: (method: string, path: string) => string | undefined;
  /** Headers to add. */
  readonly headers: OutgoingHttpHeaders;
}

/** An open interaction: its route, its pact, and the response shown to the core in place of the server's. */
interface Opened extends Route {
  readonly pact: string;
  readonly shown: (response: ForwardedResponse) => ForwardedResponse;
}

const headerText = (value: OutgoingHttpHeaders[string]): string | undefined =>
  Array.isArray(value) ? value.join(", ") : value?.toString();

/** Parses x-luna-rules. A long header may be cut off: a rule without its level is left out. */
const rulesOf = (header: string | undefined): readonly AppliedRule[] | undefined =>
  header?.split(", ").flatMap((text) => {
    const [id = "", level = ""] = text.split(" ");
    return evidenceLevels.some((known) => known === level) ? [{ id, level }] : [];
  });

/** Sends a request along a route, unless the route refuses it. */
export async function pass(route: Route, sent: ForwardedRequest): Promise<GatewayResult> {
  const stop = (status: number, stopped: string): GatewayResult => ({
    stopped,
    exchange: undefined,
    response: {
      status,
      headers: { "content-type": "application/json" },
      body: Buffer.from(JSON.stringify({ message: stopped })),
    },
  });
  const refusal = route.refusal(sent.method, sent.path);
  if (refusal !== undefined) return stop(403, refusal);
  const token = sent.headers["x-access-token"];
  const headers = { ...sent.headers, ...(token && { "x-access-token": route.token(String(token)) }), ...route.headers };
  const response = await route.send({ ...sent, headers }).catch((error: Error) => error);
  if (response instanceof Error) return stop(502, `the server did not respond: ${response.message}`);
  const header = (name: string) => headerText(response.headers[name]);
  const exchange = {
    sent,
    status: response.status,
    contentType: header("content-type"),
    body: response.body.toString(),
    requestId: header("x-luna-request-id"),
    why: header("x-luna-why"),
    rules: rulesOf(header("x-luna-rules")),
    switches: header("x-luna-switches")?.split(", "),
  };
  return { response, exchange, stopped: undefined };
}

/** Proxies Pact's core to the server. Each interaction has its URLs, so that several run at a time. */
export class Gateway {
  readonly #opened = new Map<string, Opened>();
  readonly #results = new Map<string, GatewayResult>();
  readonly #server = createServer((request, response) => {
    this.#respond(request, response).catch(() => response.destroy());
  });
  #port = 0;

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Returns the URLs of an interaction. Its pact is served, not written: a killed process leaves no file. */
  open(key: string, opened: Opened): { readonly url: string; readonly stateUrl: string; readonly pactUrl: string } {
    this.#opened.set(key, opened);
    const at = (kind: string) => `http://127.0.0.1:${this.#port}/${kind}/${key}`;
    return { url: at("api"), stateUrl: at("states"), pactUrl: at("pacts") };
  }

  /** Closes the URLs of an interaction. Returns the result of its last request; undefined without a request. */
  close(key: string): GatewayResult | undefined {
    const result = this.#results.get(key);
    this.#opened.delete(key);
    this.#results.delete(key);
    return result;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, kind, key = "", path = ""] = /^\/([^/]*)\/([^/?]*)(.*)$/.exec(request.url ?? "") ?? [];
    const opened = this.#opened.get(key);
    const body = await readRequestBody(request);
    if (opened === undefined) {
      response.writeHead(404).end();
      return;
    }
    if (kind !== "api") {
      const text = kind === "states" ? JSON.stringify(opened.values) : opened.pact;
      response.writeHead(200, { "content-type": "application/json" }).end(text);
      return;
    }
    const sent = { method: request.method ?? "GET", path, headers: endToEnd(request.headers), body };
    const result = await pass(opened, sent);
    this.#results.set(key, result);
    const shown = result.exchange === undefined ? result.response : opened.shown(result.response);
    response.writeHead(shown.status, shown.headers).end(shown.body);
  }
}
