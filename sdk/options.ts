/** Timers of the platform, or their replacement in a test. */
export interface Timers {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/**
 * Options of a single call. Unknown options throw a TypeError.
 *
 * @example
 * await luna.usePass({ passSerialNumber: "297150-586-203", numberStumps: 1 }, { timeoutMs: 5000 });
 */
export interface CallOptions {
  /** Aborts the call, which rejects with the reason of the signal. A request that was sent may still take effect. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Timeout of an attempt in milliseconds, until the response is complete; the default is the client's. At most 24 days,
   * also for Infinity. Values below 0 throw a TypeError.
   */
  readonly timeoutMs?: number | undefined;
}

/**
 * Options of a client. Only the token is required. Without a `baseUrl` the client calls the real service. Unknown
 * options throw a TypeError.
 *
 * @example
 * const options = { token: "luna-demo-token", baseUrl: "http://127.0.0.1:4010/api/v1", timeoutMs: 5000 };
 */
export interface LunaClientOptions {
  /** Access token of the company: visible ASCII characters. Sent in `x-access-token`, redacted in all errors. */
  readonly token: string;
  /**
   * URL of the methods: http or https, without user, password, `?` and `#`. A web page can pass a relative URL such as
   * `/api/v1`; it is resolved when the client is created. The default is the real service,
   * `https://app.lunaloyaltycards.com/api/v1`.
   */
  readonly baseUrl?: string | undefined;
  /** Replaces the global `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Timeout of an attempt in milliseconds; the default is 30,000. */
  readonly timeoutMs?: number | undefined;
  /** Aborts all calls of the client. */
  readonly signal?: AbortSignal | undefined;
  /** Maximum number of retries of a call, where a retry has no side effects; the default is 2. */
  readonly retries?: number | undefined;
  /** Number of the first page: 1, the default, or 0. The vendor does not document it. */
  readonly firstPage?: 0 | 1 | undefined;
  /** Replaces the timers of the platform, for timeouts and retries. */
  readonly timers?: Timers | undefined;
}
