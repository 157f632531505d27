import { mistakes } from "../mock-server/report/catalogue.js";
import { isCertain, type Mistake } from "../mock-server/report/mistake.js";

const section = ({ id, text, severity, example, advice }: Mistake): string =>
  [
    `## ${id}`,
    "",
    `${severity}${isCertain(severity) ? "" : ": it may be meant that way"}. ${text}`,
    "",
    `Example: ${example}`,
    "",
    `Advice: ${advice}`,
  ].join("\n");

/** docs/mistakes.md: what the client report knows. */
export const mistakesPage = (): string => `<!-- Made by \`npm run docs\`. Do not edit. -->
# Client mistakes

The server keeps its last requests in a request log. The client report looks in it for mistakes that clients of this API make. An error loses or doubles something, or is refused; a warning works only because the sandbox, in its default profile, is kind; both are certain. A hint may be meant that way, and never fails a build.

| to have it | |
| --- | --- |
| for people | \`luna-sandbox report --fail-on error\` |
| for programs | \`luna-sandbox report --json\`, \`GET /_luna/sandboxes/:id/report?since=\` |
| in code | \`clientReport(entries)\` and \`formatReport(report)\`, for the entries of a sandbox's request log |

The report reads the requests, whether they were accepted, and of answers what every profile shows: how many rows there were and whose user id it was. So it has the same to say under every profile, but for requests that a profile refuses, such as a phone as a string under \`phoneIn=refused\`. It looks at what there is: a push loop that is still running is unfinished. The first page of operations and of pushes, which has the newest, may be all that is wanted. Requests that come without the token of a company are in the report of the sandbox \`default\`. Tokens and API keys in the body, beside the header, are no mistake: real clients send them.

The request log has the last 10,000 requests of each sandbox and 16 MiB of their bodies. If it has dropped more, the report is incomplete: \`complete\` is false, \`dropped\` says how much is lacking, and the command ends with exit code 2 unless it found a mistake that \`--fail-on\` names. Use a sandbox for each test run, or ask for the report more often, each time with \`since\`.

${mistakes.map(section).join("\n\n")}
`;
