import type { OutgoingHttpHeaders } from "node:http";
import { evidenceLevels } from "../../mock-server/index.js";
import type { ForwardedRequest, ForwardedResponse } from "../server/forward.js";
import type { StateValues } from "../states/index.js";

/** A rule of the server that was applied to a request. */
export interface AppliedRule {
  readonly id: string;
  readonly level: string;
}

/** A request that reached the server, with its response. */
export interface RouteExchange {
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

/** Result of a request along a route. */
export interface RouteResult {
  readonly response: ForwardedResponse;
  /** Undefined if the request did not reach the server. */
  readonly exchange: RouteExchange | undefined;
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

const headerText = (value: OutgoingHttpHeaders[string]): string | undefined =>
  Array.isArray(value) ? value.join(", ") : value?.toString();

/** Parses x-luna-rules. A long header may be cut off: a rule without its level is left out. */
const rulesOf = (header: string | undefined): readonly AppliedRule[] | undefined =>
  header?.split(", ").flatMap((text) => {
    const [id = "", level = ""] = text.split(" ");
    return evidenceLevels.some((known) => known === level) ? [{ id, level }] : [];
  });

export const jsonResponse = (status: number, json: string): ForwardedResponse => ({
  status,
  headers: { "content-type": "application/json" },
  body: Buffer.from(json),
});

/** Sends a request along a route, unless the route refuses it. */
export async function pass(route: Route, sent: ForwardedRequest): Promise<RouteResult> {
  const stop = (status: number, stopped: string): RouteResult => ({
    stopped,
    exchange: undefined,
    response: jsonResponse(status, JSON.stringify({ message: stopped })),
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
