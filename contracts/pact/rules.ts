import { isAbsent, isJson, type Json } from "../../shared/json.js";
import { checkName, expectObject, InteractionError, misread } from "./interaction-error.js";

const matchers = [
  ..."type regex equality include number integer decimal real boolean null min max values semver".split(" "),
  ..."date time datetime timestamp contentType arrayContains statusCode notEmpty eachKey eachValue".split(" "),
  ..."min-type max-type content-type array-contains status-code not-empty each-key each-value".split(" "),
];
/** Keys that stand for the name of a matcher in version 2. */
const implied = ["regex", "min", "max", "timestamp", "time", "date"];
const categories = ["body", "header", "headers", "query", "path", "method", "status"];
const generators = [
  ..."RandomInt RandomDecimal RandomHexadecimal RandomString RandomBoolean Regex Uuid".split(" "),
  ..."Date Time DateTime ProviderState MockServerURL".split(" "),
];

function checkMatcher(matcher: unknown, location: string): void {
  const named = expectObject(matcher, `a matcher of ${location}`);
  if ("match" in named || !implied.some((key) => key in named)) checkName("matcher", named.match, matchers, location);
}

function checkRule(rule: unknown, location: string): void {
  if (!isJson(rule) || !Array.isArray(rule.matchers))
    throw misread(location, "an object with a list of matchers", rule);
  if (!isAbsent(rule.combine) && !/^(and|or)$/i.test(String(rule.combine)))
    throw misread(`${location}.combine`, "AND or OR", rule.combine);
  for (const matcher of rule.matchers) checkMatcher(matcher, location);
}

const isPath = (key: string): boolean => key.startsWith("$");

/** Checks rules of version 2: a matcher for each path from the message on, such as `$.body.rows`. */
function checkOldRules(rules: Json, location: string): void {
  for (const [path, matcher] of Object.entries(rules)) {
    if (!isPath(path)) throw new InteractionError(`${location} mixes paths and categories; use one of them`);
    const category = /^\$\.(\w+)|^\$\['(\w+)'\]/.exec(path);
    checkName("category", category?.[1] ?? category?.[2] ?? path, categories, location);
    checkMatcher(matcher, `${location}[${JSON.stringify(path)}]`);
  }
}

/** Checks rules since version 3: categories with a list of matchers for each path. */
function checkNewRules(categorized: Json, location: string): void {
  for (const [category, value] of Object.entries(categorized)) {
    checkName("category", category, categories, location);
    const at = `${location}.${category}`;
    const rules = expectObject(value, at);
    if ("matchers" in rules) checkRule(rules, at);
    else for (const [path, rule] of Object.entries(rules)) checkRule(rule, `${at}[${JSON.stringify(path)}]`);
  }
}

/** Throws InteractionError for unknown matching rules, which Pact's core would ignore or apply to the body. */
export function checkRules(rules: unknown, location: string): void {
  if (isAbsent(rules)) return;
  const given = expectObject(rules, location);
  if (Object.keys(given).some(isPath)) checkOldRules(given, location);
  else checkNewRules(given, location);
}

function* generatorsIn(value: unknown, location: string): Generator<Json> {
  const found = expectObject(value, location);
  if ("type" in found && !isJson(found.type)) yield found;
  else
    for (const [key, inner] of Object.entries(found)) yield* generatorsIn(inner, `${location}[${JSON.stringify(key)}]`);
}

/** Returns the names of the values that generators take from provider states. Throws InteractionError. */
export function takenValues(value: unknown, location: string): readonly string[] {
  if (isAbsent(value)) return [];
  return [...generatorsIn(value, location)].flatMap(({ type, expression: source = "" }) => {
    checkName("generator", type, generators, location);
    if (type !== "ProviderState") return [];
    const expression = String(source);
    const names = [...expression.matchAll(/\$\{([^}]*)\}/g)].map(([, name = ""]) => name.trim());
    return names.length > 0 ? names : [expression];
  });
}
