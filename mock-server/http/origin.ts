import type { IncomingMessage } from "node:http";

const plainHost = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Where a request came to, such as `http://127.0.0.1:4010`, with the path an app is mounted under. */
export function originOf(
  request: IncomingMessage & { readonly baseUrl?: string },
  host = request.headers.host,
): string {
  const scheme = "encrypted" in request.socket ? "https" : "http";
  const name = host !== undefined && plainHost.test(host) ? host : `127.0.0.1:${request.socket.localPort}`;
  return `${scheme}://${name}${request.baseUrl ?? ""}`;
}
