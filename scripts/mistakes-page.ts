import { mistakes } from "../mock-server/report/catalogue.js";
import { isCertain, type Mistake } from "../mock-server/report/mistake.js";
import { markdownTable } from "./markdown.js";

const section = ({ id, text, severity, example, advice }: Mistake): string =>
  [
    `## ${id}`,
    "",
    `${severity}${isCertain(severity) ? "" : ": it may be intended"}. ${text}`,
    "",
    `Example: ${example}`,
    "",
    `Advice: ${advice}`,
  ].join("\n");

const list = markdownTable(
  ["mistake", "severity", "meaning"],
  mistakes.map(({ id, severity, text }) => [`[${id}](#${id})`, severity, text.split(/(?<=\.) /)[0] ?? ""]),
);

/** Returns docs/mistakes.md: every mistake that the client report detects. */
export const mistakesPage = (): string => `<!-- Made by \`npm run generate\`. Do not edit. -->
# Client mistakes

Read the client report: the mistakes that the server finds in the requests of a client.

| severity | meaning | fails a build with |
| --- | --- | --- |
| error | loses or doubles something, or is refused | \`--fail-on error\` |
| warning | works only because the default profile tolerates it | \`--fail-on warning\` |
| hint | may be intended | never |

| for | use |
| --- | --- |
| people | \`luna-sandbox report --fail-on error\` |
| programs | \`luna-sandbox report --json\`, \`GET /_luna/sandboxes/:id/report?since=\` |
| code | \`clientReport(entries)\` and \`formatReport(report)\`, for entries of a request log |

- The report is the same under every profile, except for requests that a profile refuses, such as a phone as a string under \`phoneIn=refused\`.
- A push loop that is still running counts as unfinished.
- Reading only the first page of operations or pushes is no mistake: it has the newest rows.
- Requests without a valid token are in the report of \`default\`.
- Tokens and API keys in the body, in addition to the header, are no mistake: real clients send them.

The request log holds the last 10,000 requests of each sandbox and 16 MiB of their bodies. If it has dropped more, the report is incomplete:

- \`complete\` is false, and \`dropped\` counts the lost requests.
- The command ends with exit code 2, unless it found a mistake that \`--fail-on\` names.

Use a sandbox for each test run, or read the report more often with \`since\`.

${list}

${mistakes.map(section).join("\n\n")}
`;
