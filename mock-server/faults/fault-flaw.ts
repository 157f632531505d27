import { methodFacts } from "../../openapi/document.js";
import { unknownName } from "../../shared/nearest.js";
import { isTooDeep } from "../../shared/redact.js";
import { flawIn } from "../state/violation.js";
import { type FaultEffect, type FaultRequest, headerFault, type StoredFault } from "./fault.js";

/** Maximum length of the body in a filter, in characters of JSON. */
const maxBodyLength = 2000;

/** Describes why a value is not a fault; undefined for a valid fault. */
export function faultFlaw(value: unknown): string | undefined {
  if (isTooDeep(value)) return "must have at most 32 levels";
  return flawIn("FaultRequest", value) ?? contradiction(value as FaultRequest);
}

/** Describes why a value is not a persisted fault; undefined for a valid fault. */
export function storedFaultFlaw(value: unknown): string | undefined {
  const { matched, fired, seed, ...fault } = Object(value) as StoredFault;
  const wrong = Object.entries({ matched, fired, seed }).find(([, count]) => !Number.isInteger(count) || count < 0);
  if (wrong !== undefined) return `${wrong[0]}: must be a whole number, got ${String(wrong[1])}`;
  return fault.id === undefined ? "id is missing" : faultFlaw(fault);
}

function contradiction({ id, method, body, effect }: FaultRequest): string | undefined {
  if (id === headerFault) return `id: ${JSON.stringify(id)} is reserved for the header x-luna-fault`;
  const facts = Object.values(methodFacts).find((known) => known.id === method);
  if (method !== undefined && facts === undefined) return unknownName("method", method, Object.keys(methodFacts));
  if (body !== undefined && JSON.stringify(body).length > maxBodyLength)
    return `body: must have at most ${maxBodyLength} characters of JSON`;
  if (effect.kind === "stale" && facts?.readsOnly === false)
    return `effect: stale needs a method that only reads, got ${method}`;
  const flaw = effectContradiction(effect);
  return flaw === undefined ? undefined : `effect.${flaw}`;
}

function effectContradiction(effect: FaultEffect): string | undefined {
  if (effect.kind === "http" && effect.retryAfter !== undefined && effect.status !== 429 && effect.status !== 503)
    return `retryAfter: needs status 429 or 503, got status ${effect.status}`;
  if (effect.kind === "error" && effect.userID !== undefined && effect.code !== 5)
    return `userID: needs code 5, got code ${effect.code}`;
  return undefined;
}
