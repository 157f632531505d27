import { entryFormatter, type RequestEntry } from "../requests/entry.js";
import { type Explanation, explain } from "../requests/explanation.js";
import { matcherOf, type RequestFilters } from "../requests/filters.js";
import type { Dropped, Matches, RequestLog, RequestsQuery } from "../requests/request-log.js";
import type { RequestRecord } from "../requests/request-record.js";
import { unknownRequest } from "./map-errors.js";
import { requestEvents, type StreamEvent } from "./request-stream.js";
import type { Sandboxes } from "./sandboxes.js";
import { parseSince, unknownSince } from "./since.js";
import { Sleeper } from "./sleeper.js";
import type { Verification } from "./verification.js";
import { checkedExpectation, verifyRequests } from "./verify.js";
import { WaitingClients } from "./waiting-clients.js";

/** Entries of a request log, and the number of dropped entries. */
export interface FoundEntries {
  readonly entries: Iterable<RequestEntry>;
  /** Number of entries. */
  readonly count: number;
  readonly dropped: Dropped;
}

/** Place at which a stream of requests starts. */
export interface StreamStart {
  /** Header Last-Event-ID: the last request that the client has received. */
  readonly lastEventId?: string | undefined;
  /** Without it, a stream begins with the next request. */
  readonly since?: string | number | undefined;
}

const maxWaits = 1000;
const maxStreams = 100;

/** Reads the request log of a sandbox. */
export class Requests {
  readonly #sandboxes: Sandboxes;
  readonly #requestLog: RequestLog;
  readonly #waits = new WaitingClients(maxWaits, "waiting requests");
  readonly #streams = new WaitingClients(maxStreams, "streams of requests");

  constructor(sandboxes: Sandboxes, requestLog: RequestLog) {
    this.#sandboxes = sandboxes;
    this.#requestLog = requestLog;
  }

  /** Returns the requests that match a query. Entries are formatted lazily. */
  async find(query: RequestsQuery): Promise<FoundEntries> {
    const tokens = await this.#tokens(query.sandboxId);
    const { records, dropped } = await this.#read(query);
    return { entries: formatEntries(records, tokens), count: records.length, dropped };
  }

  async #read(query: RequestsQuery): Promise<Matches> {
    const found = await this.#requestLog.readInSlices(query);
    if (found === undefined) throw unknownSince(query.since);
    return found;
  }

  async #tokens(sandboxId: string): Promise<readonly string[]> {
    return (await this.#sandboxes.get(sandboxId)).companies.map(({ token }) => token);
  }

  /**
   * Like {@link find}, but waits at most `ms` milliseconds until a request matches. `signal` ends the wait. Throws
   * ControlError if too many wait.
   */
  async wait(query: RequestsQuery, ms: number, signal?: AbortSignal): Promise<FoundEntries> {
    const matches = matcherOf(query);
    const { since, sandboxId } = query;
    const isLater = ({ at }: RequestRecord) => typeof since !== "number" || at > since;
    const sleeper = new Sleeper();
    const leave = this.#waits.enter(sleeper.wake);
    const unobserve = this.#requestLog.observe(sandboxId, {
      added: (record) => {
        if (isLater(record) && matches(record)) sleeper.wake();
      },
      forgetting: sleeper.wake,
    });
    signal?.addEventListener("abort", sleeper.wake, { once: true });
    try {
      const found = await this.find(query);
      if (found.count > 0 || signal?.aborted || this.#waits.isStopped) return found;
      await sleeper.sleep(ms);
      return await this.find(query);
    } finally {
      signal?.removeEventListener("abort", sleeper.wake);
      unobserve();
      leave();
    }
  }

  /**
   * Yields requests as they come, until `signal` aborts, the sandbox is deleted or the server stops. The signal must also
   * abort after the last event. Throws ControlError before the first event.
   */
  async stream(
    sandboxId: string,
    filters: RequestFilters,
    { lastEventId, since }: StreamStart,
    signal: AbortSignal,
  ): Promise<AsyncGenerator<StreamEvent>> {
    let tokens = await this.#tokens(sandboxId);
    const start = this.#requestLog.position(sandboxId, lastEventId ?? since);
    if (start === undefined && lastEventId === undefined) throw unknownSince(since);
    const sleeper = new Sleeper();
    let endReason: string | undefined;
    const end = (reason: string) => {
      endReason ??= reason;
      sleeper.wake();
    };
    const leave = this.#streams.enter(() => end("the server stops"));
    const unobserve = this.#requestLog.observe(sandboxId, {
      added: sleeper.wake,
      forgetting: () => end("the sandbox was deleted"),
    });
    const close = () => {
      unobserve();
      leave();
      end("the client has closed the stream");
    };
    if (signal.aborted) close();
    else signal.addEventListener("abort", close, { once: true });
    return requestEvents({
      requestLog: this.#requestLog,
      sandboxId,
      filters,
      start: start ?? { authenticated: 0, unauthenticated: 0 },
      isLate: start === undefined,
      // A state with other tokens may have been put, or the sandbox deleted.
      tokens: async () => {
        if (await this.#sandboxes.has(sandboxId)) tokens = await this.#tokens(sandboxId);
        return tokens;
      },
      sleeper,
      endReason: () => endReason,
    });
  }

  /** Counts the requests that match the body of a verification. Throws ControlError for an invalid body. */
  async verify(sandboxId: string, body?: unknown): Promise<Verification> {
    const expected = checkedExpectation(body);
    const tokens = await this.#tokens(sandboxId);
    const since = parseSince(expected.since);
    return verifyRequests(await this.#read({ sandboxId, since, limit: Number.POSITIVE_INFINITY }), expected, tokens);
  }

  /** Returns a request with the explanation of its response. */
  async get(sandboxId: string, requestId: string): Promise<Explanation> {
    const tokens = await this.#tokens(sandboxId);
    return explain(this.#recordOf(sandboxId, requestId), tokens);
  }

  #recordOf(sandboxId: string, requestId: string): RequestRecord {
    const record = this.#requestLog.find(sandboxId, requestId);
    if (record === undefined) throw unknownRequest(requestId);
    return record;
  }

  /** Returns a request as the only match. */
  async findOne(sandboxId: string, requestId: string): Promise<FoundEntries> {
    const tokens = await this.#tokens(sandboxId);
    const entry = entryFormatter(tokens)(this.#recordOf(sandboxId, requestId));
    return { entries: [entry], count: 1, dropped: { requests: 0, bodies: 0 } };
  }

  /** Calls `listener` with each request to the server, while it is handled. Returns a function that ends the calls. */
  onRequest(listener: (record: RequestRecord) => void): () => void {
    return this.#requestLog.observe(undefined, { added: listener });
  }

  /** Ends all waits and streams. */
  close(): void {
    this.#waits.stop();
    this.#streams.stop();
  }

  /** Number of requests to the server, including dropped ones. */
  get total(): number {
    return this.#requestLog.total;
  }
}

/** Formats entries when they are read. `tokens` are redacted. */
export function* formatEntries(records: Iterable<RequestRecord>, tokens: readonly string[]): Generator<RequestEntry> {
  const format = entryFormatter(tokens);
  for (const record of records) yield format(record);
}
