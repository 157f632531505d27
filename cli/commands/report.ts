import {
  type ControlPlane,
  ControlRequestError,
  NoControlPlaneError,
  requestControl,
  unexpectedResponse,
} from "../../contracts/server/control-client.js";
import { type ClientReport, joinedReport } from "../../mock-server/report/client-report.js";
import { formatReport, incompleteText } from "../../mock-server/report/format-report.js";
import { isJson } from "../../shared/json.js";
import { printableLines } from "../../shared/printable.js";
import { UsageError } from "../../shared/usage-error.js";
import { adminToken, adminTokenOptions } from "../admin-token.js";
import { defineCommand } from "../command.js";
import { jsonOption } from "../common-options.js";
import { exitCodeOf, failOnOption } from "../fail-on.js";
import { type OptionTable, type OptionValues, serverUrl } from "../option-table.js";

const options = {
  url: {
    value: "<url>",
    meaning: "URL of the server",
    default: "http://127.0.0.1:4010",
    parse: serverUrl,
    variables: ["LUNA_URL"],
  },
  sandbox: {
    value: "<id>",
    meaning: 'sandbox of the requests; "default" also has the requests without the token of a company',
    defaultText: "default",
    excludes: "all",
  },
  all: {
    meaning:
      "report on all sandboxes, for tests that create sandboxes. The requests of a deleted sandbox are lost: delete it after the report, or create it with ttlSeconds",
  },
  since: {
    value: "<time|id>",
    meaning: "only requests after a time such as 2026-01-15T12:00:00Z, or after a request id",
  },
  ...adminTokenOptions("admin token of the server"),
  json: jsonOption("report"),
  "fail-on": failOnOption,
} as const satisfies OptionTable;

type Values = OptionValues<typeof options>;

/** Returns the path of a report below `/_luna`. */
function reportPath({ since }: Values, sandbox: string): string {
  const query = since === undefined ? "" : `?${new URLSearchParams({ since })}`;
  return `/sandboxes/${encodeURIComponent(sandbox)}/report${query}`;
}

/** Whether `--since` is a time, as opposed to a request id. */
const isTime = (since: string): boolean => /^\d{4}-\d\d-\d\d/.test(since);

const findingTexts = ["mistake", "text", "severity", "observed", "advice"] as const;

const isFinding = (value: unknown): boolean =>
  isJson(value) &&
  findingTexts.every((name) => typeof value[name] === "string") &&
  typeof value.count === "number" &&
  Array.isArray(value.requests) &&
  value.requests.every((id) => typeof id === "string");

const isDropped = (value: unknown): boolean =>
  isJson(value) && typeof value.requests === "number" && typeof value.bodies === "number";

/** Whether a response has all fields that are printed. */
const isReport = (value: unknown): value is ClientReport =>
  isJson(value) &&
  typeof value.requests === "number" &&
  typeof value.complete === "boolean" &&
  isDropped(value.dropped) &&
  Array.isArray(value.findings) &&
  value.findings.every(isFinding);

const isSandboxList = (value: unknown): value is { readonly sandboxes: readonly { readonly id: string }[] } =>
  isJson(value) &&
  Array.isArray(value.sandboxes) &&
  value.sandboxes.every((sandbox) => isJson(sandbox) && typeof sandbox.id === "string");

/** Fetches a report. Throws NoControlPlaneError if it has an unexpected form. */
async function fetchReport(plane: ControlPlane, values: Values, sandbox: string): Promise<ClientReport> {
  const report: unknown = await requestControl(plane, "GET", reportPath(values, sandbox));
  if (!isReport(report)) throw unexpectedResponse(plane);
  return report;
}

/** Joins the reports of all sandboxes. Skips damaged sandboxes and those that were deleted meanwhile. */
async function reportOnAll(plane: ControlPlane, values: Values): Promise<ClientReport> {
  const list: unknown = await requestControl(plane, "GET", "/sandboxes");
  if (!isSandboxList(list)) throw unexpectedResponse(plane);
  const reports: ClientReport[] = [];
  for (const { id } of list.sandboxes.filter((sandbox) => !("damaged" in sandbox))) {
    const report = await fetchReport(plane, values, id).catch((error: Error) => error);
    if (report instanceof Error) {
      if (!(report instanceof ControlRequestError) || report.status !== 404) throw report;
    } else reports.push(report);
  }
  return joinedReport(reports);
}

export const report = defineCommand(
  {
    name: "report",
    usage: ["report [options]"],
    options,
    notes: "Hints never fail, because they may be intended.",
    exitCodes: {
      0: "report is complete",
      1: "mistakes that --fail-on selects",
      2: "could not run, no requests, or the server has dropped requests from its request log",
      130: "interrupted",
    },
    expectedErrors: { 2: [ControlRequestError, NoControlPlaneError] },
  },
  async ({ values }) => {
    const { all, sandbox = "default", since } = values;
    if (all && since !== undefined && !isTime(since))
      throw new UsageError("--since must be a time if --all is given, because a request id belongs to one sandbox");
    const plane = { url: values.url, adminToken: adminToken(values) };
    const found = all ? await reportOnAll(plane, values) : await fetchReport(plane, values, sandbox);
    console.log(values.json ? JSON.stringify(found, null, 2) : printableLines(formatReport(found)));
    if (values.json && !found.complete) console.error(`luna-sandbox report: ${incompleteText(found)}`);
    if (found.requests === 0 && since === undefined) {
      console.error(`luna-sandbox report: no requests in ${all ? "any sandbox" : `sandbox ${sandbox}`}`);
      return 2;
    }
    return exitCodeOf(found, values["fail-on"]);
  },
);
