import type { IncomingMessage, ServerResponse } from "node:http";

interface Allowed {
  /** The web origin whose pages may read answers, or `*`. */
  readonly origin: string;
  readonly methods: string;
  /** Request headers that a page may send if its preflight names none. */
  readonly headers: string;
}

/** A list of header names, not longer than any browser sends. */
const headerNames = /^[\w!#$%&'*+.^`|~-]{1,100}( ?, ?[\w!#$%&'*+.^`|~-]{1,100}){0,49}$/;

/** Returns the request headers to allow: a preflight gets those that it asks for, because pages send many of their own. */
function allowedHeaders({ method, headers }: IncomingMessage, usual: string): string {
  const asked = headers["access-control-request-headers"];
  return method === "OPTIONS" && asked !== undefined && headerNames.test(asked) ? asked : usual;
}

/** Lets pages of an origin send a request and read its answer. */
export function allowOrigin(request: IncomingMessage, response: ServerResponse, allowed: Allowed): void {
  const { origin, methods, headers } = allowed;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-methods", methods);
  response.setHeader("access-control-allow-headers", allowedHeaders(request, headers));
  response.setHeader("access-control-expose-headers", "x-luna-request-id, x-luna-why, x-luna-rules");
  response.setHeader("access-control-max-age", "600");
  const vary = [
    ...(origin === "*" ? [] : ["origin"]),
    ...(request.method === "OPTIONS" ? ["access-control-request-headers"] : []),
  ];
  if (vary.length > 0) response.setHeader("vary", vary.join(", "));
}
