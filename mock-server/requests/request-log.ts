import { inSlices } from "../../shared/in-slices.js";
import { mebibyte } from "../../shared/units.js";
import { type Ring, type RingLimits, Rings } from "../store/memory/request-ring.js";
import type { Exchange, Outcome } from "./exchange.js";
import { cardMatcher, isCandidate, type RequestFilters } from "./filters.js";
import { createRecord, type RequestRecord } from "./request-record.js";

export interface RequestsQuery extends RequestFilters {
  readonly sandboxId: string;
  /** Only records after this request, or after this moment in milliseconds. */
  readonly since?: string | number | undefined;
  /** Maximum number of records; the newest are returned. */
  readonly limit: number;
  /** The default order is oldest first. */
  readonly newestFirst?: boolean;
}

/** Requests and bodies that the request log has dropped. */
export interface Dropped {
  /** Number of dropped requests; 0 if none of them can match the query. */
  readonly requests: number;
  /** Number of returned records without their bodies. */
  readonly bodies: number;
}

/** The records that match a query, in the order of the query. */
export interface Matches {
  readonly records: readonly RequestRecord[];
  readonly dropped: Dropped;
}

const sandboxLimits = { requests: 10_000, bodyBytes: 16 * mebibyte, bytes: 64 * mebibyte };

/** Anybody can send requests without a valid token, so they have separate memory. */
const unauthenticatedLimits = { requests: 10_000, bodyBytes: 4 * mebibyte, bytes: 16 * mebibyte };

/** Numbers of requests before a place in the log of a sandbox, dropped ones included: with and without a valid token. */
export interface Position {
  readonly authenticated: number;
  readonly unauthenticated: number;
}

/** Records after a position. */
interface Passage {
  readonly records: readonly RequestRecord[];
  /** Number of dropped records after the position. */
  readonly missed: number;
  /** Position after the records. */
  readonly next: Position;
}

/** A search that runs while its matches are read. */
interface Search {
  /** A list for each examined record: empty, or with the record. */
  readonly matches: Iterable<readonly RequestRecord[]>;
  /** Returns the result of the search from its matches, newest first. */
  readonly result: (found: readonly RequestRecord[]) => Matches;
}

/** Functions that the request log calls while it handles a request, so they must be fast and must not throw. */
export interface LogObserver {
  /** Called after a record was added. */
  readonly added?: (record: RequestRecord) => void;
  /** Called before the log of a deleted sandbox is dropped. */
  readonly forgetting?: (sandboxId: string) => void;
}

const none: readonly never[] = [];

/** The last requests of each sandbox. */
export class RequestLog {
  readonly #sandboxes: Rings<RequestRecord>;
  readonly #unauthenticated: Rings<RequestRecord>;
  readonly #unauthenticatedSandbox: string;
  readonly #observers = new Observers();
  #total = 0;

  /** `unauthenticatedSandbox` is the sandbox whose request log shows the requests without a valid token. */
  constructor(
    unauthenticatedSandbox: string,
    limits: Partial<RingLimits> = {},
    unauthenticated: Partial<RingLimits> = {},
  ) {
    this.#unauthenticatedSandbox = unauthenticatedSandbox;
    this.#sandboxes = new Rings({ ...sandboxLimits, ...limits });
    this.#unauthenticated = new Rings({ ...unauthenticatedLimits, ...unauthenticated });
  }

  /** Adds a handled request. `body` is the body of the response. */
  add(exchange: Exchange, outcome: Outcome, body: string): void {
    const { owner } = outcome;
    const nth = this.#total;
    const rings = owner === undefined ? this.#unauthenticated : this.#sandboxes;
    const sandboxId = owner?.sandboxId ?? this.#unauthenticatedSandbox;
    const record = rings.add(sandboxId, (texts) => createRecord(exchange, outcome, { nth, body, texts }));
    this.#total += 1;
    this.#observers.added(sandboxId, record);
  }

  /** Calls an observer for the log of a sandbox, or for all logs. Returns a function that removes it. */
  observe(sandboxId: string | undefined, observer: LogObserver): () => void {
    return this.#observers.add(sandboxId, observer);
  }

  /** Number of requests, including dropped ones. */
  get total(): number {
    return this.#total;
  }

  /** Returns undefined if the log has no request with the id `since`. */
  read(query: RequestsQuery): Matches | undefined {
    const search = this.#search(query);
    return search?.result([...search.matches].flat());
  }

  /** Like {@link read}, but lets the event loop do other work between slices of the search. */
  async readInSlices(query: RequestsQuery): Promise<Matches | undefined> {
    const search = this.#search(query);
    const records: RequestRecord[] = [];
    if (search !== undefined) for await (const slice of inSlices(search.matches)) records.push(...slice.flat());
    return search?.result(records);
  }

