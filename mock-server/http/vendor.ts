import type { IncomingMessage, ServerResponse } from "node:http";
import { isSecretName } from "../../shared/redact.js";
import type { Engine } from "../engine/engine.js";
import { maxBodyBytes } from "../model/limits.js";
import type { ReceivedBody, VendorRequest, VendorResponse } from "../requests/exchange.js";
import { corsHeaders } from "./cors.js";
import { deliver } from "./deliver.js";
import { Batch, endInOneWrite } from "./fast-path.js";
import { originOf } from "./origin.js";
import type { Pauses } from "./pauses.js";
import {
  alreadyParsedBody,
  type BodyBudget,
  discardBody,
  type MaybeParsed,
  receiveBody,
  smallBytes,
} from "./receive-body.js";

/** The path of the vendor's methods. */
export const vendorPath = "/api/v1/";

export interface VendorOptions {
  readonly engine: Engine;
  /** Web origin whose pages may call the API, `*` for all, undefined for none. */
  readonly cors: string | undefined;
  readonly bodies: BodyBudget;
  readonly pauses: Pauses;
}

/** Returns the value of a header by its name in lower case. */
type HeaderLookup = (name: string) => string | undefined;

/** A request to the vendor's path, over a socket or in the same process. */
interface ReceivedRequest {
  readonly verb: string;
  /** Path from `/api/v1/` on, with its query. */
  readonly url: string;
  readonly header: HeaderLookup;
  /** Lists the names of all headers in lower case. */
  readonly headerNames: () => readonly string[];
  readonly body: ReceivedBody;
  /** Header content-encoding; undefined if another Express app has read and decompressed the body. */
  readonly encoding: string | undefined;
  readonly origin: () => string;
}

/** Runs after all requests of a turn of the event loop were read. */
const handling = new Batch(setImmediate);

/** Runs after the requests of a batch were handled. */
const sending = new Batch(process.nextTick);

/**
 * Responds to a request to the vendor's path. The listener calls it directly, because Express costs more than the rest of
 * a request; the Express app mounts it too. `url` is the path from `/api/v1/` on.
 */
export function answerVendor(
  options: VendorOptions,
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { engine, cors, pauses } = options;
  const { method: verb = "GET" } = request;
  const header = (name: string) => request.headers[name]?.toString();
  if (cors !== undefined)
    response.setHeaders(new Map(Object.entries(vendorCors(verb, header("access-control-request-headers"), cors))));
  if (verb === "OPTIONS") {
    response.writeHead(204, optionsHeaders(engine.nextRequestId())).end();
    return;
  }
  // An internal error closes the connection, not the process.
  const fail = (error: unknown) => void response.destroy(error as Error);
  const headerNames = () => Object.keys(request.headers);
  const origin = () => originOf(request);
  const handle = (body: ReceivedBody, encoding: string | undefined) =>
    handling.add(() => {
      const vendorRequest = toVendorRequest({ verb, url, header, headerNames, body, encoding, origin });
      engine.handle(vendorRequest).then((answer) => {
        if (answer.delivery === undefined) sending.add(() => send(response, answer), fail);
        else deliver(response, answer, answer.delivery, pauses).catch(fail);
      }, fail);
    }, fail);
  readVendorBody(options, { request, response, header }, handle, fail);
}

function send(response: ServerResponse, { status, headers, body }: VendorResponse): void {
  if (response.destroyed) return;
  headers["content-length"] = String(Buffer.byteLength(body));
  endInOneWrite(response.writeHead(status, headers), body);
}

interface Incoming {
  readonly request: MaybeParsed;
  readonly response: ServerResponse;
  readonly header: HeaderLookup;
}

/**
 * Reads the body of a request to the vendor's path. A body that is large or of unknown length is read only if the token
 * is valid: otherwise the response does not depend on it.
 */
function readVendorBody(
  { engine, bodies }: VendorOptions,
  { request, response, header }: Incoming,
  done: (body: ReceivedBody, encoding: string | undefined) => void,
  fail: (error: unknown) => void,
): void {
  if (request.readableEnded) {
    done(alreadyParsedBody(request), undefined);
    return;
  }
  const encoding = header("content-encoding");
  const receive = () =>
    receiveBody(request, response, { maxBytes: maxBodyBytes, budget: bodies }, (body) => done(body, encoding));
  const isSmall = header("transfer-encoding") === undefined && Number(header("content-length") ?? 0) <= smallBytes;
  if (isSmall) {
    receive();
    return;
  }
  engine.hasToken(header("x-access-token")).then((isValid) => {
    if (isValid) return receive();
    done("not read", encoding);
    discardBody(request);
  }, fail);
}

/** Applies the limits of received bodies to a body that is in memory already. */
export async function bodyInMemory(engine: Engine, token: string | undefined, body: Buffer): Promise<ReceivedBody> {
  if (body.length > smallBytes && !(await engine.hasToken(token))) return "not read";
  return body.length > maxBodyBytes ? "too large" : body;
}

/** Returns whether clients of other APIs send a token in a header. */
const isCredential = (name: string): boolean =>
  isSecretName(name) && name !== "x-access-token" && name !== "x-luna-admin-token";

/** Turns a request of HTTP into a request of the engine. */
export function toVendorRequest(received: ReceivedRequest): VendorRequest {
  const { verb, url, header, headerNames, body, encoding, origin } = received;
  const token = header("x-access-token");
  const mark = url.indexOf("?");
  const name = url.slice(vendorPath.length, mark < 0 ? undefined : mark);
  const query = mark < 0 ? undefined : url.slice(mark + 1);
  const credentials = token ? undefined : headerNames().filter(isCredential);
  const [profile, explain, fault] = [header("x-luna-profile"), header("x-luna-explain"), header("x-luna-fault")];
  return { verb, name, query, token, credentials, body, encoding, profile, explain, fault, origin };
}

/** Returns the headers of the response to OPTIONS, which has no body. */
export const optionsHeaders = (requestId: string): Record<string, string> => ({
  allow: "POST, OPTIONS",
  "x-luna-request-id": requestId,
});

/** Returns the headers that let web pages of an origin call the vendor's path. */
export const vendorCors = (
  verb: string,
  requestedHeaders: string | undefined,
  origin: string,
): Record<string, string> =>
  corsHeaders(verb, requestedHeaders, {
    origin,
    methods: "POST, OPTIONS",
    headers: "content-type, x-access-token, x-api-key, x-luna-profile, x-luna-explain, x-luna-fault",
    exposed: "x-luna-request-id, x-luna-why, x-luna-rules, x-luna-switches, x-luna-fault, retry-after",
  });
