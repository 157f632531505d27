import { codePoints } from "../../shared/code-points.js";
import { isJson, type Json } from "../../shared/json.js";
import { orList } from "../../shared/lists.js";
import { allowedValues, formsOf, hasProperty, mayBe, propertySchemas } from "../document.js";
import type { Path } from "../paths.js";

/** A place in a value that none of its schemas allows. */
export interface SchemaViolation {
  readonly path: Path;
  readonly message: string;
}

const typesOf = ({ type }: Json): readonly unknown[] => (type === undefined ? [] : [type].flat());

/** Returns the names in JSON Schema of a value's type. */
function typeNames(value: unknown): readonly string[] {
  if (value === null) return ["null"];
  if (Array.isArray(value)) return ["array"];
  return Number.isInteger(value) ? ["integer", "number"] : [typeof value];
}

function isOfType(schema: Json, value: unknown): boolean {
  const types = typesOf(schema);
  return types.length === 0 || typeNames(value).some((name) => types.includes(name));
}

/** Returns the limit that a value of the right type exceeds. */
function exceededLimit(schema: Json, value: unknown): string | undefined {
  const limit = (name: string, defaultValue: number) =>
    typeof schema[name] === "number" ? schema[name] : defaultValue;
  if (typeof value === "number") {
    if (value < limit("minimum", value)) return `must be at least ${schema.minimum}`;
    if (value > limit("maximum", value)) return `must be at most ${schema.maximum}`;
  }
  if (typeof value === "string") {
    const length = codePoints(value);
    if (length < limit("minLength", 0)) return `must have at least ${schema.minLength} characters`;
    if (length > limit("maxLength", length)) return `must have at most ${schema.maxLength} characters`;
    const { pattern } = schema;
    if (typeof pattern === "string" && !new RegExp(pattern, "u").test(value)) return `must match ${pattern}`;
  }
  if (Array.isArray(value) && value.length > limit("maxItems", value.length))
    return `must have at most ${schema.maxItems} elements`;
  return undefined;
}

const listed = (values: readonly unknown[], text: (value: unknown) => string) => orList([...new Set(values.map(text))]);

/** Returns why no schema allows a value, regardless of its parts; undefined if a schema allows it. */
function violation(schemas: readonly Json[], value: unknown): string | undefined {
  const typed = schemas.filter((schema) => isOfType(schema, value));
  if (typed.length === 0) return `must be ${listed(schemas.flatMap(typesOf), String)}`;
  const allowing = typed.filter((schema) => allowedValues(schema)?.includes(value) ?? true);
  if (allowing.length === 0)
    return `must be ${listed(
      typed.flatMap((schema) => allowedValues(schema) ?? []),
      JSON.stringify,
    )}`;
  const exceeded = allowing.map((schema) => exceededLimit(schema, value));
  return exceeded.includes(undefined) ? undefined : exceeded[0];
}

const unknownField = "the document has no such field in this response";

/** Returns the violations in the fields of an object, of the form that fits best. */
function fieldViolations(forms: readonly Json[], value: Json, path: Path): readonly SchemaViolation[] {
  const found = forms.map((form) =>
    Object.entries(value).flatMap(([name, inner]): readonly SchemaViolation[] => {
      const at = [...path, name];
      if (hasProperty(form, name)) return schemaViolations(propertySchemas([form], name), inner, at);
      const isKnown = forms.some((known) => hasProperty(known, name));
      return [{ path: at, message: isKnown ? "no form of the response has it with the other fields" : unknownField }];
    }),
  );
  return found.toSorted((left, right) => left.length - right.length)[0] ?? [];
}

/**
 * Compares a value with several possible schemas; a place is valid if any schema allows it. Missing fields are ignored,
 * because a contract names only the part that its consumer needs.
 */
export function schemaViolations(
  schemas: readonly unknown[],
  value: unknown,
  path: Path = [],
): readonly SchemaViolation[] {
  const open = schemas.flatMap(formsOf);
  const message = violation(open, value);
  if (message !== undefined) return [{ path, message }];
  if (Array.isArray(value)) {
    const items = open.flatMap((schema) => schema.items ?? []);
    return value.flatMap((item, index) => schemaViolations(items, item, [...path, index]));
  }
  if (!isJson(value)) return [];
  const possible = open.filter((schema) => mayBe(schema, value));
  return fieldViolations(possible.length > 0 ? possible : open, value, path);
}
