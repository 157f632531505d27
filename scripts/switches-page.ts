import { type SwitchName, switches, switchNames } from "../mock-server/model/profile.js";
import { table } from "./markdown.js";

const section = (name: SwitchName): string => {
  const { kind, question, values, advice, settledBy } = switches[name];
  const rows = values.map(({ value, level, why }, place) => [
    `\`${value}\`${place === 0 ? " (default)" : ""}`,
    level,
    why,
  ]);
  return [
    `## ${name}`,
    "",
    `${question} ${kind === "rule" ? "A rule." : ""}`.trim(),
    "",
    table(["value", "how sure", "why"], rows),
    "",
    `For a client: ${advice}`,
    "",
    `What would settle it: ${settledBy}`,
  ].join("\n");
};

/** docs/switches.md: every switch with its values, the evidence for them, and what a client does about it. */
export const profilesPage = (): string => `<!-- Made by \`npm run generate\`. Do not edit. -->
# Profiles

Where the vendor's page and what working clients show leave more than one profile open, and a client's code would have to differ, the choice is a named switch. A profile is a value for every switch; the OpenAPI document describes the default one. A presentation switch changes how a request is taken in or an answer is presented, a rule switch changes what happens to a card.

| to set switches | |
| --- | --- |
| for a server | \`npm start -- --set envelope=array --set errorStatus=4xx\`, or \`createLunaServer({ reading: { envelope: "array" } })\` |
| for a sandbox | \`POST /_luna/sandboxes\` with \`{"profile": {"envelope": "array"}}\`, \`PUT /_luna/sandboxes/:id/reading\` (what it does not name goes to its default). A new sandbox has the server's profile beside what it names, and one that is reset has again what it began with |
| for one request | the header \`x-luna-profile: envelope=array, errorStatus=4xx\`; presentation switches only |

\`GET /_luna/switches\` has this page as JSON. Answers of ours that the vendor has no form for (400, 404, 405, 413, 415, 500, 503, 507) are the same under every profile. A request without the token of a company gets error 1 as the sandbox \`default\` would answer it.

${switchNames.map(section).join("\n\n")}
`;
