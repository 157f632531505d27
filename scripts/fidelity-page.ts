import { type EvidenceLevel, evidenceLevels } from "../mock-server/model/evidence.js";
import { switches, switchNames } from "../mock-server/model/profile.js";
import { rules } from "../mock-server/rules.js";
import { at, isJsonObject, type JsonObject, methodsOf } from "./document-walk.js";
import { evidenceIn, fieldsOf, type NotedEvidence } from "./fields.js";
import { gaps } from "./gaps.js";
import { markdownTable } from "./markdown.js";

const meanings: Readonly<Record<EvidenceLevel, string>> = {
  documented: "the vendor's page states it in a table or in prose",
  sample: "only a sample on the vendor's page shows it",
  observed: "a working public client of the same engine depends on it",
  sibling: "documented for a sibling (the engine's v2 API, or another brand of the product), not for v1",
  inferred: "follows from the levels above; the reasoning is written down",
  assumed: "unknown; chosen by this project",
};

const sourceText = ({ source, note }: NotedEvidence): string => (note === "" ? source : `${source}; ${note}`);

/** Returns the errors that a response can be. */
function errorsOf(
  document: JsonObject,
  answer: JsonObject,
): readonly { readonly code: number; readonly evidence: NotedEvidence }[] {
  const { schema } = at(answer, "#/content/application~1json");
  const forms = isJsonObject(schema) && Array.isArray(schema.oneOf) ? schema.oneOf : [];
  return forms.flatMap((form) => {
    const schema = isJsonObject(form) && typeof form.$ref === "string" ? at(document, form.$ref) : form;
    const error = isJsonObject(schema) && isJsonObject(schema.properties) ? schema.properties.error : undefined;
    const evidence = evidenceIn(schema);
    return isJsonObject(error) && typeof error.const === "number" && evidence !== undefined
      ? [{ code: error.const, evidence }]
      : [];
  });
}

/** Returns the evidence of each method with its parameters, fields and errors. */
const describedMethods = (document: JsonObject) =>
  methodsOf(document).map(({ id, method }) => {
    const evidence = evidenceIn(method);
    if (evidence === undefined) throw new Error(`${id} has no x-evidence`);
    const answer = at(method, "#/responses/200");
    return {
      id,
      evidence,
      parameters: fieldsOf(document, method.requestBody),
      fields: fieldsOf(document, answer),
      errors: errorsOf(document, answer),
    };
  });

type Method = ReturnType<typeof describedMethods>[number];

function methodSection({ id, evidence, parameters, fields, errors }: Method): string {
  const row = (kind: string) => (field: NotedEvidence & { readonly path: string }) =>
    [kind, `\`${field.path}\``, field.level, sourceText(field)] as const;
  const rows = [
    ["method", `\`${id}\``, evidence.level, sourceText(evidence)],
    ...parameters.map(row("parameter")),
    ...fields.map(row("response")),
    ...errors.map(({ code, evidence }) => ["error", `\`${code}\``, evidence.level, sourceText(evidence)]),
  ];
  return `### ${id}\n\n${markdownTable(["kind", "name", "evidence", "source"], rows)}`;
}

const defaultLevels = switchNames.flatMap((name) => switches[name].values[0]?.level ?? []);

const counts = (kind: string, levels: readonly string[]) => [
  kind,
  ...evidenceLevels.map((level) => levels.filter((each) => each === level).length),
];

const settlingRows = () =>
  switchNames.map((name) => {
    const { values, settledBy } = switches[name];
    const each = values.map(({ value, level }) => `\`${value}\` ${level}`);
    return [`[${name}](switches.md#${name.toLowerCase()})`, each.join(", "), settledBy];
  });

/** Returns docs/fidelity.md: evidence for every part of the sandbox, its gaps, and how to help. */
export function fidelityPage(document: JsonObject): string {
  const methods = describedMethods(document);
  const levelsOf = (items: readonly { readonly level: string }[]) => items.map(({ level }) => level);
  return `<!-- Made by \`npm run generate\`. Do not edit. -->
# Fidelity

See the evidence for every method, parameter, response field, error, rule and switch. The vendor's page is incomplete and contradicts itself in places.

${markdownTable(
  ["level", "meaning"],
  evidenceLevels.map((level) => [level, meanings[level]]),
)}

The counts are not added up, because a score would hide the parts that your client depends on.

${markdownTable(
  ["", ...evidenceLevels],
  [
    counts("methods", levelsOf(methods.map(({ evidence }) => evidence))),
    counts("parameters", levelsOf(methods.flatMap(({ parameters }) => parameters))),
    counts("response fields", levelsOf(methods.flatMap(({ fields }) => fields))),
    counts("errors of methods", levelsOf(methods.flatMap(({ errors }) => errors.map(({ evidence }) => evidence)))),
    counts("rules", levelsOf(Object.values(rules))),
    counts("defaults of switches", defaultLevels),
  ],
)}

A field that several forms of a request or response share is counted once for its method, with the level of the first form.

## Not simulated

${gaps.map((each) => `- ${each}`).join("\n")}

## How to help

A switch is open because the behaviour of the real service is not published. A single response settles most switches, two settle a few. If you have an account, please open an issue with the response. Remove tokens and personal data.

${markdownTable(["switch", "values, default first", "settled by"], settlingRows())}

## Methods

${methods.map(methodSection).join("\n\n")}

## Rules

\`GET /_luna/rules\` returns them as JSON. With \`x-luna-explain: 1\` a response lists the rules that it applied.

${markdownTable(
  ["rule", "text", "evidence", "source"],
  Object.entries(rules).map(([id, { text, level, source, switches: of }]) => [
    `\`${id}\``,
    [text, ...(of ?? []).map((name) => `Switch [${name}](switches.md#${name.toLowerCase()}).`)].join(" "),
    level,
    source,
  ]),
)}
`;
}
