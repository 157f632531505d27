/** The timers of the platform, or what a test puts in their place. */
export interface Timers {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/**
 * What a single call can have of its own. A name that is not listed is a TypeError.
 *
 * @example
 * await luna.usePass({ passSerialNumber: "297150-586-203", numberStumps: 1 }, { timeoutMs: 5000 });
 */
export interface CallOptions {
  /** Ends the call early: it rejects with the signal's reason. A call that was sent may be carried out all the same. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Time for one attempt in milliseconds, until the whole answer is there; the default is the client's. At most 24 days,
   * also for Infinity; a TypeError for less than 0.
   */
  readonly timeoutMs?: number | undefined;
}

/**
 * What a client is made with. Only the token is needed; without a `baseUrl` the client talks to the real service. A name
 * that is not listed is a TypeError.
 *
 * @example
 * const options = { token: "luna-demo-token", baseUrl: "http://127.0.0.1:4010/api/v1", timeoutMs: 5000 };
 */
export interface LunaClientOptions {
  /**
   * The company's access token: visible ASCII characters. It travels in `x-access-token` and is in no error and no log.
   */
  readonly token: string;
  /**
   * Where the methods are: an http or https address without user, password, `?` and `#`. In a web page it can be relative
   * to the page's address when the client is made, such as `/api/v1`. Left out, it is the real service:
   * `https://app.lunaloyaltycards.com/api/v1`.
   */
  readonly baseUrl?: string | undefined;
  /** Used in place of the global `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Time for one attempt in milliseconds; the default is 30,000. */
  readonly timeoutMs?: number | undefined;
  /** Ends every call of the client early. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How often a call is repeated at most, where a repeat cannot change anything: a whole number from 0 on; the default
   * is 2.
   */
  readonly retries?: number | undefined;
  /** Number of the first page: 1, the default, or 0. Nobody knows which one the real service has. */
  readonly firstPage?: 0 | 1 | undefined;
  /** Used in place of the platform's timers, for the time-out and between repeats. */
  readonly timers?: Timers | undefined;
}
