import { type ClientReport, clientReportInSlices, joinedReport } from "../report/client-report.js";
import type { RequestLog } from "../requests/request-log.js";
import { formatEntries, type Requests } from "./requests.js";
import type { Sandboxes } from "./sandboxes.js";

const all = Number.POSITIVE_INFINITY;

/** Reports the mistakes of clients. */
export class ClientReports {
  readonly #sandboxes: Sandboxes;
  readonly #requests: Requests;
  readonly #requestLog: RequestLog;
  /** Reports on deleted sandboxes; undefined before keepDeleted(). */
  #deleted: Promise<ClientReport>[] | undefined;

  constructor(sandboxes: Sandboxes, requests: Requests, requestLog: RequestLog) {
    this.#sandboxes = sandboxes;
    this.#requests = requests;
    this.#requestLog = requestLog;
  }

  /** Returns the report on a sandbox, from a request id or a time in milliseconds on. Throws ControlError. */
  async get(sandboxId: string, since?: string | number): Promise<ClientReport> {
    const { entries, dropped } = await this.#requests.find({ sandboxId, since, limit: all });
    return clientReportInSlices(entries, dropped, this.#sandboxes.lastReset(sandboxId));
  }

  /** Keeps a report on each sandbox that is deleted from now on, for {@link joined}. */
  keepDeleted(): void {
    const reports: Promise<ClientReport>[] = [];
    this.#deleted = reports;
    this.#requestLog.observe(undefined, {
      forgetting: (sandboxId) => {
        const found = this.#requestLog.read({ sandboxId, limit: all });
        if (found === undefined || found.records.length === 0) return;
        const tokens = new Set(found.records.flatMap(({ owner }) => owner?.company.token ?? []));
        const entries = formatEntries(found.records, [...tokens]);
        reports.push(clientReportInSlices(entries, found.dropped, undefined));
      },
    });
  }

  /** Returns the joined report on all sandboxes, with the deleted sandboxes since {@link keepDeleted}. */
  async joined(): Promise<ClientReport> {
    const sandboxes = await this.#sandboxes.list();
    const reports = await Promise.all(sandboxes.map(({ id }) => this.get(id)));
    return joinedReport([...(await Promise.all(this.#deleted ?? [])), ...reports]);
  }
}
