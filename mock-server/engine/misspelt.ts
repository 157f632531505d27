import type { MethodFacts } from "../../openapi/document.js";
import { nearestSurely } from "../../shared/nearest.js";
import type { Parameters } from "../methods/validate.js";
import { type MethodRefusal, misspeltParameter } from "../refusals.js";

/** Keys of a body that are looked at: one with more is no client's but a machine's. */
const maxKeys = 20;

/** Names that can stand in a header. */
const plainName = /^[\w-]{1,64}$/;

/** Returns a refusal that also names the key of the body that was meant as a missing parameter, if there is one. */
export function nameMisspelt(
  refusal: MethodRefusal,
  { parameters: known }: MethodFacts,
  sent: Parameters,
): MethodRefusal {
  if (refusal.kind !== "documented" || refusal.missing.length === 0) return refusal;
  const isKnown = (key: string) => known.some(({ name }) => name === key);
  for (const key of Object.keys(sent).slice(0, maxKeys)) {
    const name = plainName.test(key) && !isKnown(key) ? nearestSurely(key, refusal.missing) : undefined;
    if (name === undefined) continue;
    return misspeltParameter(refusal, { key, name });
  }
  return refusal;
}
