import { type ClientReport, joinedReport } from "../../mock-server/report/client-report.js";
import { formatReport, incompleteText } from "../../mock-server/report/format-report.js";
import { adminTokenAdvice } from "../../shared/admin-token-advice.js";
import { FetchError, fetchText } from "../../shared/fetch-text.js";
import { printable } from "../../shared/printable.js";
import { mebibyte } from "../../shared/read-limited.js";
import { UsageError } from "../../shared/usage-error.js";
import { adminToken, adminTokenHelp, adminTokenOptions } from "../admin-token.js";
import { serverAddress } from "../args.js";
import { type Asked, runCommand } from "../command.js";
import { exitCodeOf, failOn } from "../fail-on.js";

const help = `luna-sandbox report: mistakes of the client that a running server has seen

  luna-sandbox report [options]

  --url <address>        where the server is (http://127.0.0.1:4010)
  --sandbox <id>         whose requests to look at (default). Requests that come without the token of a company are in
                         the report of "default"
  --all                  look at the requests of all sandboxes, for tests that make a sandbox each. Those of deleted
                         sandboxes are gone: delete them after the report, or make them with ttlSeconds
  --since <moment|id>    only requests after a moment such as 2026-01-15T12:00:00Z, or after a request's id
${adminTokenHelp("admin token of the server")}
  --json                 print the report as JSON
  --fail-on <severity>   end with exit code 1 if there is an error, or with "warning" an error or a warning
  --help

Exit code: 0 when there is a complete report, 1 for mistakes that --fail-on names, 2 when there is no report or an
incomplete one, because the server has dropped requests from its request log, 130 after a signal. Hints never fail, because
they may be meant that way.
`;

const options = {
  url: { type: "string", default: "http://127.0.0.1:4010" },
  sandbox: { type: "string" },
  all: { type: "boolean", default: false },
  since: { type: "string" },
  ...adminTokenOptions,
  json: { type: "boolean", default: false },
  "fail-on": { type: "string" },
} as const;

type Values = Asked<typeof options>["values"];

/** There is no report to be had; the message says why. */
class NoReportError extends Error {
  override name = "NoReportError" as const;
  /** HTTP status of the server's refusal; undefined without one. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

const controlAddress = ({ url }: Values, path: string): URL => new URL(`${serverAddress("url", url)}/_luna${path}`);

function reportAddress(values: Values, sandbox: string): URL {
  const address = controlAddress(values, `/sandboxes/${encodeURIComponent(sandbox)}/report`);
  if (values.since !== undefined) address.searchParams.set("since", values.since);
  return address;
}

/** Whether `--since` is a moment, and not the id of a request. */
const isMoment = (since: string): boolean => /^\d{4}-\d\d-\d\d/.test(since);

const limits = { maxBytes: 16 * mebibyte, timeoutMs: 30_000 };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const findingTexts = ["mistake", "text", "severity", "seen", "advice"] as const;

const isFinding = (value: unknown): boolean =>
  isObject(value) &&
  findingTexts.every((name) => typeof value[name] === "string") &&
  typeof value.count === "number" &&
  Array.isArray(value.requests) &&
  value.requests.every((id) => typeof id === "string");

const isDropped = (value: unknown): boolean =>
  isObject(value) && typeof value.requests === "number" && typeof value.bodies === "number";

/** Whether an answer has what is printed of a report. */
const isReport = (value: unknown): value is ClientReport =>
  isObject(value) &&
  typeof value.requests === "number" &&
  typeof value.complete === "boolean" &&
  isDropped(value.dropped) &&
  Array.isArray(value.findings) &&
  value.findings.every(isFinding);

const isSandboxList = (value: unknown): value is { readonly sandboxes: readonly { readonly id: string }[] } =>
  isObject(value) &&
  Array.isArray(value.sandboxes) &&
  value.sandboxes.every((one) => isObject(one) && typeof one.id === "string");

/** Fetches a resource of the control plane. Throws NoReportError if it is not what `isExpected` says. */
async function fetchControl<T>(
  address: URL,
  token: string | undefined,
  isExpected: (value: unknown) => value is T,
): Promise<T> {
  const headers: Record<string, string> = token === undefined ? {} : { "x-luna-admin-token": token };
  const { ok, status, text } = await fetchText(address, { headers }, limits).catch((error) => {
    throw error instanceof FetchError ? new NoReportError(`${address.origin} ${error.message}`) : error;
  });
  const body = parsed(text);
  if (ok && isExpected(body)) return body;
  const error = isObject(body) ? body.error : undefined;
  if (status === 401 && typeof error === "string")
    throw new NoReportError(`${error}: ${adminTokenAdvice(token !== undefined)}`);
  throw new NoReportError(
    typeof error === "string" ? error : `${address.origin} answers ${status}, and not as a luna-sandbox`,
    status,
  );
}

/** Joins the reports of all sandboxes. A sandbox that is damaged, or was deleted meanwhile, has none. */
async function reportOnAll(values: Values, token: string | undefined): Promise<ClientReport> {
  const { sandboxes } = await fetchControl(controlAddress(values, "/sandboxes"), token, isSandboxList);
  const reports: ClientReport[] = [];
  for (const { id } of sandboxes.filter((one) => !("damaged" in one))) {
    const report = await fetchControl(reportAddress(values, id), token, isReport).catch((error: Error) => error);
    if (report instanceof Error) {
      if (!(report instanceof NoReportError) || report.status !== 404) throw report;
    } else reports.push(report);
  }
  return joinedReport(reports);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // No JSON: no answer of a luna-sandbox.
  }
}

/** The command `luna-sandbox report`. Returns the exit code, as its help says. */
export const report = (args: readonly string[], stop?: AbortSignal): Promise<number> =>
  runCommand(
    { name: "report", help, options, expected: { 2: [NoReportError] } },
    args,
    async ({ values }) => {
      const on = failOn(values["fail-on"]);
      const { all, sandbox } = values;
      if (all && sandbox !== undefined) throw new UsageError("--all and --sandbox exclude each other; choose one");
      if (all && values.since !== undefined && !isMoment(values.since))
        throw new UsageError("--since must be a moment where --all is given, because a request is of one sandbox");
      const token = adminToken(values);
      const found = all
        ? await reportOnAll(values, token)
        : await fetchControl(reportAddress(values, sandbox ?? "default"), token, isReport);
      console.log(
        values.json ? JSON.stringify(found, null, 2) : formatReport(found).split("\n").map(printable).join("\n"),
      );
      if (values.json && !found.complete) console.error(`luna-sandbox report: ${incompleteText(found)}`);
      return exitCodeOf(found, on);
    },
    stop,
  );
