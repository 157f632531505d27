import { methodsAt } from "./base-url.js";
import { check, checkCount, checkNoOthers, checkToken } from "./check.js";
import { within } from "./deadline.js";
import { TimeoutError } from "./errors/timeout-error.js";
import { UnexpectedResponseError } from "./errors/unexpected-answer-error.js";
import type { CallOptions, LunaClientOptions } from "./options.js";
import { readAnswer } from "./reader/read-answer.js";
import { type Json, ShapeError } from "./reader/shape.js";
import { redactor } from "./redact.js";
import { withRetries } from "./retry.js";
import { type Progress, transport } from "./transport.js";
import type { AnswerOf, MethodName } from "./wire.js";

/** How much an error shows of what came. */
const shownCharacters = 500;

interface Called<Id extends MethodName> {
  readonly answer: AnswerOf<Id>;
  /** The error to throw when the answer, which fits by itself, makes no sense where it came. */
  readonly unexpected: (reason: string) => UnexpectedResponseError;
}

/** Calls a method: sends, repeats where it is safe, reads the answer. */
type Call = <Id extends MethodName>(method: Id, parameters: object) => Promise<Called<Id>>;

/** Makes what calls methods with these options. `progress` is kept up to date on the call that is under way. */
export type Caller = (options?: CallOptions, progress?: Progress) => Call;

const checkTime = (timeoutMs: number) => check(timeoutMs >= 0, "timeoutMs must be 0 or more");

/** What all calls of a client have in common. Throws a TypeError for options that make no sense. */
export function callerOf({
  token,
  baseUrl,
  fetch,
  signal: ofClient,
  retries = 2,
  timeoutMs: usualMs = 30_000,
  timers = globalThis,
  ...others
}: Omit<LunaClientOptions, "firstPage">): Caller {
  checkNoOthers(others);
  checkToken(token);
  checkCount("retries", retries);
  checkTime(usualMs);
  const redacted = redactor(token);
  // The token is redacted before the cut, so that no half of it is left at the end.
  const shown = (text: string) => redacted(text).slice(0, shownCharacters);
  const methods = methodsAt(baseUrl);
  const send = transport(methods, { token, fetch }, redacted);
  // The most common mistake in a baseUrl: the address of the server without the path of the methods.
  const hint = methods.endsWith("/api/v1") ? "" : "; does baseUrl lack /api/v1?";

  return ({ signal: ofCall, timeoutMs = usualMs, ...others } = {}, progress = { mayBeDone: false }) => {
    checkNoOthers(others);
    checkTime(timeoutMs);
    const signals = [ofCall, ofClient];
    const pause = (ms: number) => within(ms, signals, timers, () => new Promise(() => {}));
    return <Id extends MethodName>(method: Id, parameters: object): Promise<Called<Id>> =>
      withRetries(method, retries, pause, async () => {
        const raw = await within(timeoutMs, signals, timers, (signal) => send(method, parameters, signal, progress));
        if (raw === undefined) throw new TimeoutError({ method, timeoutMs });
        const unexpected = (problem: string) => {
          const reason = raw.status === 404 ? problem + hint : problem;
          return new UnexpectedResponseError({ method, reason, ...raw, body: shown(raw.body) });
        };
        try {
          return { answer: readAnswer(method, parameters as Json, raw, shown) as AnswerOf<Id>, unexpected };
        } catch (error) {
          if (error instanceof ShapeError) throw unexpected(error.message);
          // The service refused.
          progress.mayBeDone = false;
          throw error;
        }
      });
  };
}
