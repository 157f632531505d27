import { printable } from "../../../shared/printable.js";
import type { RequestEntry } from "../entry.js";
import { hasJsonBody, type LogFormat, queryOf, urlOf } from "./format.js";

/** Quotes a text for a POSIX shell. */
const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function tokenOf({ token }: RequestEntry): readonly string[] {
  if (token === "missing") return [];
  return [token === "valid" ? `-H "x-access-token: $LUNA_TOKEN"` : "-H 'x-access-token: [redacted]'"];
}

function commandOf(entry: RequestEntry): string {
  const query = new URLSearchParams(queryOf(entry)).toString();
  const path = urlOf(entry, "") + (query === "" ? "" : `?${query}`);
  const body =
    entry.request === null
      ? []
      : ["-H 'content-type: application/json'", `--data-raw ${shellWord(JSON.stringify(entry.request))}`];
  const words = [
    "curl -sS -g -X",
    shellWord(entry.verb),
    `"$LUNA_BASE_URL"${shellWord(path)}`,
    ...tokenOf(entry),
    ...body,
  ];
  return `${words.join(" ")}; echo`;
}

function commentOf({ requestId, at, company, status, why }: RequestEntry): string {
  const sender = company === null ? "" : `, company ${company}`;
  return printable(`# ${requestId} at ${at}${sender}: status ${status}${why === null ? "" : `, refused: ${why}`}`);
}

/** A shell script of curl commands, oldest first. A request whose body the log does not hold is a comment. */
export const curl: LogFormat = {
  contentType: "text/x-shellscript; charset=utf-8",
  head: ({ origin, sandboxId }) =>
    [
      "#!/bin/sh",
      printable(`# Requests of the sandbox ${sandboxId}. LUNA_TOKEN is the access token of a company.`),
      `: "\${LUNA_TOKEN:?must be an access token}"`,
      `LUNA_BASE_URL=\${LUNA_BASE_URL:-${shellWord(`${origin}/api/v1`)}}`,
      "",
    ].join("\n"),
  entry: (entry) => {
    const isReplayable = hasJsonBody(entry) && !entry.name.includes("…[cut from");
    const command = commandOf(entry);
    return `\n${commentOf(entry)}\n${isReplayable ? command : `# not kept whole: ${printable(command)}`}\n`;
  },
  separator: "",
  tail: () => "",
};
