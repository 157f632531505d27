import type { IncomingMessage, ServerResponse } from "node:http";
import type { Engine } from "../engine/engine.js";
import type { VendorResponse } from "../requests/exchange.js";
import type { BodyBudget } from "./body-budget.js";
import { Batch } from "./fast-path/batch.js";
import { endInOneWrite } from "./fast-path/end-in-one-write.js";
import { originOf } from "./origin.js";
import { readVendorBody, type VendorBody } from "./vendor-body.js";
import { optionsHeaders, toVendorRequest, vendorCors } from "./vendor-request.js";

export interface VendorOptions {
  readonly engine: Engine;
  /** Web origin whose pages may call the API, `*` for all, undefined for none. */
  readonly cors: string | undefined;
  readonly bodies: BodyBudget;
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
  { engine, cors, bodies }: VendorOptions,
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { method: verb = "GET" } = request;
  const header = (name: string) => request.headers[name]?.toString();
  const headers = vendorCors(verb, header("access-control-request-headers"), cors);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (verb === "OPTIONS") {
    response.writeHead(204, optionsHeaders(engine.nextRequestId())).end();
    return;
  }
  const send = ({ status, headers, body }: VendorResponse) => {
    if (response.destroyed) return;
    headers["content-length"] = String(Buffer.byteLength(body));
    endInOneWrite(response.writeHead(status, headers), body);
  };
  // An internal error closes the connection, not the process.
  const fail = (error: unknown) => void response.destroy(error as Error);
  const headerNames = () => Object.keys(request.headers);
  const handle = ({ body, encoding }: VendorBody) =>
    handling.add(() => {
      const origin = originOf(request);
      const vendorRequest = toVendorRequest({ verb, url, header, headerNames, body, encoding, origin });
      engine.handle(vendorRequest).then((answer) => sending.add(() => send(answer), fail), fail);
    }, fail);
  readVendorBody({ engine, bodies }, { request, response, header }, handle, fail);
}
