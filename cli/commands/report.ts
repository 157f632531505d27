import { type ClientReport, joinedReport } from "../../mock-server/report/client-report.js";
import { formatReport, incompleteText } from "../../mock-server/report/format-report.js";
import { adminTokenAdvice } from "../../shared/admin-token-advice.js";
import { FetchError, fetchText } from "../../shared/fetch-text.js";
import { isJson, parseJsonOr } from "../../shared/json.js";
import { printable } from "../../shared/printable.js";
import { mebibyte } from "../../shared/units.js";
import { UsageError } from "../../shared/usage-error.js";
import { adminToken, adminTokenOptions } from "../admin-token.js";
import { defineCommand } from "../command.js";
import { jsonOption } from "../common-options.js";
import { exitCodeOf, failOnOption } from "../fail-on.js";
import { type OptionTable, serverUrl, type ValuesOf } from "../option-table.js";

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

type Values = ValuesOf<typeof options>;

/** The server gave no report; the message has the reason. */
class NoReportError extends Error {
  override name = "NoReportError" as const;
  /** HTTP status of the response; undefined without a response. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

const controlUrl = ({ url }: Values, path: string): URL => new URL(`${url}/_luna${path}`);

function reportUrl(values: Values, sandbox: string): URL {
  const url = controlUrl(values, `/sandboxes/${encodeURIComponent(sandbox)}/report`);
  if (values.since !== undefined) url.searchParams.set("since", values.since);
  return url;
}

/** Whether `--since` is a time, as opposed to a request id. */
const isTime = (since: string): boolean => /^\d{4}-\d\d-\d\d/.test(since);

const limits = { maxBytes: 16 * mebibyte, timeoutMs: 30_000 };

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

/** Fetches a resource of the control plane. Throws NoReportError if it has an unexpected shape. */
async function fetchControl<T>(
  url: URL,
  token: string | undefined,
  isExpected: (value: unknown) => value is T,
): Promise<T> {
  const headers: Record<string, string> = token === undefined ? {} : { "x-luna-admin-token": token };
  const { ok, status, text } = await fetchText(url, { headers }, limits).catch((error) => {
    throw error instanceof FetchError ? new NoReportError(`${url.origin} ${error.message}`) : error;
  });
  const body = parseJsonOr(text, undefined);
  if (ok && isExpected(body)) return body;
  const error = isJson(body) ? body.error : undefined;
  if (status === 401 && typeof error === "string")
    throw new NoReportError(`${error}: ${adminTokenAdvice(token !== undefined)}`);
  throw new NoReportError(
    typeof error === "string" ? error : `${url.origin} responded ${status} and is not a luna-sandbox`,
    status,
  );
}

/** Joins the reports of all sandboxes. Skips damaged sandboxes and those that were deleted meanwhile. */
async function reportOnAll(values: Values, token: string | undefined): Promise<ClientReport> {
  const { sandboxes } = await fetchControl(controlUrl(values, "/sandboxes"), token, isSandboxList);
  const reports: ClientReport[] = [];
  for (const { id } of sandboxes.filter((sandbox) => !("damaged" in sandbox))) {
    const report = await fetchControl(reportUrl(values, id), token, isReport).catch((error: Error) => error);
    if (report instanceof Error) {
      if (!(report instanceof NoReportError) || report.status !== 404) throw report;
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
    expectedErrors: { 2: [NoReportError] },
  },
  async ({ values }) => {
    const { all, sandbox = "default", since } = values;
    if (all && since !== undefined && !isTime(since))
      throw new UsageError("--since must be a time if --all is given, because a request id belongs to one sandbox");
    const token = adminToken(values);
    const found = all
      ? await reportOnAll(values, token)
      : await fetchControl(reportUrl(values, sandbox), token, isReport);
    console.log(
      values.json ? JSON.stringify(found, null, 2) : formatReport(found).split("\n").map(printable).join("\n"),
    );
    if (values.json && !found.complete) console.error(`luna-sandbox report: ${incompleteText(found)}`);
    if (found.requests === 0 && since === undefined) {
      console.error(`luna-sandbox report: no requests in ${all ? "any sandbox" : `sandbox ${sandbox}`}`);
      return 2;
    }
    return exitCodeOf(found, values["fail-on"]);
  },
);
