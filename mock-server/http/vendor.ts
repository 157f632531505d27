import type { IncomingMessage, ServerResponse } from "node:http";
import type { Engine } from "../engine/engine.js";
import type { VendorResponse } from "../requests/exchange.js";
import type { BodyBudget } from "./body-budget.js";
import { Batch } from "./fast-path/batch.js";
import { originOf } from "./origin.js";
import { readVendorBody, type VendorBody } from "./vendor-body.js";
import { vendorHeaders } from "./vendor-headers.js";
import { optionsHeaders, toVendorRequest, vendorCors } from "./vendor-request.js";

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
  const { method = "GET" } = request;
  if (cors !== undefined) setHeaders(response, vendorCors(method, askedHeaders(request), cors));
  if (method === "OPTIONS") {
    response.writeHead(204, optionsHeaders(engine.requestId())).end();
    return;
  }
  const send = ({ status, headers, body }: VendorResponse) => {
    if (response.destroyed) return;
    headers["content-length"] = String(Buffer.byteLength(body));
    endWith(response.writeHead(status, headers), body);
  };
  // What fails here is a bug of ours, and must not take the process with it.
  const fail = (error: unknown) => void response.destroy(error as Error);
  const headers = vendorHeaders(request);
  const headerNames = () => Object.keys(request.headers);
  const handle = ({ body, encoding }: VendorBody) =>
    handling.add(() => {
      const origin = originOf(request, headers.host);
      const asked = toVendorRequest({ verb: method, url, headers, headerNames, body, encoding, origin });
      engine.handle(asked).then((answered) => sending.add(() => send(answered), fail), fail);
    }, fail);
  readVendorBody({ engine, bodies }, { request, response, headers }, handle, fail);
}

const askedHeaders = ({ headers }: IncomingMessage): string | undefined => headers["access-control-request-headers"];

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
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
