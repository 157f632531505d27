import { nearest } from "../../shared/nearest.js";
import { ProviderStateError } from "./bad-state.js";

/** Throws ProviderStateError for a value that a request takes from its provider states and that they do not give. */
export function checkTaken(taken: readonly string[], given: readonly string[]): void {
  const missing = taken.find((name) => !given.includes(name));
  if (missing === undefined) return;
  const near = nearest(missing, given);
  const known = given.length === 0 ? "they give nothing" : `they give ${given.join(", ")}`;
  const hint = near === undefined ? known : `did you mean ${JSON.stringify(near)}?`;
  throw new ProviderStateError(`the request takes ${JSON.stringify(missing)}, which no provider state gives; ${hint}`);
}
