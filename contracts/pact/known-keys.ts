import type { Json } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { InteractionError } from "./interaction-error.js";

/** Keys that brokers and tools add for themselves, such as `_id`. */
const isOfTools = (key: string): boolean => /^(_|x-)/.test(key);

/** Throws InteractionError for a key that Pact does not define: its meaning would be lost without a word. */
export function checkKeys(value: Json, known: readonly string[], place: string): void {
  const stray = Object.keys(value).find((key) => !known.includes(key) && !isOfTools(key));
  if (stray === undefined) return;
  const near = nearest(stray, known);
  const hint = near === undefined ? `known keys are ${known.join(", ")}` : `did you mean ${JSON.stringify(near)}?`;
  throw new InteractionError(`unknown key ${JSON.stringify(stray)} in ${place}; ${hint}`);
}
