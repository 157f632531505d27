import type { IncomingMessage } from "node:http";

/** Names of services in Docker Compose may have underscores. */
const plainHost = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** The Host that was last found to be plain: most requests come to one. */
let lastPlain = "";

/** Whether a Host header is a name that an address can be made of. */
function isPlain(host: string): boolean {
  if (host === lastPlain) return true;
  if (!plainHost.test(host) || !URL.canParse(`http://${host}`)) return false;
  lastPlain = host;
  return true;
}

/** Where a request came to, such as `http://127.0.0.1:4010`, with the path an app is mounted under. */
export function originOf(
  request: IncomingMessage & { readonly baseUrl?: string },
  host = request.headers.host,
): string {
  const scheme = "encrypted" in request.socket ? "https" : "http";
  const name = host !== undefined && isPlain(host) ? host : `127.0.0.1:${request.socket.localPort}`;
  return `${scheme}://${name}${request.baseUrl ?? ""}`;
}
