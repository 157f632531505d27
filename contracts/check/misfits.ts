import { codePoints } from "../../shared/code-points.js";
import { isJson, type Json } from "../../shared/json.js";
import { allowedValues, hasProperty, mayBe, members, type Path, propertyOf, resolve } from "../document.js";
import { anyOf } from "./finding.js";

/** A place in a value that no schema for it allows. */
export interface ShapeError {
  readonly path: Path;
  readonly message: string;
}

/** The alternatives of a schema, down to those that say what a value is. */
function alternatives(schema: unknown): readonly Json[] {
  const resolved = resolve(schema);
  const inner = isJson(resolved.properties) ? [] : members(resolved);
  return inner.length === 0 ? [resolved] : inner.flatMap(alternatives);
}

const typesOf = ({ type }: Json): readonly unknown[] => (type === undefined ? [] : [type].flat());

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}

function isOfType(schema: Json, value: unknown): boolean {
  const types = typesOf(schema);
  const type = typeOf(value);
  return types.length === 0 || types.includes(type) || (type === "integer" && types.includes("number"));
}

const number = (limit: unknown): number | undefined => (typeof limit === "number" ? limit : undefined);

/** The limit that a value of the right type does not keep. */
function brokenLimit(
  { minimum, maximum, minLength, maxLength, pattern, maxItems }: Json,
  value: unknown,
): string | undefined {
  if (typeof value === "number") {
    const [least = value, most = value] = [number(minimum), number(maximum)];
    if (value < least) return `must be at least ${least}`;
    if (value > most) return `must be at most ${most}`;
  }
  if (typeof value === "string") {
    const length = codePoints(value);
    if (length < (number(minLength) ?? 0)) return `must have at least ${minLength} characters`;
    if (length > (number(maxLength) ?? length)) return `must have at most ${maxLength} characters`;
    if (typeof pattern === "string" && !new RegExp(pattern, "u").test(value)) return `must match ${pattern}`;
  }
  if (Array.isArray(value) && value.length > (number(maxItems) ?? value.length))
    return `must have at most ${maxItems} elements`;
  return undefined;
}

const unique = (values: readonly unknown[]): readonly unknown[] => [...new Set(values)];

/** Why none of some schemas allows a value itself, whatever is in it; undefined if one does. */
function misfit(schemas: readonly Json[], value: unknown): string | undefined {
  const typed = schemas.filter((schema) => isOfType(schema, value));
  if (typed.length === 0) return `must be ${anyOf(unique(schemas.flatMap(typesOf)).map(String))}`;
  const isAllowed = (schema: Json) => allowedValues(schema)?.includes(value) ?? true;
  const allowing = typed.filter(isAllowed);
  if (allowing.length === 0)
    return `must be ${anyOf(unique(typed.flatMap((schema) => allowedValues(schema) ?? [])).map((one) => JSON.stringify(one)))}`;
  const broken = allowing.map((schema) => brokenLimit(schema, value));
  return broken.includes(undefined) ? undefined : broken[0];
}

/**
 * The places in a value that none of some schemas allows. A value need not be complete: a consumer names a part of an
 * answer only. Where several schemas may be meant, a place fits if one of them allows it.
 */
export function misfits(schemas: readonly unknown[], value: unknown, path: Path = []): readonly ShapeError[] {
  const open = schemas.flatMap(alternatives);
  const message = misfit(open, value);
  if (message !== undefined) return [{ path, message }];
  if (Array.isArray(value)) {
    const items = open.flatMap((schema) => (schema.items === undefined ? [] : [schema.items]));
    return value.flatMap((one, place) => misfits(items, one, [...path, place]));
  }
  if (!isJson(value)) return [];
  const possible = open.filter((schema) => mayBe(schema, value));
  const forms = possible.length > 0 ? possible : open;
  return Object.entries(value).flatMap(([name, of]): readonly ShapeError[] => {
    const at = [...path, name];
    const inner = forms.flatMap((form) => (hasProperty(form, name) ? [propertyOf(form, name)] : []));
    return inner.length === 0
      ? [{ path: at, message: "the document has no such field in this answer" }]
      : misfits(inner, of, at);
  });
}
