import type { ClientReport, Finding } from "./client-report.js";

const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? "" : "s"}`;

const finding = ({ mistake, severity, certain, text, count, seen, requests, advice }: Finding): string =>
  [
    `${severity}  ${mistake}, ${counted(count, "time")}${certain ? "" : " (it may be meant that way)"}`,
    `  ${text}`,
    `  seen      ${seen}`,
    `  requests  ${requests.join(", ")}${count > requests.length ? ", …" : ""}`,
    `  advice    ${advice}`,
  ].join("\n");

function summary({ requests, findings }: ClientReport): string {
  const of = counted(requests, "request");
  if (requests === 0) return "Client report: there are no requests to look at.";
  if (findings.length === 0) return `Client report: no mistakes in ${of}.`;
  const counts = (["error", "warning", "hint"] as const).flatMap((severity) => {
    const count = findings.filter((each) => each.severity === severity).length;
    return count === 0 ? [] : [counted(count, severity)];
  });
  return `Client report: ${counts.join(", ")} in ${of}.`;
}

/** A client report as text for people, without a line break at its end. */
export const formatReport = (report: ClientReport): string =>
  [
    summary(report),
    ...(report.complete
      ? []
      : [`The ledger is full: what came before ${report.from ?? "now"} may be forgotten and is not in here.`]),
    ...report.findings.map(finding),
  ].join("\n\n");
