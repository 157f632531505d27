import { isJson } from "../../shared/json.js";
import { type Kind, Kinds } from "./kind.js";
import type { KeptRequest, Ring } from "./ring.js";
import { type RingLimits, Rings } from "./rings.js";
import { maxShownBytes, type Shown } from "./text-arena.js";
import type { Trace } from "./trace.js";

/** The result of a request. */
export interface Outcome {
  readonly status: number;
  /** How many records the answer lists; undefined if it is no list. */
  readonly rows: number | undefined;
  readonly durationMs: number;
}

/** One request as the request log gives it back; entryFormatter makes it readable. */
export interface RequestRecord extends Omit<Kind, "bytes">, Pick<KeptRequest, "requestId" | "at" | "changes">, Outcome {
  /** The body as it was sent; null without one. */
  readonly request: unknown;
  readonly answer: unknown;
  /** The records that a refusal rests on, by their kind; null for a request that was not refused. */
  readonly seen: unknown;
}

export interface RequestsQuery {
  readonly sandboxId: string;
  /** Only records after this request, or after this moment in milliseconds. */
  readonly since?: string | number | undefined;
  readonly method?: string | undefined;
  /** Only requests whose body names this card, or that changed it. */
  readonly serial?: string | undefined;
  /** Only refused requests, or only the others. */
  readonly refused?: boolean | undefined;
  /** Maximum number of records; the newest are returned. */
  readonly limit: number;
  /** The default order is oldest first. */
  readonly newestFirst?: boolean;
}

/** Requests and bodies that the request log has dropped. */
export interface Dropped {
  /** How many requests were dropped; 0 where none of them can be among those that were asked for. */
  readonly requests: number;
  /** How many of the records lack their bodies. */
  readonly bodies: number;
}

/** The records that match a query. */
export interface Matches {
  /** In the order of the query. Each record is created on demand. */
  readonly records: Iterable<RequestRecord>;
  readonly dropped: Dropped;
}

const mebibyte = 1024 * 1024;

const usualLimits = { requests: 10_000, bodyBytes: 16 * mebibyte, bytes: 64 * mebibyte };

/** Requests without a valid token come from anybody: they have memory of their own, and cannot take any from others. */
const unauthenticatedLimits = { requests: 10_000, bodyBytes: 4 * mebibyte, bytes: 16 * mebibyte };

/** A request, and the ring that has its texts. */
type Found = readonly [kept: KeptRequest, ring: Ring];

/**
 * The last requests of each sandbox. As little as possible is kept of each, because long-living objects are a good part
 * of the garbage collector's work.
 */
export class RequestLog {
  readonly #sandboxes: Rings;
  readonly #unauthenticated: Rings;
  readonly #kinds = new Kinds();
  readonly #unauthenticatedSandbox: string;
  #total = 0;

  /** `unauthenticatedSandbox` is the sandbox whose request log shows the requests without a valid token. */
  constructor(
    unauthenticatedSandbox: string,
    limits: Partial<RingLimits> = {},
    unauthenticated: Partial<RingLimits> = {},
  ) {
    this.#unauthenticatedSandbox = unauthenticatedSandbox;
    this.#sandboxes = new Rings({ ...usualLimits, ...limits });
    this.#unauthenticated = new Rings({ ...unauthenticatedLimits, ...unauthenticated });
  }

  add(trace: Trace, request: Shown, answer: Shown, { status, rows, durationMs }: Outcome): void {
    const { owner, requestId, at, changes } = trace;
    const rings = owner === undefined ? this.#unauthenticated : this.#sandboxes;
    const kind = this.#kinds.of(trace, status);
    const seen = shownRecords(trace);
    rings.add(owner?.sandboxId ?? this.#unauthenticatedSandbox, {
      kind,
      nth: this.#total,
      requestId,
      at,
      changes,
      rows,
      durationMs,
      request,
      answer,
      seen,
    });
    this.#total += 1;
  }

  /** How many requests there were, including those that were dropped. */
  get total(): number {
    return this.#total;
  }

  /** Returns undefined if `since` names a request that is not there, or not any more. */
  read({ sandboxId, since, method, serial, refused, limit, newestFirst }: RequestsQuery): Matches | undefined {
    const rings = this.#ringsOf(sandboxId);
    const all = rings.flatMap((ring) => ring.all().map((kept): Found => [kept, ring]));
    // Two rings at most, each in order.
    if (rings.length > 1) all.sort(([one], [other]) => one.nth - other.nth);
    const first = typeof since === "string" ? all.find(([{ requestId }]) => requestId === since)?.[0] : undefined;
    if (typeof since === "string" && first === undefined) return undefined;
    const isLater = ({ at, nth }: KeptRequest) =>
      typeof since === "number" ? at > since : first === undefined || nth > first.nth;
    const isWanted = (found: Found) => {
      const { kind } = found[0];
      return (
        (method === undefined || kind.facts?.id === method) &&
        (refused === undefined || (kind.refused !== undefined) === refused) &&
        (serial === undefined || concernsCard(found, serial))
      );
    };
    const found = all.filter((each) => isLater(each[0]) && isWanted(each)).slice(-limit);
    if (newestFirst) found.reverse();
    const lacking = rings.filter(({ newestDropped }) => newestDropped !== undefined && isLater(newestDropped));
    return {
      records: recordsOf(found),
      dropped: {
        requests: lacking.reduce((sum, ring) => sum + ring.dropped, 0),
        bodies: found.filter(([{ request, answer }, { texts }]) =>
          [request, answer].some((at) => texts.hasForgotten(at)),
        ).length,
      },
    };
  }

  #ringsOf(sandboxId: string): readonly Ring[] {
    const own = this.#sandboxes.get(sandboxId);
    return [own, this.#unauthenticated.get(sandboxId)].filter((ring) => ring !== undefined);
  }

  /** The record of a request in the request log of a sandbox; undefined if it is not there, or not any more. */
  find(sandboxId: string, requestId: string): RequestRecord | undefined {
    for (const ring of this.#ringsOf(sandboxId)) {
      const found = ring.all().find((kept) => kept.requestId === requestId);
      if (found !== undefined) return recordOf([found, ring]);
    }
    return undefined;
  }

  /** Forgets a deleted sandbox, so that another one with its id starts with an empty request log. */
  forget(sandboxId: string): void {
    this.#sandboxes.delete(sandboxId);
  }
}

function* recordsOf(found: readonly Found[]): Generator<RequestRecord> {
  for (const each of found) yield recordOf(each);
}

function recordOf([kept, { texts }]: Found): RequestRecord {
  const { kind, requestId, at, changes, rows, durationMs, request, answer, seen } = kept;
  const { bytes: _, ...common } = kind;
  const bodies = { request: texts.get(request), answer: texts.get(answer), seen: texts.get(seen) };
  return { ...common, requestId, at, changes, rows, durationMs, ...bodies };
}

/** Returns whether a request names a card in its body, or changed it. */
function concernsCard([{ request, changes }, { texts }]: Found, serial: string): boolean {
  if (changes.some(({ table, key }) => table === "cards" && key === serial)) return true;
  const body = texts.get(request);
  return isJson(body) && body.passSerialNumber === serial;
}

/** The records that a refusal rests on, as they were. */
function shownRecords({ seen }: Trace): Shown {
  if (seen.length === 0) return undefined;
  const json = JSON.stringify(Object.assign({}, ...seen));
  return json.length <= maxShownBytes ? { json } : { note: "larger than the log keeps" };
}
