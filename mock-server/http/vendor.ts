import type { IncomingMessage, ServerResponse } from "node:http";
import type { Engine } from "../engine/engine.js";
import { isSecretName } from "../engine/redacted.js";
import type { LunaRequest, LunaResponse } from "../engine/request.js";
import { Batch } from "./batch.js";
import type { BodyBudget } from "./body-budget.js";
import { allowOrigin } from "./cors.js";
import { originOf } from "./origin.js";
import { readVendorBody, type VendorBody } from "./vendor-body.js";
import { vendorHeaders } from "./vendor-headers.js";

/** Where the vendor's methods are. */
export const vendorPath = "/api/v1/";

const corsHeaders = "content-type, x-access-token, x-api-key, x-luna-reading, x-luna-explain";

export interface VendorOptions {
  readonly engine: Engine;
  /** The web origin whose pages may call the API, `*` for all, undefined for none. */
  readonly cors: string | undefined;
  readonly bodies: BodyBudget;
}

/** Begins after all requests of a turn of the event loop were read. */
const handling = new Batch(setImmediate);

/** Begins after all of those were handled that nothing holds up. */
const sending = new Batch(process.nextTick);

/**
 * Answers a request to the vendor's path. The listener calls it directly, because Express costs more than all the
 * rest of a request, and the Express app mounts it as well. `url` is the path from `/api/v1/` on.
 */
export function answerVendor(
  { engine, cors, bodies }: VendorOptions,
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (cors !== undefined)
    allowOrigin(request, response, { origin: cors, methods: "POST, OPTIONS", headers: corsHeaders });
  if (request.method === "OPTIONS") {
    response.writeHead(204, { allow: "POST, OPTIONS", "x-luna-request-id": engine.requestId() }).end();
    return;
  }
  const mark = url.indexOf("?");
  const name = url.slice(vendorPath.length, mark < 0 ? undefined : mark);
  const query = mark < 0 ? undefined : url.slice(mark + 1);
  const send = ({ status, headers, body }: LunaResponse) => {
    if (response.destroyed) return;
    headers["content-length"] = String(Buffer.byteLength(body));
    endWith(response.writeHead(status, headers), body);
  };
  // What fails here is a bug of ours, and must not take the process with it.
  const fail = (error: unknown) => void response.destroy(error as Error);
  const headers = vendorHeaders(request);
  const { host, token, reading, explain } = headers;
  const handle = ({ body, encoding }: VendorBody) =>
    handling.add(() => {
      const { method = "GET" } = request;
      const origin = originOf(request, host);
      const credentials = token ? undefined : Object.keys(request.headers).filter(isCredential);
      const asked: LunaRequest = { method, name, query, token, credentials, body, encoding, reading, explain, origin };
      engine.handle(asked).then((answered) => sending.add(() => send(answered), fail), fail);
    }, fail);
  readVendorBody({ engine, bodies }, { request, response, headers }, handle, fail);
}

/**
 * Ends an answer with one plain write. `end(body)` makes two pieces of it, which the system has to gather: that is a
 * twentieth of the time that a bare server takes for a request.
 */
function endWith(response: ServerResponse, body: string): void {
  const { socket } = response;
  // The answer to an earlier request of this connection is not out yet.
  if (socket === null) return void response.end(body);
  socket.cork();
  response.write(body);
  socket.uncork();
  response.end();
}

/** A header in which clients of other APIs send a token. */
const isCredential = (name: string): boolean =>
  isSecretName(name) && name !== "x-access-token" && name !== "x-luna-admin-token";
