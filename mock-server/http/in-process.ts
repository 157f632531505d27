import { maxBodyBytes, tooLarge } from "../engine/body.js";
import type { Engine } from "../engine/engine.js";
import { vendorPath } from "./vendor.js";

/**
 * Answers a request to the vendor's path without a socket, as the server at `url` would; any other request goes to that
 * server. A path alone means that server too.
 */
export async function fetchInProcess(
  engine: Engine,
  url: string,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(typeof input === "string" ? new URL(input, url) : input, init);
  const { pathname, search, origin } = new URL(request.url);
  if (!pathname.startsWith(vendorPath)) return fetch(request);
  const sent = Buffer.from(await request.arrayBuffer());
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const { status, headers, body } = await engine.handle({
    method: request.method,
    name: pathname.slice(vendorPath.length),
    query: search.slice(1),
    token: header("x-access-token"),
    body: sent.length > maxBodyBytes ? tooLarge : sent,
    encoding: header("content-encoding"),
    reading: header("x-luna-reading"),
    explain: header("x-luna-explain"),
    origin,
  });
  return new Response(body, { status, headers });
}
