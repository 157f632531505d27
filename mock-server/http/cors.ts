export interface Allowed {
  /** The web origin whose pages may read answers, or `*`. */
  readonly origin: string;
  readonly methods: string;
  /** Request headers that a page may send if its preflight names none. */
  readonly headers: string;
  /** Response headers that a page may read. */
  readonly exposed: string;
}

/** A list of header names, not longer than any browser sends. */
const headerNames = /^[\w!#$%&'*+.^`|~-]{1,100}( ?, ?[\w!#$%&'*+.^`|~-]{1,100}){0,49}$/;

/**
 * Returns the headers that let pages of an origin send a request and read its answer. A preflight allows the headers
 * that it asks for (`asked`), because pages and their libraries send many of their own.
 */
export function corsHeaders(method: string, asked: string | undefined, allowed: Allowed): Record<string, string> {
  const isPreflight = method === "OPTIONS";
  const { origin, methods, headers, exposed } = allowed;
  const vary = [...(origin === "*" ? [] : ["origin"]), ...(isPreflight ? ["access-control-request-headers"] : [])];
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-methods": methods,
    "access-control-allow-headers": isPreflight && asked !== undefined && headerNames.test(asked) ? asked : headers,
    "access-control-expose-headers": exposed,
    "access-control-max-age": "600",
    ...(vary.length === 0 ? {} : { vary: vary.join(", ") }),
  };
}
