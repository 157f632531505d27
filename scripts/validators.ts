/** Compiles the validators of both documents ahead of time, so that a server starts without Ajv. */
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { joinForms } from "../openapi/join-forms.js";
import { at, boundValues, branches, isJsonObject, type JsonObject, methodsOf, resolve } from "./document-walk.js";

const answerPointer = "/responses/200/content/application~1json/schema";
const requestPointer = "/requestBody/content/application~1json/schema";
/** Returns the names of the schemas of all request bodies. */
function bodySchemas({ paths }: JsonObject): readonly string[] {
  const references = Object.values(paths as JsonObject)
    .flatMap((item) => Object.values(item as JsonObject))
    .flatMap((method) =>
      isJsonObject(method) && isJsonObject(method.requestBody) ? [at(method, "#/requestBody")] : [],
    )
    .map((body) => String(at(body, "#/content/application~1json/schema").$ref));
  return [...new Set(references.map((reference) => reference.split("/").at(-1) ?? ""))];
}

/** Collects validators for a module. */
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
    // Ajv warns that the next option is deprecated; strict mode throws real problems.
    logger: false,
  } as ConstructorParameters<typeof Ajv2020>[0]);
  readonly #names: Record<string, string> = {};

  constructor(document: JsonObject) {
    this.#ajv.addVocabulary(["components", "paths"]);
    const { paths, components } = document;
    const schemas = bare({ paths, components }) as JsonObject;
    this.#ajv.addSchema({
      $id: "document",
      ...(withJoinedForms(chosenByConstant(schemas, document), document) as JsonObject),
    });
  }

  /** Compiles the schema at a pointer. Returns the name of its validator in the module. */
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

  /** Returns the text of the module, with tables that assign validators. */
  text(tables: Readonly<Record<string, readonly string[]>>): string {
    // Replaces Ajv's function for lengths, so that a server starts without Ajv.
    const code = standaloneCode
      .default(this.#ajv, this.#names)
      .replaceAll('require("ajv/dist/runtime/ucs2length").default', "codePoints")
      // Texts without code points are the empty ones.
      .replaceAll(/\bfunc\d+\((data\d*)\) < 1\)/g, "$1.length < 1)");
    if (/\brequire\(/.test(code)) {
      throw new Error("the validators need Ajv at run time: a keyword of the documents requires its runtime");
    }
    const exports = Object.entries(tables).map(([name, rows]) => `export const ${name} = { ${rows.join(", ")} };`);
    const imports = code.includes("codePoints") ? ['import { codePoints } from "../shared/code-points.js";'] : [];
    return ["// @ts-nocheck", ...imports, code.replace('"use strict";', ""), ...exports, ""].join("\n");
  }
}

