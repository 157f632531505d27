import { check, isCount } from "./check.js";
import { within } from "./deadline.js";
import { TimeoutError } from "./errors/timeout-error.js";
import { UnexpectedAnswerError } from "./errors/unexpected-answer-error.js";
import type { CallOptions, LunaClientOptions } from "./options.js";
import { readAnswer } from "./reader/read-answer.js";
import { type Json, Misfit } from "./reader/shape.js";
import { redacted } from "./redact.js";
import { withRetries } from "./retry.js";
import { transport } from "./transport.js";
import type { AnswerOf, OperationId } from "./wire.js";

/** How much an error shows of what came. */
const shownCharacters = 500;

export interface Called<Id extends OperationId> {
  readonly answer: AnswerOf<Id>;
  /** The error to throw when the answer, which fits by itself, makes no sense where it came. */
  readonly unexpected: (reason: string) => UnexpectedAnswerError;
}

/** Calls a method: sends, repeats where it is safe, reads the answer. */
export type Call = <Id extends OperationId>(
  operation: Id,
  parameters: object,
  options?: CallOptions,
) => Promise<Called<Id>>;

export function caller({
  retries = 2,
  timeoutMs: usualMs = 30_000,
  timers = globalThis,
  ...client
}: LunaClientOptions): Call {
  check(isCount(retries), "retries");
  check(usualMs >= 0, "timeoutMs");
  const send = transport(client);
  // The token is blotted out before the cut, so that no half of it is left at the end.
  const shown = (text: string) => redacted(text, client.token).slice(0, shownCharacters);
  return <Id extends OperationId>(
    operation: Id,
    parameters: object,
    { signal, timeoutMs = usualMs }: CallOptions = {},
  ): Promise<Called<Id>> => {
    check(timeoutMs >= 0, "timeoutMs");
    const signals = [signal, client.signal];
    const pause = (ms: number) => within(ms, signals, timers, () => new Promise(() => {}));
    return withRetries(operation, retries, pause, async () => {
      const raw = await within(timeoutMs, signals, timers, (signal) => send(operation, parameters, signal));
      if (raw === undefined) throw new TimeoutError({ operation, timeoutMs });
      const unexpected = (reason: string) =>
        new UnexpectedAnswerError({ operation, reason, ...raw, body: shown(raw.body) });
      try {
        return { answer: readAnswer(operation, parameters as Json, raw, shown) as AnswerOf<Id>, unexpected };
      } catch (error) {
        throw error instanceof Misfit ? unexpected(error.message) : error;
      }
    });
  };
}
