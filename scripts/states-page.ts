import { statesJson } from "../contracts/states/list.js";
import { markdownTable } from "./markdown.js";

const intro = `# Provider states

Look up the states that a consumer's Pact test can require before a request, such as \`a stamp card\`.

In a Pact library a state is a \`given\` clause, with the parameters that differ from their defaults:

\`\`\`js
interaction.given("a stamp card", { serial: "297150-586-203", activeStamps: 7 })
\`\`\`

- Every parameter has a default. Numbers may be strings. An unknown name or parameter is a failure with a suggestion.
- A state creates the records that it refers to: the client of a card, the template of a client. Named ids are kept, and the API gives later records different ids.
- Several states of an interaction compose in one sandbox, in order; histories come last.
- A state about an existing card changes it. A contradiction, such as a card of two types, is a failure.
- Generated ids, phones and e-mails never collide with given ones. An omitted property is taken from the states that set it.
- A request can contain the values that a state returns (\`fromProviderState\`, \`ProviderState\` generators).
- Version 2 of Pact has no parameters. Append them to the name as JSON: \`a stamp card {"activeStamps": 7}\`.
- Any token is accepted as the company's token, unless a state says otherwise. Without a token the response is error 1.
- The clock is frozen at 2026-01-15T12:00:00Z. Everything else is as in the demo.

\`luna-sandbox states\` lists the states in a terminal, and with \`--json\` for programs.
`;

/** Returns docs/provider-states.md. */
export function statesPage(): string {
  const states = statesJson();
  const list = markdownTable(
    ["state", "meaning"],
    states.map(({ name, about }) => [`[${name}](#${name.replaceAll(" ", "-")})`, about.split(/(?<=\.) /)[0] ?? ""]),
  );
  const sections = states.map(({ name, about, parameters, gives }) =>
    [
      `## ${name}`,
      about,
      markdownTable(
        ["parameter", "default", "values", "meaning"],
        parameters.map(({ name: parameter, kind, default: defaultText, about: meaning }) => [
          `\`${parameter}\``,
          defaultText,
          kind,
          meaning,
        ]),
      ),
      `Returns ${gives.map((value) => `\`${value}\``).join(", ")}.`,
    ].join("\n\n"),
  );
  return `${intro}\n${list}\n\n${sections.join("\n\n")}\n`;
}
