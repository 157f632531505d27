import { STATUS_CODES } from "node:http";
import type { Engine } from "../engine/engine.js";
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

async function answer(engine: Engine, request: Request): Promise<{ status: number; headers: object; body: string }> {
  const { pathname, search, origin } = new URL(request.url);
  if (request.method === "OPTIONS") return { status: 204, headers: optionsHeaders(engine.nextRequestId()), body: "" };
  const sent = Buffer.from(await request.arrayBuffer());
  // An aborted request changes nothing.
  request.signal.throwIfAborted();
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const {
    status,
    headers: answered,
    body,
  } = await engine.handle(
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
  return { status, headers: { ...answered, "content-length": String(Buffer.byteLength(body)) }, body };
}

/**
 * Responds to a request to the vendor's path without a socket, like the server at `url`. Any other request goes to that
 * server. A path alone is resolved against its address. Rejects with the reason of an aborted signal.
 */
export async function fetchInProcess(
  { engine, cors }: VendorOptions,
  url: string,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(typeof input === "string" ? new URL(input, url) : input, init);
  if (!new URL(request.url).pathname.startsWith(vendorPath)) return fetch(request);
  request.signal.throwIfAborted();
  const { status, headers, body } = await Promise.race([answer(engine, request), aborted(request.signal)]);
  const requestedHeaders = request.headers.get("access-control-request-headers") ?? undefined;
  const hasBody = request.method !== "HEAD" && status !== 204;
  const response = new Response(hasBody ? body : null, {
    status,
    statusText: STATUS_CODES[status] ?? "",
    headers: { ...(cors === undefined ? {} : vendorCors(request.method, requestedHeaders, cors)), ...headers },
  });
  return asFetched(response, request.url.replace(/#.*/s, ""));
}
