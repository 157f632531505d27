import { controlDocument } from "./document.js";
import type { ControlSchema } from "./validators.js";

type Json = { readonly [key: string]: unknown };

const json = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Whether the constants of a schema, such as `type: 0`, are those of a value; one that it lacks does not count. */
const hasConstants = (schema: Json, value: Json): boolean =>
  Object.entries(json(schema.properties)).every(([name, of]) => {
    const { const: constant } = json(of);
    return constant === undefined || !Object.hasOwn(value, name) || constant === value[name];
  });

/** Returns the forms that a value can have; where constants choose among them, only those that they choose. */
function formsOf(schema: unknown, value: unknown, resolve: (schema: unknown) => Json): readonly Json[] {
  const resolved = resolve(schema);
  const members = [...list(resolved.oneOf), ...list(resolved.anyOf)];
  if (members.length === 0) return [resolved];
  const forms = members.flatMap((member) => formsOf(member, value, resolve));
  const chosen = forms.filter((form) => hasConstants(form, json(value)));
  return chosen.length === 0 ? forms : chosen;
}

/** Returns the keys and indexes that a JSON pointer consists of. */
export const partsOf = (pointer: string): readonly string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));

/**
 * Returns the keys that the control plane's document knows at a place of a body; none where it allows any key. The place
 * is a JSON pointer, as validators give it.
 */
export function knownKeys(name: ControlSchema, place: string, body: unknown): readonly string[] {
  const { components } = controlDocument() as { components: { schemas: Json } };
  const resolve = (schema: unknown): Json => {
    const { $ref, ...own } = json(schema);
    return typeof $ref === "string" ? { ...resolve(components.schemas[$ref.split("/").at(-1) ?? ""]), ...own } : own;
  };
  let value = body;
  let forms = formsOf(components.schemas[name], value, resolve);
  for (const key of partsOf(place)) {
    const inner = json(value)[key];
    const isElement = Array.isArray(value);
    value = inner;
    forms = forms.flatMap((form) => {
      const schema = isElement ? form.items : json(form.properties)[key];
      return schema === undefined ? [] : formsOf(schema, inner, resolve);
    });
  }
  return [...new Set(forms.flatMap((form) => Object.keys(json(form.properties))))];
}
