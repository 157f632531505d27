import { isJson, type Json } from "../../shared/json.js";
import { misread } from "./interaction-error.js";

const classes: Readonly<Record<string, (status: number) => boolean>> = {
  info: (status) => status < 200,
  success: (status) => status >= 200 && status < 300,
  redirect: (status) => status >= 300 && status < 400,
  clientError: (status) => status >= 400 && status < 500,
  serverError: (status) => status >= 500,
  nonError: (status) => status < 400,
  error: (status) => status >= 400,
};

/** Returns the matchers of a response's status, in the form of any version. */
function statusRule(rules: Json): { readonly matchers: readonly Json[]; readonly isOr: boolean } {
  const rule = rules["$.status"] ?? (isJson(rules.status) ? (rules.status.$ ?? rules.status) : undefined);
  if (!isJson(rule)) return { matchers: [], isOr: false };
  const list: readonly unknown[] = Array.isArray(rule.matchers) ? rule.matchers : [rule];
  return { matchers: list.filter(isJson), isOr: /^or$/i.test(String(rule.combine)) };
}

/** Whether a matcher accepts a status. Throws InteractionError for an unknown class of statuses. */
function accepts({ match, status: wanted = "success" }: Json, example: number, status: number): boolean {
  if (match === "equality") return status === example;
  // The remaining matchers compare the type of a value.
  if (match !== "statusCode" && match !== "status-code") return true;
  if (Array.isArray(wanted)) return wanted.map(Number).includes(status);
  const isInClass = Object.hasOwn(classes, String(wanted)) ? classes[String(wanted)] : undefined;
  if (isInClass !== undefined) return isInClass(status);
  const rule = `a list of statuses or one of ${Object.keys(classes).join(", ")}`;
  throw misread("the status of a statusCode matcher", rule, wanted);
}

/** Whether matching rules apply to the status, so that it is only an example. */
export const isStatusMatched = (rules: Json): boolean => statusRule(rules).matchers.length > 0;

/** Whether a contract accepts a status. */
export function acceptsStatus(example: number, rules: Json, status: number): boolean {
  const { matchers, isOr } = statusRule(rules);
  if (matchers.length === 0) return example === status;
  const accepted = matchers.map((matcher) => accepts(matcher, example, status));
  return isOr ? accepted.includes(true) : !accepted.includes(false);
}

/** Reads the status of a response. With a matcher it may be an impossible example, such as 0. */
export function readStatus(status: unknown, rules: Json, location: string): number {
  if (status === undefined) return 200;
  const least = isStatusMatched(rules) ? 0 : 100;
  if (typeof status === "number" && Number.isInteger(status) && status >= least && status <= 599) return status;
  throw misread(location, `an integer from ${least} to 599`, status);
}
