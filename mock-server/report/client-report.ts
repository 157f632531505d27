import { inSlices } from "../../shared/in-slices.js";
import type { RequestEntry } from "../requests/entry.js";
import { callsOf } from "./call.js";
import { mistakes } from "./catalogue.js";
import { isCertain, type Mistake, type Severity, type Sighting } from "./mistake.js";

/** A mistake of the client as it was seen, once or many times. */
export interface Finding {
  /** The mistake's id. */
  readonly mistake: string;
  readonly text: string;
  readonly severity: Severity;
  readonly certain: boolean;
  /** How many times it was seen. */
  readonly count: number;
  /** Ids of the first requests that show it, at most five. */
  readonly requests: readonly string[];
  readonly seen: string;
  readonly example: string;
  readonly advice: string;
}

/** What a request log says about the client. */
export interface ClientReport {
  /** How many requests were looked at. */
  readonly requests: number;
  /** When the first and the last of them came; null if there is none. */
  readonly from: string | null;
  readonly to: string | null;
  /** False where the request log has dropped requests or bodies that could show a mistake. */
  readonly complete: boolean;
  /** Requests and bodies that the request log has dropped. */
  readonly dropped: Dropped;
  /** When the sandbox was last reset, if requests before that are in the report; otherwise null. */
  readonly lastReset: string | null;
  /** Errors first, then warnings, then hints. */
  readonly findings: readonly Finding[];
}

/** How many requests, and bodies of requests, a report lacks. */
export interface Dropped {
  readonly requests: number;
  readonly bodies: number;
}

const shownRequests = 5;

const nothing: Dropped = { requests: 0, bodies: 0 };

/**
 * Looks for mistakes of the client in the entries of a request log, oldest first. `dropped` is what the request log does not have
 * any more. No token is in the report.
 *
 * @example
 * clientReport([]).findings.length; // 0
 */
export const clientReport = (entries: readonly RequestEntry[], dropped = nothing): ClientReport =>
  reportOf(entries, dropped, [...eachMistake(entries)].flat());

/** As {@link clientReport}. The event loop does other work meanwhile. */
export async function clientReportInSlices(
  made: Iterable<RequestEntry>,
  dropped: Dropped,
  lastReset: string | undefined,
): Promise<ClientReport> {
  const entries: RequestEntry[] = [];
  for await (const slice of inSlices(made)) entries.push(...slice);
  const found: Finding[] = [];
  for await (const slice of inSlices(eachMistake(entries))) found.push(...slice.flat());
  const report = reportOf(entries, dropped, found);
  const isAcross = lastReset !== undefined && report.from !== null && report.from < lastReset;
  return isAcross ? { ...report, lastReset } : report;
}

/** The findings of one mistake after the other. */
function* eachMistake(entries: readonly RequestEntry[]): Generator<readonly Finding[]> {
  const calls = callsOf(entries);
  for (const mistake of mistakes) yield findings(mistake, mistake.find(calls, entries));
}

const reportOf = (entries: readonly RequestEntry[], dropped: Dropped, found: readonly Finding[]): ClientReport => ({
  requests: entries.length,
  from: entries[0]?.at ?? null,
  to: entries.at(-1)?.at ?? null,
  complete: isNothing(dropped),
  dropped,
  lastReset: null,
  findings: found,
});

/** Whether nothing was dropped. */
export const isNothing = ({ requests, bodies }: Dropped): boolean => requests === 0 && bodies === 0;

const added = (one: Dropped, other: Dropped): Dropped => ({
  requests: one.requests + other.requests,
  bodies: one.bodies + other.bodies,
});

/** One report of several, such as those of the sandboxes of one server. What was seen in several is one finding. */
export function joinedReport(reports: readonly ClientReport[]): ClientReport {
  const alike = new Map<string, Finding>();
  for (const finding of reports.flatMap((report) => report.findings)) {
    const key = JSON.stringify([finding.mistake, finding.seen]);
    const before = alike.get(key);
    alike.set(key, before === undefined ? finding : together(before, finding));
  }
  const order = new Map(mistakes.map(({ id }, place) => [id, place]));
  const place = ({ mistake }: Finding) => order.get(mistake) ?? 0;
  const dropped = reports.reduce((sum, report) => added(sum, report.dropped), nothing);
  const moments = reports.flatMap(({ from, to }) => [from ?? [], to ?? []].flat()).sort();
  return {
    requests: reports.reduce((sum, { requests }) => sum + requests, 0),
    from: moments[0] ?? null,
    to: moments.at(-1) ?? null,
    complete: isNothing(dropped),
    dropped,
    lastReset:
      reports
        .flatMap(({ lastReset }) => lastReset ?? [])
        .sort()
        .at(-1) ?? null,
    findings: [...alike.values()].sort((one, other) => place(one) - place(other)),
  };
}

const together = (one: Finding, other: Finding): Finding => ({
  ...one,
  count: one.count + other.count,
  requests: [...one.requests, ...other.requests].slice(0, shownRequests),
});

/** One finding for all sightings that look the same. */
function findings({ find: _find, id, ...mistake }: Mistake, sightings: readonly Sighting[]): readonly Finding[] {
  const alike = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const group = alike.get(sighting.seen);
    if (group === undefined) alike.set(sighting.seen, [sighting]);
    else group.push(sighting);
  }
  return [...alike].map(([seen, group]) => {
    const requests = new Set(group.flatMap(({ calls }) => calls.map(({ entry }) => entry.requestId)));
    const certain = isCertain(mistake.severity);
    return {
      mistake: id,
      ...mistake,
      certain,
      count: group.length,
      requests: [...requests].slice(0, shownRequests),
      seen,
    };
  });
}
