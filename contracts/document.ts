import { alternatives, bodySchema, lunaDocument, type MethodName, resolveSchema } from "../openapi/document.js";
import { isJson, type Json } from "../shared/json.js";
import { type Path, valueAt } from "./paths.js";

/** Evidence of the document for a field. */
export interface FieldEvidence {
  readonly level: string;
  readonly source: string;
  readonly note?: string;
}

/** Returns evidence such as `assumed: <source>; <note>`. */
export const evidenceText = ({ level, source, note }: FieldEvidence): string =>
  `${level}: ${source}${note === undefined ? "" : `; ${note}`}`;

const propertiesOf = (schema: Json): Json => (isJson(schema.properties) ? schema.properties : {});

export const hasProperty = (schema: Json, name: string | number): boolean => Object.hasOwn(propertiesOf(schema), name);

/** Returns the schemas of a property in those forms that have it. */
export const propertySchemas = (forms: readonly Json[], name: string | number): readonly unknown[] =>
  forms.flatMap((form) => (hasProperty(form, name) ? [propertiesOf(form)[name]] : []));

/** Returns the alternatives of a schema that have none themselves; the schema itself if it has none. */
export function formsOf(schema: unknown): readonly Json[] {
  const resolved = resolveSchema(schema);
  const members = alternatives(resolved);
  return members.length === 0 ? [resolved] : members.flatMap(formsOf);
}

/** Whether a value may have a form: it has the form's constants, and `error` only where the form has it. */
export function mayBe(form: Json, value: unknown): boolean {
  if (!isJson(value)) return true;
  if (Object.hasOwn(value, "error") !== hasProperty(form, "error")) return false;
  return Object.entries(propertiesOf(form)).every(([name, property]) => {
    const constant = resolveSchema(property).const;
    return constant === undefined || value[name] === undefined || value[name] === constant;
  });
}

/** Content type of requests and responses in the document. */
export const documentedType = "application/json";

const messageSchema = (method: MethodName, ...path: Path): Json =>
  bodySchema(valueAt(lunaDocument, ["paths", `/${method}`, "post", ...path]));

/** Returns the values that a schema lists; undefined if it lists none. */
export function allowedValues(schema: unknown): readonly unknown[] | undefined {
  const { const: constant, enum: listed } = resolveSchema(schema);
  if (constant !== undefined) return [constant];
  return Array.isArray(listed) ? listed : undefined;
}

/** Returns the schemas at a path; where there are alternatives, those that the value may have. */
function schemasAt(schemas: readonly unknown[], value: unknown, [first, ...rest]: Path): readonly Json[] {
  if (first === undefined) return schemas.map(resolveSchema);
  const forms = schemas.flatMap(formsOf).filter((form) => mayBe(form, value));
  const found = typeof first === "number" ? forms.flatMap(({ items }) => items ?? []) : propertySchemas(forms, first);
  return schemasAt(found, valueAt(value, [first]), rest);
}

/** Returns the forms that a response, or a part of it, may have. */
export const responseForms = (method: MethodName, body?: unknown, path: Path = []): readonly Json[] =>
  schemasAt([messageSchema(method, "responses", "200")], body, path)
    .flatMap(formsOf)
    .filter((form) => mayBe(form, valueAt(body, path)));

function firstEvidence(schemas: readonly Json[]): FieldEvidence | undefined {
  const evidence = schemas.map((schema) => schema["x-evidence"]).find((found) => isJson(found) && found.level);
  return evidence as FieldEvidence | undefined;
}

/**
 * Returns the evidence for a field of a response; undefined for an unknown field. `body` is a response, or a part of it:
 * it distinguishes, for example, a stamp card from a refusal.
 *
 * @example
 * responseEvidence("getPassInfo", { type: 0 }, ["totalStamps"])?.level; // "documented"
 */
export const responseEvidence = (method: MethodName, body: unknown, path: Path): FieldEvidence | undefined =>
  firstEvidence(schemasAt([messageSchema(method, "responses", "200")], body, path));

/** Returns the evidence for a parameter; undefined for an unknown parameter. */
export const parameterEvidence = (method: MethodName, name: string): FieldEvidence | undefined =>
  firstEvidence(propertySchemas(formsOf(messageSchema(method, "requestBody")), name).map(resolveSchema));
