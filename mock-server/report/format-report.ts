import { pluralized } from "../../shared/pluralized.js";
import type { Dropped } from "../requests/request-log.js";
import type { ClientReport, Finding } from "./client-report.js";

const findingText = ({ mistake, severity, certain, text, count, observed, requests, advice }: Finding): string =>
  [
    `${severity}  ${mistake}, ${pluralized(count, "time")}${certain ? "" : " (may be intended)"}`,
    `  ${text}`,
    `  observed  ${observed}`,
    `  requests  ${requests.join(", ")}${count > requests.length ? ", …" : ""}`,
    `  advice    ${advice}`,
  ].join("\n");

function summary({ requests, findings }: ClientReport): string {
  const examined = pluralized(requests, "request");
  if (requests === 0) return "Client report: no requests to examine.";
  if (findings.length === 0) return `Client report: no mistakes in ${examined}.`;
  const counts = (["error", "warning", "hint"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [pluralized(count, severity)];
  });
  return `Client report: ${counts.join(", ")} in ${examined}.`;
}

/** Returns a message with the number of dropped requests and bodies. */
export function droppedText({ requests, bodies }: Dropped): string {
  const parts = [
    ...(requests === 0 ? [] : [pluralized(requests, "request")]),
    ...(bodies === 0 ? [] : [`the bodies of ${pluralized(bodies, "request")}`]),
  ];
  return `the request log has dropped ${parts.join(" and ")}`;
}

/** Returns a message about an incomplete report, with advice. */
export function incompleteText({ dropped }: ClientReport): string {
  const advice = "use a sandbox for each test run, or run report more often with --since";
  return `the report is incomplete: ${droppedText(dropped)}; ${advice}`;
}

/** Formats a client report for people, without a final line break. */
export const formatReport = (report: ClientReport): string =>
  [
    summary(report),
    ...(report.complete ? [] : [`${incompleteText(report).replace("the", "The")}.`]),
    ...(report.lastReset === null
      ? []
      : [`Requests before the last reset are included; omit them with --since ${report.lastReset}.`]),
    ...report.findings.map(findingText),
  ].join("\n\n");
