import type { MethodFacts } from "../../openapi/document.js";
import { nearestSurely } from "../../shared/nearest.js";
import { MissingParametersError, type Refusal } from "../model/refusals.js";
import type { Parameters } from "./validate.js";

/** Keys of a body that are looked at: one with more is no client's but a machine's. */
const maxKeys = 20;

/** Names that can stand in a header. */
const plainName = /^[\w-]{1,64}$/;

/** Returns a refusal that also names the key of the body that was meant as a missing parameter, if there is one. */
export function nameMisspelt(refusal: Refusal, { parameters: known }: MethodFacts, sent: Parameters): Refusal {
  if (!(refusal instanceof MissingParametersError)) return refusal;
  const { parameters, message, accepted } = refusal;
  const isKnown = (key: string) => known.some(({ name }) => name === key);
  for (const key of Object.keys(sent).slice(0, maxKeys)) {
    const name = plainName.test(key) && !isKnown(key) ? nearestSurely(key, parameters) : undefined;
    if (name === undefined) continue;
    const why = `${message}: unknown key "${key}"; did you mean "${name}"?`;
    return new MissingParametersError(parameters, why, accepted);
  }
  return refusal;
}
