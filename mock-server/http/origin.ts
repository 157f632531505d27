import type { IncomingMessage } from "node:http";

const plainHost = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Where a request came to, such as `http://127.0.0.1:4010`, with the path an app is mounted under. */
export function originOf(request: IncomingMessage & { readonly baseUrl?: string }): string {
  const { host = "" } = request.headers;
  const { localPort } = request.socket;
  const scheme = "encrypted" in request.socket ? "https" : "http";
  return `${scheme}://${plainHost.test(host) ? host : `127.0.0.1:${localPort}`}${request.baseUrl ?? ""}`;
}