/** Returns the validators of requests. */
export function requestValidatorModule(luna: JsonObject): string {
  const module = new ValidatorModule(luna);
  const requests: string[] = [];
  const usePass: string[] = [];
  for (const { id, pointer } of methodsOf(luna)) {
    const request = pointer + requestPointer;
    if (id === "usePass") {
      for (const { schema, pointer: formPointer } of branches(luna, request)) {
        const type = schema["x-luna-card-type"];
        const forms = byValue(luna, formPointer, "action").map(([action, form]) => {
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

/** Returns the validators of responses, separately for successes and refusals. Only strict mode loads them. */
export function answerValidatorModule(luna: JsonObject): string {
  const module = new ValidatorModule(luna);
  const answers = methodsOf(luna).map(({ id, pointer }) => {
    const forms = branches(luna, pointer + answerPointer);
    const compiled = (kind: string, formPointers: readonly string[]) =>
      module.compileAny(`${kind}_${id}`, formPointers.length > 0 ? formPointers : [`${pointer}${answerPointer}`]);
    const isError = ({ schema }: { schema: JsonObject }) =>
      isJsonObject(schema.properties) && "error" in schema.properties;
    const pointers = (errors: boolean) => forms.filter((form) => isError(form) === errors).map((form) => form.pointer);
    return `${id}: { success: ${compiled("success", pointers(false))}, refusal: ${compiled("refusal", pointers(true))} }`;
  });
  return module.text({ answerValidators: answers });
}

/** Returns the validators of the control plane's request bodies and of the state format. */
export function controlValidatorModule(control: JsonObject): string {
  const module = new ValidatorModule(control);
  const bodies = bodySchemas(control).map(
    (name) => `${name}: ${module.compile(`body_${name}`, `#/components/schemas/${name}`)}`,
  );
  const texts = [...patternTexts(control)].map(
    ([pattern, text]) => `${JSON.stringify(pattern)}: ${JSON.stringify(text)}`,
  );
  return module.text({ controlValidators: bodies, patternTexts: texts });
}

/** Returns the patterns of a document with their descriptions. Throws for a pattern without `x-luna-form`. */
function patternTexts(value: unknown, found = new Map<string, string>()): ReadonlyMap<string, string> {
  if (Array.isArray(value)) for (const item of value) patternTexts(item, found);
  if (!isJsonObject(value)) return found;
  const { pattern, "x-luna-form": text } = value;
  if (typeof pattern === "string" && typeof text !== "string") throw new Error(`${pattern} has no x-luna-form`);
  if (typeof pattern === "string") found.set(pattern, String(text));
  for (const inner of Object.values(value)) patternTexts(inner, found);
  return found;
}

/** Returns the parameter of a usePass form that holds the amount or the date. */
function takenBy(document: JsonObject, form: string): string {
  const { required } = resolve(document, form).schema;
  const takes = (required as string[]).filter((name) => name !== "passSerialNumber" && name !== "action");
  if (takes.length !== 1)
    throw new Error(`a form of usePass must have a single parameter beside the action, got ${takes}`);
  return String(takes[0]);
}

/** Formats a form with its validator, its parameters, and the groups of which it requires a member. */
function formText(document: JsonObject, form: string, validate: string, more: JsonObject = {}): string {
  const [joined = {}] = joinForms(branches(document, form).map(({ schema }) => schema));
  const { properties = {}, required = [], anyOf = [] } = joined;
  const reads = Object.keys(properties as JsonObject);
  const oneOf = (anyOf as { required: string[] }[]).flatMap((member) => member.required);
  const requires = [...(required as string[]).map((name) => [name]), ...(oneOf.length > 0 ? [oneOf] : [])];
  const facts = JSON.stringify({ reads, requires, ...more });
  return `{ validate: ${validate}, ${facts.slice(1, -1)} }`;
}

/** Returns each value of the distinguishing property with its branch; "" for a branch without a fixed value. */
function byValue(document: JsonObject, pointer: string, property: string): [string, string][] {
  return branches(document, pointer).flatMap((branch) =>
    (boundValues(document, branch.pointer, property) ?? [""]).map((value): [string, string] => [value, branch.pointer]),
  );
}

/**
 * Rewrites each oneOf whose members differ in a constant into a choice by that constant. The meaning is the same, but a
 * plain oneOf tries every member and collects the errors of each.
 */
function chosenByConstant(value: unknown, document: JsonObject): unknown {
  if (Array.isArray(value)) return value.map((item) => chosenByConstant(item, document));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, chosenByConstant(inner, document)]);
  const mapped = Object.fromEntries(entries) as JsonObject;
  const choice = Array.isArray(value.oneOf) ? choiceOf(value.oneOf, document) : undefined;
  if (choice === undefined) return mapped;
  const { key, constants } = choice;
  const { oneOf, ...rest } = mapped as { oneOf: readonly unknown[] };
  const chain = oneOf.reduceRight<unknown>(
    (otherwise, member, index) => ({
      if: { required: [key], properties: { [key]: { const: constants[index] } } },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: member,
      else: otherwise,
    }),
    { required: [key], properties: { [key]: { enum: constants } } },
  );
  return { ...rest, allOf: [chain] };
}

/** Joins forms that differ only in required keys, so that each violation is reported once. */
function withJoinedForms(value: unknown, document: JsonObject): unknown {
  if (Array.isArray(value)) return value.map((item) => withJoinedForms(item, document));
  if (!isJsonObject(value)) return value;
  const { anyOf, ...rest } = value;
  if (Array.isArray(anyOf) && anyOf.every((member) => isJsonObject(member) && typeof member.$ref === "string")) {
    const [joined, ...others] = joinForms(anyOf.map(({ $ref }) => resolve(document, $ref).schema));
    if (joined !== undefined && others.length === 0) return bare({ ...rest, ...joined });
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withJoinedForms(inner, document)]));
}

/** Returns the key `type` or `kind` with its constant in each member of a oneOf; undefined if they are not distinct. */
function choiceOf(members: readonly unknown[], document: JsonObject) {
  const schemas = members.map((member) =>
    isJsonObject(member) && typeof member.$ref === "string" ? resolve(document, member.$ref).schema : member,
  );
  const choices = ["type", "kind"].map((key) => ({ key, constants: schemas.map((schema) => constantOf(schema, key)) }));
  return choices.find(
    ({ constants }) => !constants.includes(undefined) && new Set(constants).size === constants.length,
  );
}

/** Returns the constant of a required property; undefined if it has none. */
function constantOf(schema: unknown, key: string): unknown {
  const { required, properties } = (isJsonObject(schema) ? schema : {}) as {
    required?: string[];
    properties?: JsonObject;
  };
  const property = properties?.[key];
  return required?.includes(key) && isJsonObject(property) ? property.const : undefined;
}

const annotations = new Set(["description", "summary", "examples", "example", "default", "format", "tags"]);

/** Removes keys that a validator ignores, because they would be part of the generated code. */
function bare(value: unknown, inProperties = false): unknown {
  if (Array.isArray(value)) return value.map((item) => bare(item));
  if (typeof value !== "object" || value === null) return value;
  // An enum beside a const repeats it.
  const isIgnored = (key: string) =>
    annotations.has(key) || key.startsWith("x-") || (key === "enum" && "const" in value);
  const kept = Object.entries(value).filter(([key]) => inProperties || !isIgnored(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, bare(inner, key === "properties" && !inProperties)]));
}