  #search({ sandboxId, since, limit, newestFirst, ...filters }: RequestsQuery): Search | undefined {
    const rings = this.#ringsOf(sandboxId);
    const all = rings.flatMap((ring) => ring.all());
    if (rings.length > 1) all.sort((a, b) => a.nth - b.nth);
    const isLater = since === undefined ? () => true : this.#laterThan(sandboxId, since);
    if (isLater === undefined) return undefined;
    const wanted = all.filter((record) => isLater(record) && isCandidate(record, filters));
    const incomplete = rings.filter(({ newestDropped }) => newestDropped !== undefined && isLater(newestDropped));
    const requests = incomplete.reduce((sum, ring) => sum + ring.dropped, 0);
    return {
      matches: newestMatches(wanted, filters.serial, limit),
      result: (found) => ({
        records: newestFirst ? found : found.toReversed(),
        // A request without its body may have named the card.
        dropped: { requests, bodies: (filters.serial === undefined ? found : wanted).filter(lacksBody).length },
      }),
    };
  }

  /** Creates a function that returns whether a request came after another, or after a moment. */
  #laterThan(sandboxId: string, since: string | number): ((record: RequestRecord) => boolean) | undefined {
    if (typeof since === "number") return ({ at }) => at > since;
    const first = this.find(sandboxId, since);
    return first && (({ nth }) => nth > first.nth);
  }

  #ringsOf(sandboxId: string): readonly Ring<RequestRecord>[] {
    return this.#bothOf(sandboxId).filter((ring) => ring !== undefined);
  }

  /** Returns the rings of a sandbox: with and without a valid token. */
  #bothOf(sandboxId: string): readonly [Ring<RequestRecord> | undefined, Ring<RequestRecord> | undefined] {
    return [this.#sandboxes.get(sandboxId), this.#unauthenticated.get(sandboxId)];
  }

  /** Returns the position after the newest request, or before all requests after `since`; undefined for an unknown id. */
  position(sandboxId: string, since?: string | number): Position | undefined {
    const isLater = since === undefined ? () => false : this.#laterThan(sandboxId, since);
    if (isLater === undefined) return undefined;
    const [authenticated, unauthenticated] = this.#bothOf(sandboxId).map((ring) => {
      const later = ring?.all().findIndex(isLater) ?? -1;
      return ring === undefined ? 0 : later < 0 ? ring.total : ring.dropped + later;
    });
    return { authenticated: authenticated ?? 0, unauthenticated: unauthenticated ?? 0 };
  }

  /** Returns at most `max` records after a position, oldest first. */
  readAfter(sandboxId: string, { authenticated, unauthenticated }: Position, max: number): Passage {
    const [known, unknown] = this.#bothOf(sandboxId);
    const missed = (ring: Ring<RequestRecord> | undefined, at: number) => Math.max(0, (ring?.dropped ?? 0) - at);
    const records = [...(known?.after(authenticated, max) ?? []), ...(unknown?.after(unauthenticated, max) ?? [])]
      .sort((a, b) => a.nth - b.nth)
      .slice(0, max);
    const ofKnown = records.filter(({ owner }) => owner !== undefined).length;
    return {
      records,
      missed: missed(known, authenticated) + missed(unknown, unauthenticated),
      next: {
        authenticated: authenticated + missed(known, authenticated) + ofKnown,
        unauthenticated: unauthenticated + missed(unknown, unauthenticated) + records.length - ofKnown,
      },
    };
  }

  /** Returns undefined if the log of the sandbox has no such request. */
  find(sandboxId: string, requestId: string): RequestRecord | undefined {
    return this.#ringsOf(sandboxId)
      .flatMap((ring) => ring.all())
      .find((record) => record.requestId === requestId);
  }

  /** Returns whether a request may have been in the log of a sandbox, by the order of request ids. */
  mayHaveDropped(sandboxId: string, requestId: string): boolean {
    return this.#ringsOf(sandboxId).some(({ newestDropped }) => {
      if (newestDropped === undefined) return false;
      const [prefix, number] = newestDropped.requestId.split("-");
      const [otherPrefix, otherNumber] = requestId.split("-");
      return prefix === otherPrefix && Number(otherNumber) <= Number(number);
    });
  }

  /** Forgets a deleted sandbox, so that a later sandbox with its id starts with an empty log. */
  forget(sandboxId: string): void {
    this.#observers.forgetting(sandboxId);
    this.#sandboxes.delete(sandboxId);
  }
}

const lacksBody = ({ texts, request, response }: RequestRecord): boolean =>
  texts.hasDropped(request) || texts.hasDropped(response);

/** Searches records of a card from the newest on, because each search parses a body. Stops at the limit. */
function* newestMatches(
  records: readonly RequestRecord[],
  serial: string | undefined,
  limit: number,
): Generator<readonly RequestRecord[]> {
  const matches = serial === undefined ? () => true : cardMatcher(serial);
  let found = 0;
  for (let at = records.length - 1; at >= 0 && found < limit; at -= 1) {
    const record = records[at];
    const isMatch = record !== undefined && matches(record);
    if (isMatch) found += 1;
    yield isMatch ? [record] : [];
  }
}

/** Observers of the logs of single sandboxes, and of all logs under the key undefined. */
class Observers {
  readonly #observers = new Map<string | undefined, Set<LogObserver>>();

  /** Adds an observer. Returns a function that removes it. */
  add(sandboxId: string | undefined, observer: LogObserver): () => void {
    const known = this.#observers.get(sandboxId) ?? new Set();
    this.#observers.set(sandboxId, known.add(observer));
    return () => {
      known.delete(observer);
      if (known.size === 0 && this.#observers.get(sandboxId) === known) this.#observers.delete(sandboxId);
    };
  }

  added(sandboxId: string, record: RequestRecord): void {
    if (this.#observers.size === 0) return;
    for (const { added } of this.#observers.get(undefined) ?? none) added?.(record);
    for (const { added } of this.#observers.get(sandboxId) ?? none) added?.(record);
  }

  forgetting(sandboxId: string): void {
    for (const { forgetting } of this.#observers.get(undefined) ?? none) forgetting?.(sandboxId);
    for (const { forgetting } of this.#observers.get(sandboxId) ?? none) forgetting?.(sandboxId);
  }
}
