import type { Json } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { truncated } from "../../shared/text-table.js";

/** Thrown for a part of an interaction that cannot be read; it fails only this interaction. */
export class InteractionError extends Error {
  override name = "InteractionError" as const;
}

/** Builds an InteractionError such as `response.status must be a number, got "200"`. */
export const misread = (location: string, rule: string, got: unknown): InteractionError =>
  new InteractionError(
    `${location} must be ${rule}, got ${got === undefined ? "nothing" : truncated(JSON.stringify(got), 60)}`,
  );

/** Throws InteractionError for an unknown name, with the nearest known one or all. */
export function checkName(kind: string, name: unknown, known: readonly string[], location: string): void {
  if (typeof name === "string" && known.includes(name)) return;
  const near = typeof name === "string" ? nearest(name, known) : undefined;
  const hint = near === undefined ? `known: ${known.join(", ")}` : `did you mean ${JSON.stringify(near)}?`;
  throw new InteractionError(`unknown ${kind} ${JSON.stringify(name) ?? "without a name"} in ${location}; ${hint}`);
}

/** Keys that brokers and tools add, such as `_id`. */
const isToolKey = (key: string): boolean => /^(_|x-)/.test(key);

/** Throws InteractionError for a key that Pact does not define, which would otherwise be ignored silently. */
export function checkKeys(value: Json, known: readonly string[], location: string): void {
  for (const key of Object.keys(value)) if (!isToolKey(key)) checkName("key", key, known, location);
}
