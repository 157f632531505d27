import { methodFacts } from "../../openapi/document.js";
import { isJson } from "../../shared/json.js";
import { unknownName } from "../../shared/nearest.js";
import { isTooDeep } from "../../shared/redact.js";
import { schemaProblem } from "../state/schema-problem.js";
import { type FaultEffect, type FaultRequest, headerFault, type StoredFault } from "./fault.js";

/** Maximum length of the body in a filter, in characters of JSON. */
const maxBodyLength = 2000;

/** Maximum number of problems in a message. */
const maxProblems = 5;

const validFault: FaultRequest = { effect: { kind: "hang" } };

/** Describes the invalid keys of a value that is not a fault; empty for a valid fault. */
export function faultProblems(value: unknown): readonly string[] {
  if (isTooDeep(value)) return ["must have at most 32 levels"];
  const problem = schemaProblem("FaultRequest", value);
  if (!isJson(value)) return problem === undefined ? [] : [problem];
  const problems = Object.hasOwn(value, "effect") ? [] : ["effect is missing"];
  for (const key of Object.keys(value)) {
    // Each key is validated alone, because validation of the whole fault stops at its first problem.
    const found =
      schemaProblem("FaultRequest", { ...validFault, [key]: value[key] }) ?? ruleProblem(key, value as FaultRequest);
    if (found !== undefined) problems.push(found);
    if (problems.length === maxProblems) break;
  }
  return problems;
}

/** Describes why a value is not a persisted fault; undefined for a valid fault. */
export function storedFaultProblem(value: unknown): string | undefined {
  const { matched, fired, seed, ...fault } = Object(value) as StoredFault;
  const wrong = Object.entries({ matched, fired, seed }).find(([, count]) => !Number.isInteger(count) || count < 0);
  if (wrong !== undefined) return `${wrong[0]} must be an integer of at least 0, got ${String(wrong[1])}`;
  return fault.id === undefined ? "id is missing" : faultProblems(fault)[0];
}

/** Describes the problem of a key that matches the document; undefined if it is valid. */
function ruleProblem(key: string, { id, method, body, effect }: FaultRequest): string | undefined {
  if (key === "id" && id === headerFault) return `id ${JSON.stringify(id)} is reserved for the header x-luna-fault`;
  if (key === "method" && method !== undefined && factsOf(method) === undefined)
    return unknownName("method", method, Object.keys(methodFacts));
  if (key === "body" && JSON.stringify(body).length > maxBodyLength)
    return `body must have at most ${maxBodyLength} characters of JSON`;
  return key === "effect" ? effectProblem(effect, method) : undefined;
}

const factsOf = (method: string | undefined) => Object.values(methodFacts).find(({ id }) => id === method);

function effectProblem(effect: FaultEffect, method: string | undefined): string | undefined {
  if (effect.kind === "stale" && factsOf(method)?.readsOnly === false)
    return `effect: stale needs a method that only reads, got ${method}`;
  if (effect.kind === "http" && effect.retryAfter !== undefined && effect.status !== 429 && effect.status !== 503)
    return `effect.retryAfter needs status 429 or 503, got status ${effect.status}`;
  if (effect.kind === "error" && effect.userID !== undefined && effect.code !== 5)
    return `effect.userID needs code 5, got code ${effect.code}`;
  return undefined;
}
