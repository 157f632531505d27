import type { IncomingMessage } from "node:http";

/** A host with an optional port. Service names of Docker Compose may have underscores. */
const plainHost = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** The last plain Host: most requests have the same. */
let lastPlain = "";

/** Whether a Host header can be part of a URL. */
function isPlain(host: string): boolean {
  if (host === lastPlain) return true;
  if (!plainHost.test(host) || !URL.canParse(`http://${host}`)) return false;
  lastPlain = host;
  return true;
}

/** Returns the origin of a request's URL, such as `http://127.0.0.1:4010`, with the path of a mounted app. */
export function originOf(
  request: IncomingMessage & { readonly baseUrl?: string },
  host = request.headers.host,
): string {
  const scheme = "encrypted" in request.socket ? "https" : "http";
  const name = host !== undefined && isPlain(host) ? host : `127.0.0.1:${request.socket.localPort}`;
  return `${scheme}://${name}${request.baseUrl ?? ""}`;
}
