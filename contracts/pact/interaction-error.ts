import { isJson, type Json } from "../../shared/json.js";
import { unknownName } from "../../shared/nearest.js";
import { truncated } from "../../shared/text-table.js";

/** Thrown for a part of an interaction that cannot be read; it fails only this interaction. */
export class InteractionError extends Error {
  override name = "InteractionError" as const;
}

/** Builds an InteractionError such as `request.path must be text, got 5`. */
export const misread = (location: string, rule: string, got: unknown): InteractionError =>
  new InteractionError(
    `${location} must be ${rule}, got ${got === undefined ? "nothing" : truncated(JSON.stringify(got), 60)}`,
  );

/** Returns a value that must be an object. Throws InteractionError. */
export function expectObject(value: unknown, location: string, rule = "an object"): Json {
  if (isJson(value)) return value;
  throw misread(location, rule, value);
}

/** Throws InteractionError for an unknown name, with the nearest known name or all names. */
export function checkName(kind: string, name: unknown, known: readonly string[], location: string): void {
  if (typeof name !== "string") throw misread(`the ${kind} of ${location}`, "text", name);
  if (!known.includes(name)) throw new InteractionError(unknownName(kind, name, known, ` in ${location}`));
}

/** Keys that brokers and tools add, such as `_id`. */
const isToolKey = (key: string): boolean => /^(_|x-)/.test(key);

/** Throws InteractionError for a key that Pact does not define, which would otherwise be ignored silently. */
export function checkKeys(value: Json, known: readonly string[], location: string): void {
  for (const key of Object.keys(value)) if (!isToolKey(key)) checkName("key", key, known, location);
}
