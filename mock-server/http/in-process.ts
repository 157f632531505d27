import { STATUS_CODES } from "node:http";
import type { Engine } from "../engine/engine.js";
import type { VendorResponse } from "../requests/exchange.js";
import { piecesOf } from "./deliver.js";
import type { Pauses } from "./pauses.js";
import { bodyInMemory, optionsHeaders, toVendorRequest, type VendorOptions, vendorCors, vendorPath } from "./vendor.js";

/** Sets the fields of a Response that its constructor cannot set. */
const asFetched = (response: Response, url: string): Response =>
  Object.defineProperties(response, {
    url: { value: url },
    type: { value: "basic" },
    clone: { value: () => asFetched(Response.prototype.clone.call(response), url) },
  });

/** Rejects with the reason of a signal when it aborts. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

async function answer(engine: Engine, request: Request): Promise<VendorResponse> {
  const { pathname, search, origin } = new URL(request.url);
  if (request.method === "OPTIONS") return { status: 204, headers: optionsHeaders(engine.nextRequestId()), body: "" };
  const sent = Buffer.from(await request.arrayBuffer());
  // An aborted request changes nothing.
  request.signal.throwIfAborted();
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const answered = await engine.handle(
    toVendorRequest({
      verb: request.method,
      url: pathname + search,
      header,
      headerNames: () => [...request.headers.keys()],
      body: await bodyInMemory(engine, header("x-access-token"), sent),
      encoding: header("content-encoding"),
      origin: () => origin,
    }),
  );
  return {
    ...answered,
    headers: { ...answered.headers, "content-length": String(Buffer.byteLength(answered.body)) },
  };
}

/** Returns the error of fetch when the server closes the connection. */
const closedConnection = () => new TypeError("fetch failed", { cause: new Error("the connection was closed") });

/** Returns a body as fetch sees it over a connection with a fault. Rejects if there is no response. */
async function bodyOf(
  { body, delivery }: VendorResponse,
  pauses: Pauses,
  signal: AbortSignal,
): Promise<string | ReadableStream> {
  switch (delivery?.kind) {
    case undefined:
      return body;
    case "late":
      await pauses.wait(delivery.ms, signal);
      return body;
    case "never":
      await pauses.wait(undefined, signal);
      throw closedConnection();
    case "cut":
      if (delivery.sent === undefined) throw closedConnection();
      return streamOf([Buffer.from(delivery.sent)], async (index) => {
        if (index > 0) throw new TypeError("terminated", { cause: new Error("the connection was closed") });
      });
    case "drip": {
      const pieces = piecesOf(body, delivery.pieces);
      return streamOf(pieces, async (index) => {
        if (index > 0 && index < pieces.length) await pauses.wait(delivery.ms / (pieces.length - 1), signal);
        signal.throwIfAborted();
      });
    }
  }
}

/** Creates a stream of pieces. `before` runs before each piece and before the end, and fails the stream if it throws. */
function streamOf(pieces: readonly Uint8Array[], before: (index: number) => Promise<void>): ReadableStream {
  let index = 0;
  return new ReadableStream(
    {
      async pull(controller) {
        await before(index);
        const piece = pieces[index];
        index += 1;
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * Responds to a request to the vendor's path without a socket, like the server at `url`. Any other request goes to that
 * server. A path alone is resolved against its address. Rejects with the reason of an aborted signal.
 */
export async function fetchInProcess(
  { engine, cors, pauses }: VendorOptions,
  url: string,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(typeof input === "string" ? new URL(input, url) : input, init);
  if (!new URL(request.url).pathname.startsWith(vendorPath)) return fetch(request);
  request.signal.throwIfAborted();
  const whenAborted = aborted(request.signal);
  const answered = await Promise.race([answer(engine, request), whenAborted]);
  const { status, headers } = answered;
  const body =
    answered.delivery === undefined
      ? answered.body
      : await Promise.race([bodyOf(answered, pauses, request.signal), whenAborted]);
  const requestedHeaders = request.headers.get("access-control-request-headers") ?? undefined;
  const hasBody = request.method !== "HEAD" && status !== 204;
  const response = new Response(hasBody ? body : null, {
    status,
    statusText: STATUS_CODES[status] ?? "",
    headers: { ...(cors === undefined ? {} : vendorCors(request.method, requestedHeaders, cors)), ...headers },
  });
  return asFetched(response, request.url.replace(/#.*/s, ""));
}
