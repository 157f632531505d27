import { at, isJsonObject, type JsonObject, methodsOf, requestExamples } from "./document-walk.js";
import { evidenceIn } from "./fields.js";
import { markdownTable } from "./markdown.js";
import { methodsTable } from "./methods-table.js";

/** Resolves the references of a schema. Keys beside a reference override those behind it. */
function resolved(document: JsonObject, schema: unknown): JsonObject {
  if (!isJsonObject(schema)) return {};
  return typeof schema.$ref === "string" ? { ...resolved(document, at(document, schema.$ref)), ...schema } : schema;
}

/** Returns the alternative forms of a schema, or the schema itself. */
function forms(document: JsonObject, schema: JsonObject): readonly JsonObject[] {
  const members = [schema.oneOf, schema.anyOf]
    .flat()
    .filter((member) => isJsonObject(member) && member.$ref !== undefined);
  return members.length === 0 ? [schema] : members.map((member) => resolved(document, member));
}

const firstSentence = (text: unknown): string => String(text ?? "").split(/(?<=\.)\s|:\n/)[0] ?? "";

/** Returns the first paragraph of a description. Lists after it repeat the description of the method. */
const explained = (text: unknown): string => String(text ?? "").split(/:?\n\n/)[0] ?? "";

const code = (value: unknown): string => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

/** Returns the allowed values, or the types such as `array of string`. */
function allowed(document: JsonObject, node: unknown): readonly string[] {
  const schema = resolved(document, node);
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
  readonly schema: JsonObject;
  readonly isRequired: boolean;
}

const parametersOf = (document: JsonObject, form: JsonObject): readonly Parameter[] =>
  Object.entries(isJsonObject(form.properties) ? form.properties : {}).map(([name, schema]) => ({
    name,
    schema: resolved(document, schema),
    isRequired: Array.isArray(form.required) && form.required.includes(name),
  }));

/** Formats the parameters of a form in a line, with the values that the form requires. */
const line = (document: JsonObject, form: JsonObject): string =>
  parametersOf(document, form)
    .map(({ name, schema, isRequired }) => {
      const isBound = schema.const !== undefined || Array.isArray(schema.enum);
      return `\`${name}\`${isRequired ? "" : " (optional)"}${isBound ? `: ${allowed(document, schema).join(", ")}` : ""}`;
    })
    .join("; ");

/** Formats a table of all parameters and, where forms differ, a table of the forms. */
function parameters(document: JsonObject, method: JsonObject): string {
  const body = isJsonObject(method.requestBody) ? resolved(document, at(method, requestSchema)) : {};
  const kinds = forms(document, body).map((kind) => ({ kind, leaves: forms(document, kind) }));
  const leaves = kinds.flatMap((each) => each.leaves);
  const all = leaves.flatMap((leaf) => parametersOf(document, leaf));
  const names = [...new Set(all.map(({ name }) => name))];
  if (names.length === 0) return "No parameters.";
  const rows = names.map((name) => {
    const same = all.filter((parameter) => parameter.name === name);
    const required = same.filter(({ isRequired }) => isRequired).length;
    const types = [...new Set(same.flatMap(({ schema }) => allowed(document, schema)))];
    const [{ schema } = { schema: {} as JsonObject }, other] = same;
    const isOneOfForms = other !== undefined && schema.const !== undefined && other.schema.const !== schema.const;
    return [
      `\`${name}\``,
      types.join(types.every((type) => type.startsWith("`")) ? ", " : " or "),
      required === leaves.length ? "yes" : required === 0 ? "no" : "in some forms",
      evidenceIn(schema)?.level ?? "",
      isOneOfForms ? "Selects the form; see below." : explained(schema.description),
    ];
  });
  const found = markdownTable(["parameter", "type", "required", "evidence", "meaning"], rows);
  if (leaves.length === 1) return found;
  const lines = kinds.flatMap((each) =>
    each.leaves.map((leaf) => [firstSentence(each.kind.description), line(document, leaf)]),
  );
  return `${found}\n\n${markdownTable(["form", "parameters"], lines)}`;
}

const requestSchema = "#/requestBody/content/application~1json/schema";
const inward = "content/application~1json";

function examples(method: JsonObject): string {
  const asked = isJsonObject(method.requestBody) ? requestExamples(at(method, `#/requestBody/${inward}`)) : {};
  const answers = at(method, `#/responses/200/${inward}/examples`);
  const each = Object.entries(answers).map(([name, answer]) => {
    const { value: body = {} } = (asked[name] ?? {}) as { value?: unknown };
    const { summary, value } = answer as { summary?: string; value: unknown };
    return `# ${summary ?? name}\n${JSON.stringify(body)}\n-> ${JSON.stringify(value)}`;
  });
  return `\`\`\`text\n${each.join("\n\n")}\n\`\`\``;
}

/** Returns docs/methods.md: parameters and examples of each method, from the document. */
export function methodsPage(document: JsonObject): string {
  const sections = methodsOf(document).map(({ id, method }) =>
    [
      `## ${id}`,
      `${method.summary} (${evidenceIn(method)?.level}). ${String(method.description ?? "").trim()}`,
      parameters(document, method),
      examples(method),
    ].join("\n\n"),
  );
  return `<!-- Made by \`npm run generate\`. Do not edit. -->
# Methods

Look up the parameters and responses of each method under the default profile. All are \`POST /api/v1/<method>\` with a JSON body and the header \`x-access-token\`. Without a valid token the response is \`{"error":1}\`.

[Fidelity](fidelity.md) has the source of each field and rule, and [switches](switches.md) has the alternatives. The examples are those of \`openapi/luna.gen.json\`. A test sends each to a new sandbox with the fixture [\`demo\`](demo.md), created with \`{"now": "2026-01-15T12:00:00Z"}\`.

Words such as documented and assumed are [evidence levels](fidelity.md). The table counts them for the parameters and response fields of each method.

${methodsTable(document)}

${sections.join("\n\n")}
`;
}
