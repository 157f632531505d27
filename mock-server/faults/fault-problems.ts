import { methodFacts } from "../../openapi/document.js";
import { isJson } from "../../shared/json.js";
import { unknownName } from "../../shared/nearest.js";
import { isTooDeep } from "../../shared/redact.js";
import { schemaProblem } from "../state/schema-problem.js";
import { type FaultEffect, headerFault, type StoredFault } from "./fault.js";

/** Maximum length of the body in a filter, in characters of JSON. */
const maxBodyLength = 2000;

/** Maximum number of keys that are validated alone; a fault has fewer. */
const maxKeys = 20;

/** Maximum number of problems in a message. */
const maxProblems = 5;

/** A valid effect of each kind, with its required keys only. */
const requiredKeys: { readonly [Kind in FaultEffect["kind"]]: Extract<FaultEffect, { readonly kind: Kind }> } = {
  delay: { kind: "delay", ms: 0 },
  error: { kind: "error", code: 1 },
  http: { kind: "http", status: 500 },
  hang: { kind: "hang" },
  cut: { kind: "cut", when: "after" },
  truncate: { kind: "truncate" },
  drip: { kind: "drip", ms: 1 },
  contentType: { kind: "contentType" },
  stale: { kind: "stale", seconds: 1 },
};

const isKind = (kind: unknown): kind is FaultEffect["kind"] =>
  typeof kind === "string" && Object.hasOwn(requiredKeys, kind);

const listOf = (problem: string | undefined): readonly string[] => (problem === undefined ? [] : [problem]);

/** Returns the first problem of a value; empty for a value that matches the document. */
const schemaProblems = (value: unknown): readonly string[] => listOf(schemaProblem("FaultRequest", value));

/** Describes the missing and invalid keys of a value that is not a fault; empty for a valid fault. */
export function faultProblems(value: unknown): readonly string[] {
  if (isTooDeep(value)) return ["must have at most 32 levels"];
  if (!isJson(value)) return schemaProblems(value);
  const { effect, ...filter } = value;
  const problems = Object.entries(filter)
    .slice(0, maxKeys)
    // Each key is validated alone, because validation of a whole fault stops at its first problem.
    .flatMap(([key, part]) => {
      if (part === undefined) return [];
      const invalid = schemaProblems({ effect: requiredKeys.hang, [key]: part });
      return invalid.length > 0 ? invalid : listOf(filterProblem(key, part));
    });
  const found = [...problems, ...effectProblems(effect, filter.method)].slice(0, maxProblems);
  return found.length > 0 ? found : schemaProblems(value);
}

/** Describes why a value is not a persisted fault; undefined for a valid fault. */
export function storedFaultProblem(value: unknown): string | undefined {
  const { matched, fired, seed, ...fault } = Object(value) as StoredFault;
  const wrong = Object.entries({ matched, fired, seed }).find(([, count]) => !Number.isInteger(count) || count < 0);
  if (wrong !== undefined) return `${wrong[0]} must be an integer of at least 0, got ${String(wrong[1])}`;
  return fault.id === undefined ? "id is missing" : faultProblems(fault)[0];
}

/** Describes the problem of a value that matches the document; undefined if it is valid. */
function filterProblem(key: string, value: unknown): string | undefined {
  if (key === "id" && value === headerFault)
    return `id ${JSON.stringify(value)} is reserved for the header x-luna-fault`;
  if (key === "method" && factsOf(value) === undefined)
    return unknownName("method", String(value), Object.keys(methodFacts));
  if (key === "body" && JSON.stringify(value).length > maxBodyLength)
    return `body must have at most ${maxBodyLength} characters of JSON`;
  return undefined;
}

const factsOf = (method: unknown) => Object.values(methodFacts).find(({ id }) => id === method);

function effectProblems(effect: unknown, method: unknown): readonly string[] {
  if (effect === undefined) return ["effect is missing"];
  if (!isJson(effect) || !isKind(effect.kind)) return schemaProblems({ effect });
  const required = requiredKeys[effect.kind];
  const problems = [
    // First, because a misspelt key explains a missing key.
    ...Object.keys(effect)
      .slice(0, maxKeys)
      .flatMap((key) => schemaProblems({ effect: { ...required, [key]: effect[key] } })),
    ...Object.keys(required).flatMap((key) => (Object.hasOwn(effect, key) ? [] : `effect.${key} is missing`)),
  ];
  return problems.length > 0 ? problems : listOf(effectContradiction(effect as FaultEffect, method));
}

/** Describes keys of an effect that exclude each other, or a method that the effect excludes. */
function effectContradiction(effect: FaultEffect, method: unknown): string | undefined {
  if (effect.kind === "stale" && factsOf(method)?.readsOnly === false)
    return `effect: stale needs a method that only reads, got ${method}`;
  if (effect.kind === "http" && effect.retryAfter !== undefined && effect.status !== 429 && effect.status !== 503)
    return `effect.retryAfter needs status 429 or 503, got status ${effect.status}`;
  if (effect.kind === "error" && effect.userID !== undefined && effect.code !== 5)
    return `effect.userID needs code 5, got code ${effect.code}`;
  return undefined;
}
