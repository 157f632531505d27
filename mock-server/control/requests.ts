import { type ClientReport, clientReportInSlices } from "../report/client-report.js";
import { entryFormatter, type RequestEntry } from "../requests/entry.js";
import { type Explanation, explain } from "../requests/explanation.js";
import type { Dropped, RequestLog, RequestsQuery } from "../requests/request-log.js";
import { ControlError } from "./control-error.js";
import type { Sandboxes } from "./sandboxes.js";

/** Entries of a request log, and what it does not have any more. */
export interface FoundEntries {
  readonly entries: Iterable<RequestEntry>;
  readonly dropped: Dropped;
}

/** Tells what was asked of a sandbox, from the request log. */
export class Requests {
  readonly #sandboxes: Sandboxes;
  readonly #requestLog: RequestLog;

  constructor(sandboxes: Sandboxes, requestLog: RequestLog) {
    this.#sandboxes = sandboxes;
    this.#requestLog = requestLog;
  }

  /** The requests that match a query, oldest first. Each entry is made when it is asked for. */
  async find(query: RequestsQuery): Promise<FoundEntries> {
    const tokens = (await this.#sandboxes.get(query.sandboxId)).companies.map(({ token }) => token);
    const found = this.#requestLog.read(query);
    if (found === undefined)
      throw new ControlError(
        400,
        "since is a moment in UTC such as 2026-01-15T12:00:00Z, or the id of a request: the request log has none of this id, or not any more",
      );
    const format = entryFormatter(tokens);
    return { entries: mapped(found.records, format), dropped: found.dropped };
  }

  /** Mistakes of the clients of a sandbox, since a request or a moment in milliseconds. */
  async report(sandboxId: string, since?: string | number): Promise<ClientReport> {
    const { entries, dropped } = await this.find({ sandboxId, since, limit: Number.POSITIVE_INFINITY });
    return clientReportInSlices(entries, dropped, this.#sandboxes.lastReset(sandboxId));
  }

  /** Why a request got the answer it got. */
  async why(sandboxId: string, requestId: string): Promise<Explanation> {
    const tokens = (await this.#sandboxes.get(sandboxId)).companies.map(({ token }) => token);
    const record = this.#requestLog.find(sandboxId, requestId);
    if (record === undefined)
      throw new ControlError(
        404,
        "the request log of this sandbox has no such request, or not any more: the id is in x-luna-request-id",
      );
    return explain(record, tokens);
  }

  /** How many requests the server has had, also those that the request log has forgotten. */
  get total(): number {
    return this.#requestLog.total;
  }
}

function* mapped<Item, Result>(items: Iterable<Item>, map: (item: Item) => Result): Generator<Result> {
  for (const item of items) yield map(item);
}
