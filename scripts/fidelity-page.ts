import { type EvidenceLevel, evidenceLevels } from "../mock-server/model/evidence.js";
import { switches, switchNames } from "../mock-server/model/profile.js";
import { rules } from "../mock-server/rules.js";
import { at, isJson, type Json, methodsOf } from "./document-walk.js";
import { fieldsOf, type Known, knownOf } from "./fields.js";
import { table } from "./markdown.js";
import { notDone } from "./not-done.js";

const meanings: Readonly<Record<EvidenceLevel, string>> = {
  documented: "the vendor's page says so in a table or in prose",
  sample: "only a sample value or sample body on the vendor's page shows it",
  observed: "a working public client of the same engine depends on it",
  sibling: "documented for a sibling (the engine's v2 API, or another brand of the product), not for v1",
  inferred: "follows from the levels above by reasoning that is written down",
  assumed: "nobody knows, and we chose",
};

const where = ({ source, note }: Known): string => (note === "" ? source : `${source}; ${note}`);

/** The errors that an answer can be. */
function errorsOf(document: Json, answer: Json): readonly { readonly code: number; readonly known: Known }[] {
  const { schema } = at(answer, "#/content/application~1json");
  const forms = isJson(schema) && Array.isArray(schema.oneOf) ? schema.oneOf : [];
  return forms.flatMap((form) => {
    const of = isJson(form) && typeof form.$ref === "string" ? at(document, form.$ref) : form;
    const error = isJson(of) && isJson(of.properties) ? of.properties.error : undefined;
    const known = knownOf(of);
    return isJson(error) && typeof error.const === "number" && known !== undefined
      ? [{ code: error.const, known }]
      : [];
  });
}

/** What the document says of each method. */
const describedMethods = (document: Json) =>
  methodsOf(document).map(({ id, method }) => {
    const known = knownOf(method);
    if (known === undefined) throw new Error(`${id} does not say how sure it is`);
    const answer = at(method, "#/responses/200");
    return {
      id,
      known,
      parameters: fieldsOf(document, method.requestBody),
      fields: fieldsOf(document, answer),
      errors: errorsOf(document, answer),
    };
  });

type Method = ReturnType<typeof describedMethods>[number];

function method({ id, known, parameters, fields, errors }: Method): string {
  const row = (kind: string) => (of: Known & { readonly path: string }) =>
    [kind, `\`${of.path}\``, of.level, where(of)] as const;
  const rows = [
    ["method", `\`${id}\``, known.level, where(known)],
    ...parameters.map(row("parameter")),
    ...fields.map(row("answer")),
    ...errors.map(({ code, known }) => ["error", `\`${code}\``, known.level, where(known)]),
  ];
  return `### ${id}\n\n${table(["", "what", "how sure", "who says so"], rows)}`;
}

const defaultLevels = switchNames.flatMap((name) => switches[name].values[0]?.level ?? []);

const counts = (kind: string, levels: readonly string[]) => [
  kind,
  ...evidenceLevels.map((level) => levels.filter((each) => each === level).length),
];

const settling = () =>
  switchNames.map((name) => {
    const { values, settledBy } = switches[name];
    const each = values.map(({ value, level }) => `\`${value}\` ${level}`);
    return [`[${name}](profiles.md#${name.toLowerCase()})`, each.join(", "), settledBy];
  });

/** docs/fidelity.md: how sure we are of every part of the sandbox, what it does not do, and how to help. */
export function fidelityPage(document: Json): string {
  const methods = describedMethods(document);
  const levelsOf = (of: readonly { readonly level: string }[]) => of.map(({ level }) => level);
  return `<!-- Made by \`npm run docs\`. Do not edit. -->
# Fidelity

The vendor's page is incomplete and contradicts itself in places. This page says of every method, parameter, answer field, error, rule and switch how sure we are of it, and who says so.

${table(
  ["level", "what it means"],
  evidenceLevels.map((level) => [level, meanings[level]]),
)}

Counted. The counts are not added up: a score would hide which parts your client depends on.

${table(
  ["", ...evidenceLevels],
  [
    counts("methods", levelsOf(methods.map(({ known }) => known))),
    counts("parameters", levelsOf(methods.flatMap(({ parameters }) => parameters))),
    counts("answer fields", levelsOf(methods.flatMap(({ fields }) => fields))),
    counts("errors of methods", levelsOf(methods.flatMap(({ errors }) => errors.map(({ known }) => known)))),
    counts("rules", levelsOf(Object.values(rules))),
    counts("defaults of switches", defaultLevels),
  ],
)}

A field that several forms of a request or an answer share is counted once for its method, as the first form has it.

## What we do not do

${notDone.map((each) => `- ${each}`).join("\n")}

## How to help

A switch is open because nobody has published the answer. One answer of the real service settles it, for a few it takes two. If you have an account, please open an issue with the answer, tokens and people removed.

${table(["switch", "its values, the default first", "what would settle it"], settling())}

## Methods

${methods.map(method).join("\n\n")}

## Rules

\`GET /_luna/rules\` has them as JSON, and \`x-luna-explain: 1\` makes an answer name those that had a say.

${table(
  ["rule", "what it says", "how sure", "who says so"],
  Object.entries(rules).map(([id, { text, level, source, switches: of }]) => [
    `\`${id}\``,
    [text, ...(of ?? []).map((name) => `Switch [${name}](profiles.md#${name.toLowerCase()}).`)].join(" "),
    level,
    source,
  ]),
)}
`;
}
