/** docs/methods.md: what each method takes and answers, from the document. */
import { at, isJson, type Json, methodsOf, requestExamples } from "./document-walk.js";
import { knownOf } from "./fields.js";
import { table } from "./markdown.js";

/** A schema with its references followed; what stands beside a reference counts before what is behind it. */
function whole(document: Json, schema: unknown): Json {
  if (!isJson(schema)) return {};
  return typeof schema.$ref === "string" ? { ...whole(document, at(document, schema.$ref)), ...schema } : schema;
}

/** The forms that a schema allows, or the schema if it is the only one. */
function forms(document: Json, schema: Json): readonly Json[] {
  const members = [schema.oneOf, schema.anyOf].flat().filter((member) => isJson(member) && member.$ref !== undefined);
  return members.length === 0 ? [schema] : members.map((member) => whole(document, member));
}

const firstSentence = (text: unknown): string => String(text ?? "").split(/(?<=\.)\s|:\n/)[0] ?? "";

/** A description in a line; a list in it says what the values mean, which the description of the method says too. */
const explained = (text: unknown): string => String(text ?? "").split(/:?\n\n/)[0] ?? "";

const code = (value: unknown): string => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

/** What a schema allows: the values, or the types such as `array of string`. */
function allowed(document: Json, of: unknown): readonly string[] {
  const schema = whole(document, of);
  if (schema.const !== undefined) return [code(schema.const)];
  if (Array.isArray(schema.enum)) return schema.enum.map(code);
  if (Array.isArray(schema.oneOf)) return schema.oneOf.flatMap((member) => allowed(document, member));
  if (schema.type === "array") return [`array of ${allowed(document, schema.items).join(" or ")}`];
  const types = [schema.type ?? "any"].flat().map(String);
  return schema.maxLength === undefined
    ? types
    : types.map((type) => `${type} of at most ${schema.maxLength} characters`);
}

interface Parameter {
  readonly name: string;
  readonly schema: Json;
  readonly isRequired: boolean;
}

const parametersOf = (document: Json, form: Json): readonly Parameter[] =>
  Object.entries(isJson(form.properties) ? form.properties : {}).map(([name, schema]) => ({
    name,
    schema: whole(document, schema),
    isRequired: Array.isArray(form.required) && form.required.includes(name),
  }));

/** The parameters of one form in a line, with the values that this form binds them to. */
const line = (document: Json, form: Json): string =>
  parametersOf(document, form)
    .map(({ name, schema, isRequired }) => {
      const isBound = schema.const !== undefined || Array.isArray(schema.enum);
      return `\`${name}\`${isRequired ? "" : " (optional)"}${isBound ? `: ${allowed(document, schema).join(", ")}` : ""}`;
    })
    .join("; ");

/** What a method takes: one table of all parameters and, where forms differ, one of the forms. */
function parameters(document: Json, method: Json): string {
  const body = isJson(method.requestBody) ? whole(document, at(method, requestSchema)) : {};
  const kinds = forms(document, body).map((kind) => ({ kind, leaves: forms(document, kind) }));
  const leaves = kinds.flatMap((each) => each.leaves);
  const all = leaves.flatMap((leaf) => parametersOf(document, leaf));
  const names = [...new Set(all.map(({ name }) => name))];
  if (names.length === 0) return "It takes no parameters.";
  const rows = names.map((name) => {
    const same = all.filter((parameter) => parameter.name === name);
    const required = same.filter(({ isRequired }) => isRequired).length;
    const types = [...new Set(same.flatMap(({ schema }) => allowed(document, schema)))];
    const [{ schema } = { schema: {} as Json }, other] = same;
    const isOneOfForms = other !== undefined && schema.const !== undefined && other.schema.const !== schema.const;
    return [
      `\`${name}\``,
      types.join(types.every((type) => type.startsWith("`")) ? ", " : " or "),
      required === leaves.length ? "yes" : required === 0 ? "no" : "in some forms",
      knownOf(schema)?.level ?? "",
      isOneOfForms ? "Which form it is, see below." : explained(schema.description),
    ];
  });
  const found = table(["parameter", "type", "required", "how sure", "what it is"], rows);
  if (leaves.length === 1) return found;
  const lines = kinds.flatMap((each) =>
    each.leaves.map((leaf) => [firstSentence(each.kind.description), line(document, leaf)]),
  );
  return `${found}\n\n${table(["form", "its parameters"], lines)}`;
}

const requestSchema = "#/requestBody/content/application~1json/schema";
const inward = "content/application~1json";

function examples(method: Json): string {
  const asked = isJson(method.requestBody) ? requestExamples(at(method, `#/requestBody/${inward}`)) : {};
  const answers = at(method, `#/responses/200/${inward}/examples`);
  const each = Object.entries(answers).map(([name, answer]) => {
    const { value: body = {} } = (asked[name] ?? {}) as { value?: unknown };
    const { summary, value } = answer as { summary?: string; value: unknown };
    return `# ${summary ?? name}\n${JSON.stringify(body)}\n-> ${JSON.stringify(value)}`;
  });
  return `\`\`\`text\n${each.join("\n\n")}\n\`\`\``;
}

export function methodsPage(document: Json): string {
  const sections = methodsOf(document).map(({ id, method }) =>
    [
      `## ${id}`,
      `${method.summary} (${knownOf(method)?.level}). ${String(method.description ?? "").trim()}`,
      parameters(document, method),
      examples(method),
    ].join("\n\n"),
  );
  return `<!-- Made by \`npm run generate\`. Do not edit. -->
# Methods

What each method takes and answers under the default profile. All are \`POST /api/v1/<method>\` with a JSON body and the header \`x-access-token\`; without a company's token the answer is \`{"error":1}\`. The examples are those of \`openapi/luna.gen.json\`; a test sends each to a new sandbox with the fixture [\`demo\`](demo.md), made with \`{"now": "2026-01-15T12:00:00Z"}\`, which is where their dates come from. [fidelity.md](fidelity.md) has the source for each field and rule, [profiles.md](profiles.md) what may be different.

${sections.join("\n\n")}
`;
}
