import { serialParameter } from "../../openapi/document.js";
import { isJson } from "../../shared/json.js";
import { mebibyte } from "../../shared/units.js";
import type { Exchange, Outcome } from "./exchange.js";
import { createRecord, type RequestRecord } from "./request-record.js";
import { type Ring, type RingLimits, Rings } from "./ring.js";

export interface RequestsQuery {
  readonly sandboxId: string;
  /** Only records after this request, or after this moment in milliseconds. */
  readonly since?: string | number | undefined;
  readonly method?: string | undefined;
  /** Only requests that name this card in their body or have changed it. */
  readonly serial?: string | undefined;
  /** true: only refused requests; false: only requests that were not refused. */
  readonly refused?: boolean | undefined;
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

/** The last requests of each sandbox. */
export class RequestLog {
  readonly #sandboxes: Rings;
  readonly #unauthenticated: Rings;
  readonly #unauthenticatedSandbox: string;
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
    rings.add(owner?.sandboxId ?? this.#unauthenticatedSandbox, (texts) =>
      createRecord(exchange, outcome, { nth, body, texts }),
    );
    this.#total += 1;
  }

  /** Number of requests, including dropped ones. */
  get total(): number {
    return this.#total;
  }

  /** Returns undefined if the log has no request with the id `since`. */
  read({ sandboxId, since, method, serial, refused, limit, newestFirst }: RequestsQuery): Matches | undefined {
    const rings = this.#ringsOf(sandboxId);
    const all = rings.flatMap((ring) => ring.all());
    if (rings.length > 1) all.sort((a, b) => a.nth - b.nth);
    const first = typeof since === "string" ? all.find(({ requestId }) => requestId === since) : undefined;
    if (typeof since === "string" && first === undefined) return undefined;
    const isLater = ({ at, nth }: RequestRecord) =>
      typeof since === "number" ? at > since : first === undefined || nth > first.nth;
    const isWanted = (record: RequestRecord) =>
      (method === undefined || record.method?.id === method) &&
      (refused === undefined || (record.refused !== undefined) === refused);
    const wanted = all.filter((record) => isLater(record) && isWanted(record));
    const matches = serial === undefined ? wanted : wanted.filter((record) => concernsCard(record, serial));
    const records = matches.slice(-limit);
    if (newestFirst) records.reverse();
    const incomplete = rings.filter(({ newestDropped }) => newestDropped !== undefined && isLater(newestDropped));
    return {
      records,
      dropped: {
        requests: incomplete.reduce((sum, ring) => sum + ring.dropped, 0),
        // A request without its body may have named the card.
        bodies: (serial === undefined ? records : wanted).filter(lacksBody).length,
      },
    };
  }

  #ringsOf(sandboxId: string): readonly Ring[] {
    const authenticated = this.#sandboxes.get(sandboxId);
    return [authenticated, this.#unauthenticated.get(sandboxId)].filter((ring) => ring !== undefined);
  }

  /** Returns undefined if the log of the sandbox has no such request. */
  find(sandboxId: string, requestId: string): RequestRecord | undefined {
    return this.#ringsOf(sandboxId)
      .flatMap((ring) => ring.all())
      .find((record) => record.requestId === requestId);
  }

  /** Forgets a deleted sandbox, so that a later sandbox with its id starts with an empty log. */
  forget(sandboxId: string): void {
    this.#sandboxes.delete(sandboxId);
  }
}

const lacksBody = ({ texts, request, response }: RequestRecord): boolean =>
  texts.hasDropped(request) || texts.hasDropped(response);

/** Returns whether a request names a card in its body or has changed it. */
function concernsCard({ request, changes, texts }: RequestRecord, serial: string): boolean {
  if (changes.some(({ table, key }) => table === "cards" && key === serial)) return true;
  const body = texts.get(request);
  return isJson(body) && body[serialParameter] === serial;
}
