import { knownKeys, partsOf } from "../../openapi/control-keys.js";
import { type ControlSchema, patternTexts, type Violation } from "../../openapi/validators.js";
import { isJson } from "../../shared/json.js";
import { orList } from "../../shared/lists.js";
import { problemAt } from "./problem-at.js";
import { notAllowed, unknownKey, valueText } from "./suggestions.js";

const depth = ({ instancePath }: Violation) => instancePath.split("/").length;

/**
 * Returns the relevant violations. If a value can have several forms, these are the violations of the forms that fit
 * deepest. At the same depth, a wrong constant counts less than any other violation.
 */
function relevant(violations: readonly Violation[]): readonly Violation[] {
  const weight = (violation: Violation) => depth(violation) * 2 + (violation.keyword === "const" ? 0 : 1);
  const leaves = violations.filter(({ keyword }) => keyword !== "oneOf" && keyword !== "if");
  const highest = Math.max(...leaves.map(weight));
  const first = leaves.find((violation) => weight(violation) === highest);
  return leaves.filter((violation) => weight(violation) === highest && violation.instancePath === first?.instancePath);
}

type Rule = (params: Violation["params"], value: unknown) => string;

/** Rules by the keyword of JSON Schema, in words that follow the path of the value. */
const rules: Readonly<Record<string, Rule>> = {
  enum: ({ allowedValues }, value) => notAllowed(value, allowedValues as unknown[]),
  const: ({ allowedValue }, value) => `must be ${allowedValue}, got ${valueText(value)}`,
  type: ({ type }, value) => `must be of type ${orList(String(type).split(","))}, got ${valueText(value)}`,
  minimum: ({ limit }, value) => `must be at least ${limit}, got ${valueText(value)}`,
  maximum: ({ limit }, value) => `must be at most ${limit}, got ${valueText(value)}`,
  pattern: ({ pattern }) => `must be ${patternTexts[String(pattern)] ?? `of the form ${pattern}`}`,
  minLength: () => "must not be empty",
  maxLength: ({ limit }) => `must have at most ${limit} characters`,
  minItems: () => "must not be empty",
  maxItems: ({ limit }) => `must have at most ${limit} elements`,
  minProperties: () => "must have at least one key",
};

const ruleText = ({ keyword, params }: Violation, value: unknown): string =>
  rules[keyword]?.(params, value) ?? `must match its schema: ${keyword} ${Object.values(params).join(", ")}`;

/** Returns the value at a JSON pointer. */
const valueAt = (value: unknown, pointer: string): unknown =>
  partsOf(pointer).reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], value);

/** Describes a missing or excess key, or the keys of an object whose forms have different keys. */
function keysText(path: string, violations: readonly Violation[]): string {
  const all = violations.map(({ params }) => String(params.missingProperty ?? params.additionalProperty));
  const keys = [...new Set(all)].sort();
  if (keys.length > 1) return problemAt(path, `must have exactly one of the keys ${keys.join(", ")}`);
  return violations[0]?.keyword === "required"
    ? `${path === "" ? "" : `${path}.`}${keys.join()} is missing`
    : problemAt(path, `must not have the key ${keys.join()}`);
}

/** Describes violations, such as `cards.3.status must be one of installed, deleted`. */
export function violationsText(name: ControlSchema, body: unknown, violations: readonly Violation[]): string {
  const found = relevant(violations);
  if (found[0] === undefined) return "must match its schema";
  const { instancePath } = found[0];
  const path = instancePath.slice(1).replaceAll("/", ".");
  const value = valueAt(body, instancePath);
  if (isJson(value)) {
    const known = knownKeys(name, instancePath, body);
    // A misspelt key explains more than the missing key.
    const unknown = known.length === 0 ? undefined : Object.keys(value).find((key) => !known.includes(key));
    if (unknown !== undefined) return problemAt(path, unknownKey(unknown, known));
  }
  // If both a name and an object are valid, a text is judged as a name.
  const fitting = found.filter(({ keyword }) => (keyword === "enum" ? !isJson(value) : typeof value !== "string"));
  const reported = found.some(({ keyword }) => keyword === "enum") && fitting.length > 0 ? fitting : found;
  if (reported.every(({ keyword }) => keyword === "required" || keyword === "additionalProperties"))
    return keysText(path, reported);
  const texts = new Set(reported.map((violation) => ruleText(violation, value)));
  return problemAt(path, [...texts].join(" or "));
}
