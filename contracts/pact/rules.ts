import { isAbsent, isJson, type Json } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { InteractionError, misread } from "./interaction-error.js";

const matchers = [
  ..."type regex equality include number integer decimal real boolean null min max values semver".split(" "),
  ..."date time datetime timestamp contentType arrayContains statusCode notEmpty eachKey eachValue".split(" "),
  ..."min-type max-type content-type array-contains status-code not-empty each-key each-value".split(" "),
];
/** Keys that version 2 may have in place of the name of a matcher. */
const implied = ["regex", "min", "max", "timestamp", "time", "date"];
const categories = ["body", "header", "headers", "query", "path", "method", "status"];
const generators =
  "RandomInt RandomDecimal RandomHexadecimal RandomString RandomBoolean Regex Uuid Date Time DateTime ProviderState MockServerURL".split(
    " ",
  );

function checkName(what: string, name: unknown, known: readonly string[]): void {
  if (typeof name === "string" && known.includes(name)) return;
  const near = typeof name === "string" ? nearest(name, known) : undefined;
  const hint = near === undefined ? `known are ${known.join(", ")}` : `did you mean ${JSON.stringify(near)}?`;
  throw new InteractionError(`unknown ${what} ${JSON.stringify(name) ?? "without a name"}; ${hint}`);
}

function checkMatcher(matcher: unknown, place: string): void {
  if (!isJson(matcher)) throw misread(`a matcher of ${place}`, "an object", matcher);
  const isNamed = "match" in matcher || !implied.some((key) => key in matcher);
  if (isNamed) checkName(`matcher in ${place}`, matcher.match, matchers);
}

function checkRule(rule: unknown, place: string): void {
  if (!isJson(rule) || !Array.isArray(rule.matchers)) throw misread(place, "an object with a list of matchers", rule);
  const { matchers: list, combine } = rule;
  if (!isAbsent(combine) && !/^(and|or)$/i.test(String(combine)))
    throw misread(`${place}.combine`, "AND or OR", combine);
  for (const matcher of list) checkMatcher(matcher, place);
}

const isPath = (key: string): boolean => key.startsWith("$");

/** Version 2 has a matcher for each path from the whole message on, such as `$.body.rows`. */
function checkOldRules(rules: Json, place: string): void {
  for (const [path, matcher] of Object.entries(rules)) {
    if (!isPath(path)) throw new InteractionError(`${place} has paths and categories; use one of the two`);
    const category = /^\$\.(\w+)|^\$\['(\w+)'\]/.exec(path);
    checkName(`part of the message in ${place}`, category?.[1] ?? category?.[2] ?? path, categories);
    checkMatcher(matcher, `${place}[${JSON.stringify(path)}]`);
  }
}

/**
 * Throws InteractionError for matching rules of which a part is not understood. Pact's core would take such a rule for
 * one of the body, or ignore it.
 */
export function checkRules(rules: unknown, place: string): void {
  if (isAbsent(rules)) return;
  if (!isJson(rules)) throw misread(place, "an object", rules);
  if (Object.keys(rules).some(isPath)) checkOldRules(rules, place);
  else checkNewRules(rules, place);
}

/** Versions 3 and 4 have categories, and a list of matchers for each path in them. */
function checkNewRules(rules: Json, place: string): void {
  for (const [category, of] of Object.entries(rules)) {
    checkName(`category in ${place}`, category, categories);
    const at = `${place}.${category}`;
    if (!isJson(of)) throw misread(at, "an object", of);
    if ("matchers" in of) checkRule(of, at);
    else for (const [path, rule] of Object.entries(of)) checkRule(rule, `${at}[${JSON.stringify(path)}]`);
  }
}

/** The generators of a message, each with its type. */
function* generatorsIn(value: unknown, place: string): Generator<Json> {
  if (!isJson(value)) throw misread(place, "an object", value);
  if ("type" in value && !isJson(value.type)) yield value;
  else for (const [key, inner] of Object.entries(value)) yield* generatorsIn(inner, `${place}[${JSON.stringify(key)}]`);
}

/** The names of the values that generators take from provider states. Throws InteractionError for unknown generators. */
export function takenValues(of: unknown, place: string): readonly string[] {
  if (isAbsent(of)) return [];
  return [...generatorsIn(of, place)].flatMap((generator) => {
    checkName(`generator in ${place}`, generator.type, generators);
    if (generator.type !== "ProviderState") return [];
    const expression = String(generator.expression ?? "");
    const names = [...expression.matchAll(/\$\{([^}]*)\}/g)].map(([, name = ""]) => name.trim());
    return names.length > 0 ? names : [expression];
  });
}
