import { type Explanation, explain } from "../engine/explanation.js";
import type { Ledger, LedgerQuery } from "../engine/ledger.js";
import { formatEntry, type LedgerEntry } from "../engine/ledger-entry.js";
import { type ClientReport, clientReport } from "../report/client-report.js";
import { ControlError } from "./control-error.js";
import type { Sandboxes } from "./sandboxes.js";

/** Tells what was asked of a sandbox, from the ledger. */
export class Requests {
  readonly #sandboxes: Sandboxes;
  readonly #ledger: Ledger;

  constructor(sandboxes: Sandboxes, ledger: Ledger) {
    this.#sandboxes = sandboxes;
    this.#ledger = ledger;
  }

  /** The requests that a query asks for, oldest first. */
  async entries(query: LedgerQuery): Promise<readonly LedgerEntry[]> {
    const tokens = (await this.#sandboxes.get(query.sandboxId)).companies.map(({ token }) => token);
    const records = this.#ledger.read(query);
    if (records === undefined)
      throw new ControlError(
        400,
        "since is a moment in UTC such as 2026-01-15T12:00:00Z, or the id of a request: the ledger has none of this id, or not any more",
      );
    return records.map((record) => formatEntry(record, tokens));
  }

  /** Mistakes of the clients of a sandbox, since a request or a moment in milliseconds. */
  async report(sandboxId: string, since?: string | number): Promise<ClientReport> {
    const entries = await this.entries({ sandboxId, since, limit: Number.POSITIVE_INFINITY });
    return clientReport(entries, !this.#ledger.isFull);
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
