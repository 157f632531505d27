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

/** The matchers of a response's status, however a version writes them. */
function statusRule({ matchingRules }: Json): { readonly matchers: readonly Json[]; readonly isAny: boolean } {
  const rules = isJson(matchingRules) ? matchingRules : {};
  const rule = rules["$.status"] ?? (isJson(rules.status) ? (rules.status.$ ?? rules.status) : undefined);
  if (!isJson(rule)) return { matchers: [], isAny: false };
  const list: readonly unknown[] = Array.isArray(rule.matchers) ? rule.matchers : [rule];
  return { matchers: list.filter(isJson), isAny: /^or$/i.test(String(rule.combine)) };
}

/** Returns the statuses that a matcher accepts. Throws InteractionError for an unknown class. */
function acceptedBy({ match, status: wanted = "success" }: Json, example: number): (status: number) => boolean {
  if (match === "equality") return (status) => status === example;
  // The others are about the kind of value, and all statuses are of one kind.
  if (match !== "statusCode" && match !== "status-code") return () => true;
  if (Array.isArray(wanted)) return (status) => wanted.map(Number).includes(status);
  const known = Object.hasOwn(classes, String(wanted)) ? classes[String(wanted)] : undefined;
  if (known !== undefined) return known;
  const rule = `a list of statuses or one of ${Object.keys(classes).join(", ")}`;
  throw misread("the status of a statusCode matcher", rule, wanted);
}

/** Whether a response has matchers for its status, so that the status itself is an example. */
export const isStatusMatched = (response: Json): boolean => statusRule(response).matchers.length > 0;

/** Whether the status that a contract expects may be this one. `response` is canonical. */
export function acceptsStatus(response: Json, status: number): boolean {
  const example = Number(response.status);
  const { matchers, isAny } = statusRule(response);
  if (matchers.length === 0) return example === status;
  const fits = matchers.map((matcher) => acceptedBy(matcher, example)(status));
  return isAny ? fits.includes(true) : !fits.includes(false);
}

/** The status as a contract has it; with a matcher, it may be an example that no answer can have, such as 0. */
export function readStatus(response: Json, place: string): number {
  const { status = 200 } = response;
  const least = isStatusMatched(response) ? 0 : 100;
  if (typeof status === "number" && Number.isInteger(status) && status >= least && status <= 599) return status;
  throw misread(place, typeof status === "number" ? `from ${least} to 599` : `a number from ${least} to 599`, status);
}
