import { lunaDocument, type MethodName } from "../openapi/document.js";
import { joinForms } from "../openapi/join-forms.js";
import { isJson, type Json } from "../shared/json.js";

/** How sure a field of an answer is, as the document says. */
export interface FieldEvidence {
  readonly level: string;
  readonly source: string;
  readonly note?: string;
}

/** A schema with what it refers to. */
export function resolve(schema: unknown): Json {
  if (!isJson(schema)) return {};
  const { $ref, ...own } = schema;
  if (typeof $ref !== "string") return own;
  let target: unknown = lunaDocument;
  for (const part of $ref.slice(2).split("/")) target = isJson(target) ? target[part] : undefined;
  return { ...resolve(target), ...own };
}

/** The alternatives of a schema. Where the document says allOf it has one member, and adds a description to it. */
export const members = (schema: Json): readonly Json[] =>
  [schema.oneOf, schema.anyOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? list.map(resolve) : []));

export const propertiesOf = (schema: Json): Json => (isJson(schema.properties) ? schema.properties : {});

export const hasProperty = (schema: Json, name: string | number): boolean => Object.hasOwn(propertiesOf(schema), name);

/** The schema of a property; undefined where there is none of this name. */
export const propertyOf = (schema: Json, name: string | number): unknown =>
  hasProperty(schema, name) ? propertiesOf(schema)[name] : undefined;

/** The forms that a schema can have: itself, or its alternatives, down to those that have properties. */
function forms(schema: Json): readonly Json[] {
  const all = members(schema);
  const own = all.length === 0 || isJson(schema.properties) ? [schema] : [];
  return [...own, ...all.flatMap(forms)];
}

/** Whether a value does not contradict what a form is known by: its constants, and `error` that only refusals have. */
export function mayBe(form: Json, value: unknown): boolean {
  if (!isJson(value)) return true;
  const properties = propertiesOf(form);
  if (Object.hasOwn(value, "error") !== hasProperty(form, "error")) return false;
  return Object.entries(properties).every(([name, property]) => {
    const constant = resolve(property).const;
    return constant === undefined || value[name] === undefined || value[name] === constant;
  });
}

const methods = new Map(
  Object.values(isJson(lunaDocument.paths) ? lunaDocument.paths : {}).map((path) => {
    const method = isJson(path) && isJson(path.post) ? path.post : {};
    return [method.operationId as MethodName, method];
  }),
);

export const methodDocument = (id: MethodName): Json => methods.get(id) ?? {};

const schemaOf = (content: unknown): Json => {
  const media = isJson(content) && isJson(content.content) ? content.content["application/json"] : undefined;
  return resolve(isJson(media) ? media.schema : undefined);
};

const answerSchema = (id: MethodName): Json => {
  const { responses } = methodDocument(id);
  return schemaOf(isJson(responses) ? responses["200"] : undefined);
};

/** The forms of an operation's request; none if whatever is sent is ignored. */
export const requestForms = (id: MethodName): readonly Json[] =>
  joinForms(forms(schemaOf(methodDocument(id).requestBody)).filter((form) => isJson(form.properties)));

/** The values that a schema lists; undefined if it lists none. */
export function allowedValues(schema: unknown): readonly unknown[] | undefined {
  const { const: constant, enum: listed } = resolve(schema);
  if (constant !== undefined) return [constant];
  return Array.isArray(listed) ? listed : undefined;
}

/** The forms of an operation's answer that an answer, or the part of it that a consumer needs, may be; by default all. */
export const answerForms = (id: MethodName, body?: unknown): readonly Json[] =>
  forms(answerSchema(id)).filter((form) => mayBe(form, body));

/** A place in an answer: names of fields, and numbers for elements of lists. */
export type Path = readonly (string | number)[];

function evidence(schema: Json): FieldEvidence | undefined {
  const found = schema["x-evidence"];
  return isJson(found) && typeof found.level === "string" ? (found as unknown as FieldEvidence) : undefined;
}

/** What lies at a path under some schemas, with the value there deciding between alternatives. */
function under(schemas: readonly Json[], value: unknown, [first, ...rest]: Path): readonly Json[] {
  if (first === undefined) return schemas;
  const inner = valueAt(value, [first]);
  const found = schemas
    .flatMap(forms)
    .filter((form) => mayBe(form, value))
    .flatMap((form) => {
      const part = typeof first === "number" ? form.items : propertyOf(form, first);
      return part === undefined ? [] : [resolve(part)];
    });
  return under(found, inner, rest);
}

/** The value at a path; undefined if there is none. */
export const valueAt = (body: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, part) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    return (value as Readonly<Record<string, unknown>>)[part];
  }, body);

/** The forms that the part of an operation's answer at a path may be; `body` is as for {@link answerEvidence}. */
export const answerFormsAt = (id: MethodName, body: unknown, path: Path): readonly Json[] =>
  under([answerSchema(id)], body, path)
    .flatMap(forms)
    .filter((form) => mayBe(form, valueAt(body, path)));

/**
 * How sure the document is of a field in an operation's answer; undefined if it has no such field. `body` is the
 * answer, or the part of it that a consumer needs: it tells a stamp card from a refusal.
 *
 * @example
 * answerEvidence("getPassInfo", { type: 0 }, ["totalStamps"]).level; // "documented"
 */
export function answerEvidence(id: MethodName, body: unknown, path: Path): FieldEvidence | undefined {
  const found = under([answerSchema(id)], body, path);
  return found.map(evidence).find((known) => known !== undefined);
}

/** How sure the document is of a parameter of an operation's request; undefined if it has no such parameter. */
export function parameterEvidence(id: MethodName, name: string): FieldEvidence | undefined {
  const found = forms(schemaOf(methodDocument(id).requestBody)).flatMap((form) => {
    const property = propertyOf(form, name);
    return property === undefined ? [] : [resolve(property)];
  });
  return found.map(evidence).find((known) => known !== undefined);
}
