import { setImmediate } from "node:timers/promises";
import { entryFormatter, type RequestEntry } from "../requests/entry.js";
import { matcherOf, type RequestFilters } from "../requests/filters.js";
import type { Position, RequestLog } from "../requests/request-log.js";
import type { Sleeper } from "./sleeper.js";

/** An event of a stream of requests. */
export type StreamEvent =
  | { readonly kind: "request"; readonly entry: RequestEntry }
  /** Number of requests that the log has dropped before they could be sent. */
  | { readonly kind: "dropped"; readonly requests: number }
  | { readonly kind: "heartbeat" }
  | { readonly kind: "end"; readonly reason: string };

export interface StreamOptions {
  readonly requestLog: RequestLog;
  readonly sandboxId: string;
  readonly filters: RequestFilters;
  readonly start: Position;
  /** Whether the client named a request that the log does not have, so that the first event is `dropped`. */
  readonly isLate: boolean;
  readonly tokens: () => Promise<readonly string[]>;
  /** Woken by a new request, and when `endReason` changes. */
  readonly sleeper: Sleeper;
  /** Returns why the stream ends; undefined while it goes on. */
  readonly endReason: () => string | undefined;
}

/** Interval of heartbeats, in milliseconds. The server closes a connection without progress after a minute. */
export const heartbeatMs = 15_000;

/** Maximum number of records that are formatted in one turn of the event loop. */
const maxRecords = 20;

/**
 * Yields requests as they come. It keeps a position and no requests, so that a slow reader takes no memory: requests that
 * the log drops in the meantime are reported by their number.
 */
export async function* requestEvents(options: StreamOptions): AsyncGenerator<StreamEvent> {
  const { requestLog, sandboxId, sleeper, endReason } = options;
  const matches = matcherOf(options.filters);
  let position = options.start;
  let { isLate } = options;
  for (;;) {
    const { records, missed, next } = requestLog.readAfter(sandboxId, position, maxRecords);
    position = next;
    if (missed > 0 || isLate) yield { kind: "dropped", requests: missed };
    isLate = false;
    if (records.length > 0) {
      const format = entryFormatter(await options.tokens());
      for (const record of records) if (matches(record)) yield { kind: "request", entry: format(record) };
      await setImmediate();
      continue;
    }
    const reason = endReason();
    if (reason !== undefined) {
      yield { kind: "end", reason };
      return;
    }
    if (!(await sleeper.sleep(heartbeatMs))) yield { kind: "heartbeat" };
  }
}
