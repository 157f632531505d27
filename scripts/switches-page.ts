import { defaultProfile, type SwitchName, switches, switchNames } from "../mock-server/model/profile.js";
import { markdownTable } from "./markdown.js";

const section = (name: SwitchName): string => {
  const { kind, question, values, advice, settledBy } = switches[name];
  const rows = values.map(({ value, level, why }, index) => [
    `\`${value}\`${index === 0 ? " (default)" : ""}`,
    level,
    why,
  ]);
  return [
    `## ${name}`,
    "",
    `${question} (${kind} switch)`,
    "",
    markdownTable(["value", "evidence", "reason"], rows),
    "",
    `Advice: ${advice}`,
    "",
    `Settled by: ${settledBy}`,
  ].join("\n");
};

const list = markdownTable(
  ["switch", "question", "default"],
  switchNames.map((name) => [
    `[${name}](#${name.toLowerCase()})`,
    switches[name].question,
    `\`${defaultProfile[name]}\``,
  ]),
);

/** Returns docs/switches.md: every switch with its values, their evidence, and advice for clients. */
export const switchesPage = (): string => `<!-- Made by \`npm run generate\`. Do not edit. -->
# Profiles and switches

Choose how the sandbox interprets what the vendor's page leaves open.

A switch is a question with named values. It exists where the page allows several interpretations and the code of a client would have to differ. A profile has a value for every switch. The OpenAPI document describes the default profile, which takes the first value of each.

A presentation switch changes how requests are parsed or responses are presented. A rule switch changes what happens to a card.

| scope | how to set switches |
| --- | --- |
| a server | \`npm start -- --set envelope=array --set errorStatus=4xx\`, or \`createLunaServer({ profile: { envelope: "array" } })\` |
| a sandbox | \`POST /_luna/sandboxes\` with \`{"profile": {"envelope": "array"}}\`, or \`PUT /_luna/sandboxes/:id/profile\` |
| a request | the header \`x-luna-profile: envelope=array, errorStatus=4xx\`; presentation switches only |

- A new sandbox takes the switches that its request does not name from the server. A reset restores the profile it was created with.
- \`PUT\` sets switches that it does not name to their defaults.
- A server that finds \`default\` in its data folder sets the switches that \`--set\` names, and keeps the rest.
- Refusals of the sandbox itself (400, 404, 405, 413, 415, 500, 503, 507) are the same under every profile.
- A request without a valid token gets error 1 in the profile of \`default\`.

\`GET /_luna/switches\` returns this page as JSON.

${list}

${switchNames.map(section).join("\n\n")}
`;
