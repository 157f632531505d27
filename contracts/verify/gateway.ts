import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { evidenceLevels } from "../../mock-server/index.js";
import { endToEnd, readRequest } from "../server/forward.js";
import type { Reply, Sent } from "../server/provider.js";
import type { Values } from "../states/index.js";

/** A rule of the server that had a say in an answer. */
export interface RuleUsed {
  readonly id: string;
  readonly level: string;
}

/** What went through the gateway for one interaction. */
export interface Exchange {
  /** The request as it was sent, before the token was exchanged. */
  readonly sent: Sent;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly answer: string;
  /** What a luna-sandbox says of its answer: the name of the request, */
  readonly requestId: string | undefined;
  /** why the request was refused, */
  readonly why: string | undefined;
  /** the rules behind the answer, */
  readonly rules: readonly RuleUsed[] | undefined;
  /** and the switches on which it depends; these and the rules are undefined where the server does not name them. */
  readonly switches: readonly string[] | undefined;
}

/** What became of the request of an interaction: it came to an answer, or was stopped before. */
export type Passage =
  | { readonly exchange: Exchange; readonly stopped?: undefined }
  | { readonly exchange?: undefined; readonly stopped: string };

/** Where the requests of one interaction go. */
export interface Route {
  readonly send: (request: Sent) => Promise<Reply>;
  /** The token that the server gets in place of the one that was sent. An empty one is passed on as it is. */
  readonly token: (sent: string) => string;
  readonly values: Values;
  /** Why a request may not go to the server; undefined if it may. */
  readonly stops: (method: string, path: string) => string | undefined;
  /** Headers that the server gets besides. */
  readonly headers: OutgoingHttpHeaders;
}

/** Input of Pact's core for one interaction: its pact, and a response in place of the one that came. */
interface Given {
  readonly pact: string;
  readonly shown: (reply: Reply) => Reply;
}

/** The addresses of one interaction. */
export interface Addresses {
  /** Begins the paths of its requests. */
  readonly url: string;
  /** Returns the values of its states. */
  readonly stateUrl: string;
  /** Returns its pact. */
  readonly pactUrl: string;
}

const headerText = (value: OutgoingHttpHeaders[string]): string | undefined =>
  Array.isArray(value) ? value.join(", ") : value?.toString();

/** The rules of x-luna-rules. A long header is cut off somewhere: what has no level any more is left out. */
const rulesOf = (header: string): readonly RuleUsed[] =>
  header.split(", ").flatMap((one) => {
    const [id = "", level = ""] = one.split(" ");
    return evidenceLevels.some((known) => known === level) ? [{ id, level }] : [];
  });

function explanationOf(headers: OutgoingHttpHeaders): Pick<Exchange, "requestId" | "why" | "rules" | "switches"> {
  const rules = headerText(headers["x-luna-rules"]);
  return {
    requestId: headerText(headers["x-luna-request-id"]),
    why: headerText(headers["x-luna-why"]),
    rules: rules === undefined ? undefined : rulesOf(rules),
    switches: headerText(headers["x-luna-switches"])?.split(", "),
  };
}

interface Passed {
  readonly passage: Passage;
  /** The response to the request. */
  readonly reply: Reply;
}

/** Sends a request where a route leads, if it may go there. */
export async function pass({ send, token, stops, headers: besides }: Route, sent: Sent): Promise<Passed> {
  const stop = (status: number, stopped: string): Passed => ({
    passage: { stopped },
    reply: {
      status,
      headers: { "content-type": "application/json" },
      body: Buffer.from(JSON.stringify({ message: stopped })),
    },
  });
  const why = stops(sent.method, sent.path);
  if (why !== undefined) return stop(403, why);
  const shown = sent.headers["x-access-token"];
  const exchanged = shown === undefined || shown === "" ? {} : { "x-access-token": token(String(shown)) };
  const headers = { ...sent.headers, ...exchanged, ...besides };
  const reply = await send({ ...sent, headers }).catch((error: Error) => error);
  if (reply instanceof Error) return stop(502, `the server did not answer: ${reply.message}`);
  const { status } = reply;
  const contentType = headerText(reply.headers["content-type"]);
  const exchange = { sent, status, contentType, answer: reply.body.toString(), ...explanationOf(reply.headers) };
  return { passage: { exchange }, reply };
}

/**
 * Stands between Pact's core and the server. Each interaction has an address of its own here, so that several can be
 * verified at a time and each meets its own sandbox.
 */
export class Gateway {
  readonly #routes = new Map<string, Route & Given>();
  readonly #passages = new Map<string, Passage>();
  readonly #server = createServer((request, response) => {
    // Whoever asked is gone, or hears of it by the broken connection.
    this.#answer(request, response).catch(() => response.destroy());
  });
  #port = 0;

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Gives an interaction its addresses. Its pact is served, not written: no file is left if the process is killed. */
  open(key: string, route: Route, given: Given): Addresses {
    this.#routes.set(key, { ...route, ...given });
    const at = (kind: string) => `http://127.0.0.1:${this.#port}/${kind}/${key}`;
    return { url: at("api"), stateUrl: at("states"), pactUrl: at("pacts") };
  }

  /** Takes the addresses away, and tells what became of the request that came to them last; nothing if none came. */
  close(key: string): Passage | undefined {
    const passage = this.#passages.get(key);
    this.#routes.delete(key);
    this.#passages.delete(key);
    return passage;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, kind, key = "", rest = ""] = /^\/([^/]*)\/([^/?]*)(.*)$/.exec(request.url ?? "") ?? [];
    const route = this.#routes.get(key);
    const body = await readRequest(request);
    if (route === undefined) {
      response.writeHead(404).end();
      return;
    }
    if (kind !== "api") {
      const text = kind === "states" ? JSON.stringify(route.values) : route.pact;
      response.writeHead(200, { "content-type": "application/json" }).end(text);
      return;
    }
    const sent = { method: request.method ?? "GET", path: rest, headers: endToEnd(request.headers), body };
    const { passage, reply } = await pass(route, sent);
    this.#passages.set(key, passage);
    const { status, headers, body: answer } = passage.exchange === undefined ? reply : route.shown(reply);
    response.writeHead(status, headers).end(answer);
  }
}
