import type { MethodName } from "../../openapi/document.js";
import { isJson, type Json } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { allowedValues, hasProperty, members, propertyOf, requestForms } from "../document.js";
import { anyOf, type Found, requestError } from "./finding.js";

/** The forms of a request that may be meant, and what none of them takes. */
export interface MeantForms {
  readonly forms: readonly Json[];
  readonly found: readonly Found[];
}

const names = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []);

/** The parameters that a form needs: of each group one. */
function neededBy(form: Json): readonly (readonly string[])[] {
  const alternatives = members(form).flatMap(({ required }) => names(required));
  const groups = names(form.required).map((name) => [name]);
  return alternatives.length === 0 ? groups : [...groups, alternatives];
}

const lackedBy = (form: Json, body: Json) =>
  neededBy(form).filter((group) => group.every((name) => body[name] === undefined));

/** The values that a form allows a parameter; undefined if it allows any. */
const allowedBy = (form: Json, name: string) => allowedValues(propertyOf(form, name));

const allows = (form: Json, body: Json): boolean =>
  Object.entries(body).every(([name, value]) => allowedBy(form, name)?.includes(value) ?? true);

/** Whether a form has the values that a body has, and none that it excludes. */
function takes(form: Json, body: Json): boolean {
  const excluded = isJson(form.not) ? form.not : undefined;
  return allows(form, body) && !(excluded && lackedBy(excluded, body).length === 0 && allows(excluded, body));
}

/** A value that none of the forms takes that say what it can be. */
function refused(forms: readonly Json[], [name, value]: readonly [string, unknown]): Found | undefined {
  const allowed = forms.flatMap((form) => allowedBy(form, name) ?? []);
  if (allowed.length === 0 || allowed.includes(value)) return undefined;
  const texts = [...new Set(allowed)].map(String);
  const near = nearest(String(value), texts);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return requestError(name, `must be ${anyOf(texts)}, got ${JSON.stringify(value)}${hint}`);
}

/** Those that know most of what is sent, and of these those that lack least. */
function nearestForms(forms: readonly Json[], body: Json): readonly Json[] {
  const knows = (form: Json) => Object.keys(body).filter((name) => hasProperty(form, name)).length;
  const most = Math.max(...forms.map(knows));
  const knowing = forms.filter((form) => knows(form) === most);
  const least = Math.min(...knowing.map((form) => lackedBy(form, body).length));
  return knowing.filter((form) => lackedBy(form, body).length === least);
}

/** The parameters that are missing in each of the forms that may be meant. */
function lacking(forms: readonly Json[], body: Json): readonly Found[] {
  const lacked = forms.map((form) => lackedBy(form, body));
  const isCommon = (group: readonly string[]) =>
    lacked.every((groups) => groups.some((one) => one.join() === group.join()));
  const [first = [], ...others] = lacked;
  const either = [first, ...others].flat().filter((group) => !isCommon(group));
  const groups = [...first.filter(isCommon), ...(either.length === 0 ? [] : [[...new Set(either.flat())]])];
  return groups.map((group) => requestError("", `must have ${anyOf(group)}`));
}

/** The forms of a method's request that a body may be: those that it fits, else those that it comes nearest to. */
export function meantForms(method: MethodName, sent: unknown): MeantForms {
  const all = requestForms(method);
  if (!isJson(sent) || all.length === 0) return { forms: all, found: [] };
  const complete = all.filter((form) => takes(form, sent) && lackedBy(form, sent).length === 0);
  if (complete.length > 0) return { forms: complete, found: [] };
  const wrong = Object.entries(sent)
    .map((entry) => refused(all, entry))
    .filter((found) => found !== undefined);
  // Where the value that tells the forms apart is none, nobody knows which was meant.
  if (wrong.length > 0 && all.length > 1) return { forms: [], found: wrong };
  const open = all.length > 1 ? all.filter((form) => takes(form, sent)) : all;
  const near = nearestForms(open, sent);
  return { forms: near, found: [...wrong, ...lacking(near, sent)] };
}
