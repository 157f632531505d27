/** Compiles the validators of both documents ahead of time, so that a server starts without Ajv. */
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { joinForms } from "../openapi/join-forms.js";
import { boundValues, branches, isJson, type Json, methodsOf, resolve } from "./document-walk.js";

const answerPointer = "/responses/200/content/application~1json/schema";
const requestPointer = "/requestBody/content/application~1json/schema";
/** The control plane's request bodies and the state format. */
const controlSchemas = [
  "State",
  "SandboxRequest",
  "ClockChange",
  "Template",
  "TemplateChange",
  "ClientForm",
  "Profile",
];

/** A module of validators in the making. */
class ValidatorModule {
  readonly #ajv = new Ajv2020({
    code: { source: true, esm: true, lines: false },
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    strictTypes: false,
    unicodeRegExp: false,
    validateFormats: false,
    messages: false,
    // Ajv says on every run that the next option will go one day; strict mode throws what matters.
    logger: false,
  } as ConstructorParameters<typeof Ajv2020>[0]);
  readonly #names: Record<string, string> = {};

  constructor(document: Json) {
    this.#ajv.addVocabulary(["components", "paths"]);
    const { paths, components } = document;
    const schemas = bare({ paths, components }) as Json;
    this.#ajv.addSchema({
      $id: "document",
      ...(withJoinedForms(chosenByConstant(schemas, document), document) as Json),
    });
  }

  /** Compiles the schema at a pointer; the answer is the name of its validator in the module. */
  compile(name: string, pointer: string): string {
    this.#ajv.addSchema({ $id: name, $ref: `document${pointer}` });
    this.#names[name] = name;
    return name;
  }

  /** Compiles the choice between the schemas at some pointers. */
  compileAny(name: string, pointers: readonly string[]): string {
    this.#ajv.addSchema({ $id: name, oneOf: pointers.map((pointer) => ({ $ref: `document${pointer}` })) });
    this.#names[name] = name;
    return name;
  }

  /** The module's text, with tables that say which validator is for what. */
  text(tables: Readonly<Record<string, readonly string[]>>): string {
    // Ajv's own function for lengths, replaced by ours: a server starts without Ajv.
    const code = standaloneCode
      .default(this.#ajv, this.#names)
      .replaceAll('require("ajv/dist/runtime/ucs2length").default', "codePoints");
    if (/\brequire\(/.test(code)) {
      throw new Error("the validators would need Ajv at run time: a keyword of the documents asks for its runtime");
    }
    const exports = Object.entries(tables).map(([name, rows]) => `export const ${name} = { ${rows.join(", ")} };`);
    const imports = code.includes("codePoints") ? ['import { codePoints } from "../shared/code-points.js";'] : [];
    return ["// @ts-nocheck", ...imports, code.replace('"use strict";', ""), ...exports, ""].join("\n");
  }
}

/** The validators of what methods are asked. */
export function requestValidators(luna: Json): string {
  const module = new ValidatorModule(luna);
  const requests: string[] = [];
  const usePass: string[] = [];
  for (const { id, pointer } of methodsOf(luna)) {
    const request = pointer + requestPointer;
    if (id === "usePass") {
      for (const { schema, pointer: of } of branches(luna, request)) {
        const type = schema["x-luna-card-type"];
        const forms = byValue(luna, of, "action").map(([action, form]) => {
          const validate = module.compile(`use_${type}_${action}`, form);
          return `${JSON.stringify(action)}: ${formText(luna, form, validate, { takes: takenBy(luna, form) })}`;
        });
        usePass.push(`${type}: { ${forms.join(", ")} }`);
      }
    } else if (byValue(luna, request, "pushSegment").some(([value]) => value !== "")) {
      const forms = byValue(luna, request, "pushSegment").map(
        ([value, form]) => `${value}: ${formText(luna, form, module.compile(`request_${id}_${value}`, form))}`,
      );
      requests.push(`${id}: { by: "pushSegment", forms: { ${forms.join(", ")} } }`);
    } else {
      requests.push(`${id}: ${formText(luna, request, module.compile(`request_${id}`, request))}`);
    }
  }
  return module.text({ requestForms: requests, usePassForms: usePass });
}

/** The validators of what methods answer, successes and refusals apart. Only a strict server loads them. */
export function answerValidators(luna: Json): string {
  const module = new ValidatorModule(luna);
  const answers = methodsOf(luna).map(({ id, pointer }) => {
    const forms = branches(luna, pointer + answerPointer);
    const compiled = (kind: string, of: readonly string[]) =>
      module.compileAny(`${kind}_${id}`, of.length > 0 ? of : [`${pointer}${answerPointer}`]);
    const isError = ({ schema }: { schema: Json }) => isJson(schema.properties) && "error" in schema.properties;
    const pointers = (errors: boolean) => forms.filter((form) => isError(form) === errors).map((form) => form.pointer);
    return `${id}: { success: ${compiled("success", pointers(false))}, refusal: ${compiled("refusal", pointers(true))} }`;
  });
  return module.text({ answerValidators: answers });
}

/** The validators of the control plane's request bodies and of the state format. */
export function controlValidators(control: Json): string {
  const module = new ValidatorModule(control);
  const bodies = controlSchemas.map(
    (name) => `${name}: ${module.compile(`body_${name}`, `#/components/schemas/${name}`)}`,
  );
  const texts = [...patternTexts(control)].map(
    ([pattern, text]) => `${JSON.stringify(pattern)}: ${JSON.stringify(text)}`,
  );
  return module.text({ controlValidators: bodies, patternTexts: texts });
}

/** The patterns of a document with what each asks for in words: a pattern without words does not get in. */
function patternTexts(value: unknown, found = new Map<string, string>()): ReadonlyMap<string, string> {
  if (Array.isArray(value)) for (const item of value) patternTexts(item, found);
  if (!isJson(value)) return found;
  const { pattern, "x-luna-form": text } = value;
  if (typeof pattern === "string" && typeof text !== "string") throw new Error(`${pattern} lacks its x-luna-form`);
  if (typeof pattern === "string") found.set(pattern, String(text));
  for (const inner of Object.values(value)) patternTexts(inner, found);
  return found;
}

/** The parameter of a usePass form that says how much, or until when. */
function takenBy(document: Json, form: string): string {
  const { required } = resolve(document, form).schema;
  const takes = (required as string[]).filter((name) => name !== "passSerialNumber" && name !== "action");
  if (takes.length !== 1) throw new Error(`a form of usePass takes one parameter beside the action, not ${takes}`);
  return String(takes[0]);
}

/** Writes a form with its validator, its parameters, and the groups of parameters of which one is required. */
function formText(document: Json, form: string, validate: string, more: Json = {}): string {
  const [joined = {}] = joinForms(branches(document, form).map(({ schema }) => schema));
  const { properties = {}, required = [], anyOf = [] } = joined;
  const reads = Object.keys(properties as Json);
  const oneOf = (anyOf as { required: string[] }[]).flatMap((member) => member.required);
  const requires = [...(required as string[]).map((name) => [name]), ...(oneOf.length > 0 ? [oneOf] : [])];
  const facts = JSON.stringify({ reads, requires, ...more });
  return `{ validate: ${validate}, ${facts.slice(1, -1)} }`;
}

/** Each value of the property that tells the branches apart, with the branch; "" for the branch that leaves it free. */
function byValue(document: Json, pointer: string, property: string): [string, string][] {
  return branches(document, pointer).flatMap((branch) =>
    (boundValues(document, branch.pointer, property) ?? [""]).map((value): [string, string] => [value, branch.pointer]),
  );
}

/**
 * A document in which each oneOf whose members are told apart by a constant asks for that constant first. It means the
 * same; but a plain oneOf tries every member, and collects what is wrong with each.
 */
function chosenByConstant(value: unknown, document: Json): unknown {
  if (Array.isArray(value)) return value.map((item) => chosenByConstant(item, document));
  if (!isJson(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, chosenByConstant(inner, document)]);
  const mapped = Object.fromEntries(entries) as Json;
  const constants = Array.isArray(value.oneOf) ? constantsOf(value.oneOf, document) : undefined;
  if (constants === undefined) return mapped;
  const { oneOf, ...rest } = mapped as { oneOf: readonly unknown[] };
  const chain = oneOf.reduceRight<unknown>(
    (otherwise, member, place) => ({
      if: { required: ["type"], properties: { type: { const: constants[place] } } },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: member,
      else: otherwise,
    }),
    { required: ["type"], properties: { type: { enum: constants } } },
  );
  return { ...rest, allOf: [chain] };
}

/** Returns a document in which forms that differ only in what they require are one form, so that each violation comes once. */
function withJoinedForms(value: unknown, document: Json): unknown {
  if (Array.isArray(value)) return value.map((item) => withJoinedForms(item, document));
  if (!isJson(value)) return value;
  const { anyOf, ...rest } = value;
  if (Array.isArray(anyOf) && anyOf.every((member) => isJson(member) && typeof member.$ref === "string")) {
    const [joined, ...others] = joinForms(anyOf.map(({ $ref }) => resolve(document, $ref).schema));
    if (joined !== undefined && others.length === 0) return bare({ ...rest, ...joined });
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withJoinedForms(inner, document)]));
}

/** The value of `type` that each member of a oneOf wants, if each wants one of its own. */
function constantsOf(members: readonly unknown[], document: Json): unknown[] | undefined {
  const constants = members.map((member) => {
    const schema = isJson(member) && typeof member.$ref === "string" ? resolve(document, member.$ref).schema : member;
    const { required, properties } = (isJson(schema) ? schema : {}) as { required?: string[]; properties?: Json };
    const type = properties?.type;
    return required?.includes("type") && isJson(type) ? type.const : undefined;
  });
  return constants.includes(undefined) || new Set(constants).size < constants.length ? undefined : constants;
}

const annotations = new Set(["description", "summary", "examples", "example", "default", "format", "tags"]);

/** A document without what a validator does not look at; otherwise all of it would be carried along in the code. */
function bare(value: unknown, inProperties = false): unknown {
  if (Array.isArray(value)) return value.map((item) => bare(item));
  if (typeof value !== "object" || value === null) return value;
  // The document has a one-value enum beside each const, which says the same.
  const isSaid = (key: string) => annotations.has(key) || key.startsWith("x-") || (key === "enum" && "const" in value);
  const kept = Object.entries(value).filter(([key]) => inProperties || !isSaid(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, bare(inner, key === "properties" && !inProperties)]));
}
