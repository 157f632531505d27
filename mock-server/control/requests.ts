import { type ClientReport, clientReportInSlices } from "../report/client-report.js";
import { entryFormatter, type LedgerEntry } from "../requests/entry.js";
import { type Explanation, explain } from "../requests/explanation.js";
import type { Dropped, Ledger, LedgerQuery } from "../requests/request-log.js";
import { ControlError } from "./control-error.js";
import type { Sandboxes } from "./sandboxes.js";

/** Entries of a ledger, and what it does not have any more. */
export interface FoundEntries {
  readonly entries: Iterable<LedgerEntry>;
  readonly dropped: Dropped;
}

/** Tells what was asked of a sandbox, from the ledger. */
export class Requests {
  readonly #sandboxes: Sandboxes;
  readonly #ledger: Ledger;

  constructor(sandboxes: Sandboxes, ledger: Ledger) {
    this.#sandboxes = sandboxes;
    this.#ledger = ledger;
  }

  /** The requests that match a query, oldest first. Each entry is made when it is asked for. */
  async find(query: LedgerQuery): Promise<FoundEntries> {
    const tokens = (await this.#sandboxes.get(query.sandboxId)).companies.map(({ token }) => token);
    const found = this.#ledger.read(query);
    if (found === undefined)
      throw new ControlError(
        400,
        "since is a moment in UTC such as 2026-01-15T12:00:00Z, or the id of a request: the ledger has none of this id, or not any more",
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
    const record = this.#ledger.find(sandboxId, requestId);
    if (record === undefined)
      throw new ControlError(
        404,
        "the ledger of this sandbox has no such request, or not any more: the id is in x-luna-request-id",
      );
    return explain(record, tokens);
  }

  /** How many requests the server has had, also those that the ledger has forgotten. */
  get total(): number {
    return this.#ledger.total;
  }
}

function* mapped<Item, Result>(items: Iterable<Item>, map: (item: Item) => Result): Generator<Result> {
  for (const item of items) yield map(item);
}
