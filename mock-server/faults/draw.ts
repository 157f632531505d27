import { generateClientId, pseudoRandom } from "../model/identity.js";
import { type FaultEffect, maxDelayMs, type StoredFault } from "./fault.js";

/** Returns a pseudo-random number between 0 and 1, both exclusive, for the n-th matching request of a fault. */
const uniform = ({ id, seed }: StoredFault, ordinal: number, lane: number): number =>
  (pseudoRandom(seed, `fault ${id}`, ordinal, lane) + 0.5) / 2 ** 32;

/** Draws whether a fault fires on its n-th matching request. */
export const drawsFire = (fault: StoredFault, ordinal: number): boolean =>
  fault.probability === undefined || uniform(fault, ordinal, 0) < fault.probability;

/** Returns the effect of a fault on its n-th matching request, with the values that are drawn. */
export function drawEffect(fault: StoredFault, ordinal: number): FaultEffect {
  const { effect, seed } = fault;
  if (effect.kind === "error" && effect.code === 5) return { userID: generateClientId(seed, ordinal), ...effect };
  if (effect.kind !== "delay" || effect.sigma === undefined) return effect;
  // The Box-Muller transform makes a normal number of two uniform ones.
  const normal =
    Math.sqrt(-2 * Math.log(uniform(fault, ordinal, 1))) * Math.cos(2 * Math.PI * uniform(fault, ordinal, 2));
  const ms = effect.ms * Math.exp(effect.sigma * normal);
  return { kind: "delay", ms: Math.round(Math.min(ms, maxDelayMs)) };
}
