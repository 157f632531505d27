import { groupBy } from "../../shared/group-by.js";
import { inSlices } from "../../shared/in-slices.js";
import type { RequestEntry } from "../requests/entry.js";
import type { Dropped } from "../requests/request-log.js";
import { callsOf } from "./call.js";
import { mistakes } from "./catalogue.js";
import { isCertain, type Mistake, type Occurrence, type Severity } from "./mistake.js";

/** A detected mistake of the client, with the number of its occurrences. */
export interface Finding {
  /** The mistake's id. */
  readonly mistake: string;
  readonly text: string;
  readonly severity: Severity;
  readonly certain: boolean;
  /** Number of occurrences. */
  readonly count: number;
  /** Ids of the first requests with the mistake, at most five. */
  readonly requests: readonly string[];
  readonly observed: string;
  readonly example: string;
  readonly advice: string;
}

/** Mistakes of the clients of a sandbox, found in its request log. */
export interface ClientReport {
  /** Number of examined requests. */
  readonly requests: number;
  /** Time of the first request, and of the last request below; null without requests. */
  readonly from: string | null;
  readonly to: string | null;
  /** False if the request log has dropped requests or bodies, which could contain a mistake. */
  readonly complete: boolean;
  /** Number of requests and bodies that the request log has dropped. */
  readonly dropped: Dropped;
  /** Time of the sandbox's last reset, if the report includes earlier requests; otherwise null. */
  readonly lastReset: string | null;
  /** Errors first, then warnings, then hints. */
  readonly findings: readonly Finding[];
}

const maxShownRequests = 5;

const noneDropped: Dropped = { requests: 0, bodies: 0 };

/**
 * Finds mistakes of the client in the entries of a request log, oldest first. `dropped` is the number of entries that the
 * request log has dropped. The report contains no token.
 *
 * @example
 * clientReport([]).findings.length; // 0
 */
export const clientReport = (entries: readonly RequestEntry[], dropped = noneDropped): ClientReport =>
  reportOf(entries, dropped, [...eachMistake(entries)].flat());

/** Like {@link clientReport}, but lets the event loop do other work in between. */
export async function clientReportInSlices(
  log: Iterable<RequestEntry>,
  dropped: Dropped,
  lastReset: string | undefined,
): Promise<ClientReport> {
  const entries: RequestEntry[] = [];
  for await (const slice of inSlices(log)) entries.push(...slice);
  const found: Finding[] = [];
  for await (const slice of inSlices(eachMistake(entries))) found.push(...slice.flat());
  const report = reportOf(entries, dropped, found);
  const includesReset = lastReset !== undefined && report.from !== null && report.from < lastReset;
  return includesReset ? { ...report, lastReset } : report;
}

/** Yields the findings of each mistake. */
function* eachMistake(entries: readonly RequestEntry[]): Generator<readonly Finding[]> {
  const calls = callsOf(entries);
  for (const mistake of mistakes) yield findings(mistake, mistake.find(calls, entries));
}

const reportOf = (entries: readonly RequestEntry[], dropped: Dropped, found: readonly Finding[]): ClientReport => ({
  requests: entries.length,
  from: entries[0]?.at ?? null,
  to: entries.at(-1)?.at ?? null,
  complete: nothingDropped(dropped),
  dropped,
  lastReset: null,
  findings: found,
});

/** Whether nothing was dropped. */
export const nothingDropped = ({ requests, bodies }: Dropped): boolean => requests === 0 && bodies === 0;

const sumOf = (a: Dropped, b: Dropped): Dropped => ({
  requests: a.requests + b.requests,
  bodies: a.bodies + b.bodies,
});

/** Joins reports, such as those of all sandboxes of a server. Equal findings become one finding. */
export function joinedReport(reports: readonly ClientReport[]): ClientReport {
  const distinct = new Map<string, Finding>();
  for (const finding of reports.flatMap((report) => report.findings)) {
    const key = JSON.stringify([finding.mistake, finding.observed]);
    const before = distinct.get(key);
    distinct.set(key, before === undefined ? finding : merged(before, finding));
  }
  const order = new Map(mistakes.map(({ id }, index) => [id, index]));
  const indexOf = ({ mistake }: Finding) => order.get(mistake) ?? 0;
  const dropped = reports.reduce((sum, report) => sumOf(sum, report.dropped), noneDropped);
  const moments = reports.flatMap(({ from, to }) => [from, to].filter((moment) => moment !== null)).sort();
  return {
    requests: reports.reduce((sum, { requests }) => sum + requests, 0),
    from: moments[0] ?? null,
    to: moments.at(-1) ?? null,
    complete: nothingDropped(dropped),
    dropped,
    lastReset:
      reports
        .flatMap(({ lastReset }) => lastReset ?? [])
        .sort()
        .at(-1) ?? null,
    findings: [...distinct.values()].sort((a, b) => indexOf(a) - indexOf(b)),
  };
}

const merged = (a: Finding, b: Finding): Finding => ({
  ...a,
  count: a.count + b.count,
  requests: [...a.requests, ...b.requests].slice(0, maxShownRequests),
});

/** Returns one finding for all equal occurrences. */
function findings({ find: _find, id, ...mistake }: Mistake, occurrences: readonly Occurrence[]): readonly Finding[] {
  return [...groupBy(occurrences, ({ observed }) => observed)].map(([observed, group]) => {
    const requests = new Set(group.flatMap(({ calls }) => calls.map(({ entry }) => entry.requestId)));
    const certain = isCertain(mistake.severity);
    return {
      mistake: id,
      ...mistake,
      certain,
      count: group.length,
      requests: [...requests].slice(0, maxShownRequests),
      observed,
    };
  });
}
