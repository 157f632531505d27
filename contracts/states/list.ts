import { table } from "../../shared/text-table.js";
import { providerStates } from "./index.js";

/** The catalogue for programs. */
export const statesJson = () =>
  providerStates.map(({ name, about, parameters, gives }) => ({
    name,
    about,
    parameters: Object.entries(parameters).map(([parameter, { kind, usual, about: what }]) => ({
      name: parameter,
      kind,
      default: usual,
      about: what,
    })),
    gives,
  }));

/** The catalogue as a table. */
export function statesText(): string {
  const rows = statesJson().flatMap(({ name, parameters }) =>
    parameters.map(({ name: parameter, kind, default: usual }, place) => [
      place === 0 ? name : "",
      parameter,
      usual,
      kind,
    ]),
  );
  return `${table([["state", "parameter", "default", "what it takes"], ...rows])}\n\nluna-sandbox states <name> tells more of one; docs/provider-states.md of all.`;
}

/** One state in full. */
export function stateText(name: string): string | undefined {
  const found = statesJson().find((state) => state.name === name);
  if (found === undefined) return undefined;
  const rows = found.parameters.map(({ name: parameter, kind, default: usual, about }) => [
    parameter,
    usual,
    kind,
    about,
  ]);
  return [
    `${found.name}: ${found.about}`,
    table([["parameter", "default", "what it takes", "what it is"], ...rows]),
    `It gives back ${found.gives.join(", ")}.`,
  ].join("\n\n");
}

const cell = (text: string) => text.replaceAll("|", "\\|");

/** The page docs/provider-states.md. */
export function statesPage(): string {
  const sections = statesJson().map(({ name, about, parameters, gives }) =>
    [
      `## ${name}`,
      about,
      [
        "| parameter | default | what it takes | what it is |",
        "| --- | --- | --- | --- |",
        ...parameters.map(
          ({ name: parameter, kind, default: usual, about: what }) =>
            `| \`${parameter}\` | ${cell(usual)} | ${cell(kind)} | ${cell(what)} |`,
        ),
      ].join("\n"),
      `Gives back ${gives.map((value) => `\`${value}\``).join(", ")}.`,
    ].join("\n\n"),
  );
  return `${intro}\n${sections.join("\n\n")}\n`;
}

const intro = `# Provider states

What a consumer's Pact test can say of the sandbox before a request, such as \`a stamp card\`. This page is made from the catalogue; \`luna-sandbox states\` prints it, with \`--json\` for programs.

- Every parameter has a default, and a number may come as text. A name or a parameter that is not in the catalogue is a failure, which names the nearest one.
- A state makes what it refers to: a card's client, a client's template. Ids that are named are kept, and what the API creates later gets others.
- Several states of one interaction compose in one sandbox, in their order. A state about something that is there already changes it. States that contradict each other, such as a card of two types, are a failure.
- What a state makes up, such as the members of a crowd, gets no id, phone or e-mail that any state of the interaction names, a later one included. What it leaves open, such as the type of a template, is as another state has it.
- Values that a state gives back can be put into the request (\`fromProviderState\`, \`ProviderState\` generators).
- Version 2 of Pact has no parameters. There they stand behind the name as JSON: \`a stamp card {"activeStamps": 7}\`.
- Whatever token an interaction sends is the company's, unless a state says otherwise. Without a token the answer is error 1.
- The sandbox's clock stands still at 2026-01-15T12:00:00Z, and what is left open is as in the demo.
`;
