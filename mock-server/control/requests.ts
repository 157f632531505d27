import { type ClientReport, clientReportInSlices } from "../report/client-report.js";
import { entryFormatter, type RequestEntry } from "../requests/entry.js";
import { type Explanation, explain } from "../requests/explanation.js";
import type { Dropped, RequestLog, RequestsQuery } from "../requests/request-log.js";
import { ControlError } from "./control-error.js";
import type { Sandboxes } from "./sandboxes.js";

/** Entries of a request log, and the number of dropped entries. */
export interface FoundEntries {
  readonly entries: Iterable<RequestEntry>;
  readonly dropped: Dropped;
}

/** Reads the request log of a sandbox. */
export class Requests {
  readonly #sandboxes: Sandboxes;
  readonly #requestLog: RequestLog;

  constructor(sandboxes: Sandboxes, requestLog: RequestLog) {
    this.#sandboxes = sandboxes;
    this.#requestLog = requestLog;
  }

  /** Returns the requests that match a query. Entries are formatted lazily. */
  async find(query: RequestsQuery): Promise<FoundEntries> {
    const tokens = (await this.#sandboxes.get(query.sandboxId)).companies.map(({ token }) => token);
    const found = await this.#requestLog.readInSlices(query);
    if (found === undefined)
      throw new ControlError(
        400,
        `unknown request id ${JSON.stringify(query.since)} in since; use a moment in UTC such as 2026-01-15T12:00:00Z, or an id that the request log still has`,
      );
    const format = entryFormatter(tokens);
    return { entries: mapped(found.records, format), dropped: found.dropped };
  }

  /** Returns the client report of a sandbox, from a request id or a moment in milliseconds on. */
  async report(sandboxId: string, since?: string | number): Promise<ClientReport> {
    const { entries, dropped } = await this.find({ sandboxId, since, limit: Number.POSITIVE_INFINITY });
    return clientReportInSlices(entries, dropped, this.#sandboxes.lastReset(sandboxId));
  }

  /** Returns a request with the explanation of its response. */
  async get(sandboxId: string, requestId: string): Promise<Explanation> {
    const tokens = (await this.#sandboxes.get(sandboxId)).companies.map(({ token }) => token);
    const record = this.#requestLog.find(sandboxId, requestId);
    if (record === undefined)
      throw new ControlError(
        404,
        `unknown request ${requestId}; take the id from x-luna-request-id (the request log drops old requests)`,
      );
    return explain(record, tokens);
  }

  /** Number of requests to the server, including dropped ones. */
  get total(): number {
    return this.#requestLog.total;
  }
}

function* mapped<Item, Result>(items: Iterable<Item>, map: (item: Item) => Result): Generator<Result> {
  for (const item of items) yield map(item);
}
