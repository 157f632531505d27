import { nearest } from "../../shared/nearest.js";
import { ProviderStateError } from "./provider-state-error.js";

/** Throws ProviderStateError for a value that a request takes from its provider states but that they do not return. */
export function checkTaken(taken: readonly string[], given: readonly string[]): void {
  const missing = taken.find((name) => !given.includes(name));
  if (missing === undefined) return;
  const near = nearest(missing, given);
  const known = given.length === 0 ? "they return no values" : `valid: ${given.join(", ")}`;
  const hint = near === undefined ? known : `did you mean ${JSON.stringify(near)}?`;
  throw new ProviderStateError(`unknown provider state value ${JSON.stringify(missing)} in the request; ${hint}`);
}
