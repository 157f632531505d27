export interface CorsPolicy {
  /** The web origin whose pages may read responses, or `*`. */
  readonly origin: string;
  readonly methods: string;
  /** Allowed request headers if the preflight names none. */
  readonly headers: string;
  /** Response headers that a page may read. */
  readonly exposed: string;
}

/** A list of header names with a plausible length. */
const headerNames = /^[\w!#$%&'*+.^`|~-]{1,100}( ?, ?[\w!#$%&'*+.^`|~-]{1,100}){0,49}$/;

/**
 * Returns the CORS headers of a response. A preflight allows all headers that it names (`asked`), because pages and
 * their libraries send many custom headers.
 */
export function corsHeaders(method: string, asked: string | undefined, allowed: CorsPolicy): Record<string, string> {
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
