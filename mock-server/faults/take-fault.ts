import { type MethodFacts, serialParameter } from "../../openapi/document.js";
import type { Json } from "../../shared/json.js";
import { bodyCriteria } from "../requests/criteria.js";
import type { FiredFault } from "../requests/exchange.js";
import { drawEffect, drawsFire } from "./draw.js";
import type { StoredFault } from "./fault.js";

/** The parts of a request that filters compare. */
export interface FaultTarget {
  readonly method: MethodFacts;
  readonly companyId: string;
  /** Parsed body; empty if it is not a JSON object. */
  readonly body: Json;
}

/** The faults after a request. */
interface Taken {
  readonly faults: readonly StoredFault[];
  readonly fired: FiredFault | undefined;
}

function matches({ method, company, serial, body, effect }: StoredFault, target: FaultTarget): boolean {
  return (
    (method === undefined || method === target.method.id) &&
    (company === undefined || company === target.companyId) &&
    (serial === undefined || target.body[serialParameter] === serial) &&
    (body === undefined || [...bodyCriteria(body, target.body, "body")].every((criterion) => criterion.matches)) &&
    (effect.kind !== "stale" || target.method.readsOnly)
  );
}

const isExhausted = ({ times, fired }: StoredFault): boolean => times !== undefined && fired >= times;

/**
 * Finds the first fault that fires on a request, and counts. Faults after it do not see the request. Returns the same
 * list if no fault matches.
 */
export function takeFault(faults: readonly StoredFault[], target: FaultTarget): Taken {
  let counted = faults;
  for (const [index, fault] of faults.entries()) {
    if (isExhausted(fault) || !matches(fault, target)) continue;
    const matched = fault.matched + 1;
    const fires = matched > (fault.after ?? 0) && drawsFire(fault, matched);
    counted = counted.with(index, { ...fault, matched, fired: fault.fired + (fires ? 1 : 0) });
    if (fires) return { faults: counted, fired: { id: fault.id, effect: drawEffect(fault, matched) } };
  }
  return { faults: counted, fired: undefined };
}
