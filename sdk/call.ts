import { assertCount, assertOption, assertToken, rejectUnknownOptions } from "./assert.js";
import { resolveBaseUrl } from "./base-url.js";
import { TimeoutError } from "./errors/timeout-error.js";
import { UnexpectedResponseError } from "./errors/unexpected-response-error.js";
import type { CallOptions, LunaClientOptions } from "./options.js";
import { readResponse } from "./reader/read-response.js";
import { type Json, ShapeError } from "./reader/shape.js";
import { redactor } from "./redact.js";
import { withRetries } from "./retry.js";
import { type Progress, transport } from "./transport.js";
import type { MethodName, ResultOf } from "./wire.js";
import { withTimeout } from "./with-timeout.js";

/** Maximum number of characters of a response in an error. */
const maxShownCharacters = 500;

interface CallResult<Id extends MethodName> {
  readonly result: ResultOf<Id>;
  /** Creates the error for a valid response that contradicts earlier responses. */
  readonly unexpected: (reason: string) => UnexpectedResponseError;
}

/** Calls a method: sends the request, retries where it is safe, reads the response. */
type Call = <Id extends MethodName>(method: Id, parameters: object) => Promise<CallResult<Id>>;

/** Creates a function that calls methods with these options. It updates `progress` during each call. */
export type CallFunction = (options?: CallOptions, progress?: Progress) => Call;

const assertTimeout = (timeoutMs: number) => assertOption(timeoutMs >= 0, "timeoutMs must be at least 0");

/** Creates the caller of a client. Throws a TypeError for invalid options. */
export function createCaller({
  token,
  baseUrl,
  fetch,
  signal: clientSignal,
  retries = 2,
  timeoutMs: clientTimeoutMs = 30_000,
  timers = globalThis,
  ...unknown
}: Omit<LunaClientOptions, "firstPage">): CallFunction {
  rejectUnknownOptions(unknown);
  assertToken(token);
  assertCount("retries", retries);
  assertTimeout(clientTimeoutMs);
  const redacted = redactor(token);
  // The token is redacted before the cut, because the cut could leave a part of it.
  const shown = (text: string) => redacted(text).slice(0, maxShownCharacters);
  const methodsUrl = resolveBaseUrl(baseUrl);
  const send = transport(methodsUrl, { token, fetch }, redacted);
  // The most common mistake in a baseUrl.
  const hint = methodsUrl.endsWith("/api/v1") ? "" : "; does baseUrl lack /api/v1?";

  return ({ signal, timeoutMs = clientTimeoutMs, ...unknown } = {}, progress = { mayHaveSucceeded: false }) => {
    rejectUnknownOptions(unknown);
    assertTimeout(timeoutMs);
    const signals = [signal, clientSignal];
    const pause = (ms: number) => withTimeout(ms, signals, timers, () => new Promise(() => {}));
    return <Id extends MethodName>(method: Id, parameters: object): Promise<CallResult<Id>> =>
      withRetries(method, retries, pause, async () => {
        const response = await withTimeout(timeoutMs, signals, timers, (attemptSignal) =>
          send(method, parameters, attemptSignal, progress),
        );
        if (response === undefined) throw new TimeoutError({ method, timeoutMs });
        const unexpected = (problem: string) => {
          const reason = response.status === 404 ? problem + hint : problem;
          return new UnexpectedResponseError({ method, reason, ...response, body: shown(response.body) });
        };
        try {
          return { result: readResponse(method, parameters as Json, response, shown) as ResultOf<Id>, unexpected };
        } catch (error) {
          if (error instanceof ShapeError) throw unexpected(error.message);
          // The API refused the call.
          progress.mayHaveSucceeded = false;
          throw error;
        }
      });
  };
}
