import { asFields, type Json } from "../shared/json.js";
import { controlDocument } from "./document.js";
import type { ControlSchema } from "./validators.js";

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Whether a value has the constants of a schema, such as `type: 0`. A missing key matches. */
const hasConstants = (schema: Json, value: Json): boolean =>
  Object.entries(asFields(schema.properties)).every(([name, property]) => {
    const { const: constant } = asFields(property);
    return constant === undefined || !Object.hasOwn(value, name) || constant === value[name];
  });

/** Returns the possible forms of a value; if constants distinguish them, only the matching forms. */
function formsOf(schema: unknown, value: unknown, resolve: (schema: unknown) => Json): readonly Json[] {
  const resolved = resolve(schema);
  const members = [...list(resolved.oneOf), ...list(resolved.anyOf)];
  if (members.length === 0) return [resolved];
  const forms = members.flatMap((member) => formsOf(member, value, resolve));
  const chosen = forms.filter((form) => hasConstants(form, asFields(value)));
  return chosen.length === 0 ? forms : chosen;
}

/** Splits a JSON pointer into keys and indexes. */
export const partsOf = (pointer: string): readonly string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));

/** Returns the valid keys of the object at a JSON pointer of a body; empty if any key is valid. */
export function knownKeys(name: ControlSchema, pointer: string, body: unknown): readonly string[] {
  const { components } = controlDocument() as { components: { schemas: Json } };
  const resolve = (schema: unknown): Json => {
    const { $ref, ...own } = asFields(schema);
    return typeof $ref === "string" ? { ...resolve(components.schemas[$ref.split("/").at(-1) ?? ""]), ...own } : own;
  };
  let value = body;
  let forms = formsOf(components.schemas[name], value, resolve);
  for (const key of partsOf(pointer)) {
    const inner = asFields(value)[key];
    const isElement = Array.isArray(value);
    value = inner;
    forms = forms.flatMap((form) => {
      const schema = isElement ? form.items : asFields(form.properties)[key];
      return schema === undefined ? [] : formsOf(schema, inner, resolve);
    });
  }
  return [...new Set(forms.flatMap((form) => Object.keys(asFields(form.properties))))];
}
