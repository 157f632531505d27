import { type MethodName, methodFacts, type Parameter } from "../../openapi/document.js";
import { isJson, type Json } from "../../shared/json.js";
import { orList } from "../../shared/lists.js";
import { nearest } from "../../shared/nearest.js";
import { allowedValues, hasProperty, members, propertySchemas, requestBodyForms } from "../document.js";
import { type Found, requestError, requestNote } from "./finding.js";

/** A parameter that some clients send in the body too, where the API ignores it. */
const toleratedKey = "token";

const acceptedBySwitch = { phone: "phoneIn", integer: "numberIn", other: undefined } as const;

/** Returns a value as the document has it, where the API accepts other forms. */
function correctValue({ name, kind, anyCase }: Parameter, value: unknown): readonly [unknown, ...Found[]] {
  if (typeof value !== "string") return [value];
  const switchName = acceptedBySwitch[kind];
  if (switchName !== undefined && /^[+-]?\d+$/.test(value))
    return [Number(value), requestNote(name, `text in place of a number is accepted under ${switchName}=accepted`)];
  const listed = anyCase?.find((allowed) => allowed.toLowerCase() === value.toLowerCase());
  if (listed === undefined || listed === value) return [value];
  return [listed, requestNote(name, `the document has ${listed}; case is ignored`)];
}

/**
 * Corrects a body: misspelt parameters get their names, and values the form of the document. A mistake is then reported
 * once, without its consequences.
 */
export function correctBody(
  method: MethodName,
  sent: unknown,
): { readonly body: unknown; readonly found: readonly Found[] } {
  if (!isJson(sent)) return { body: sent, found: [] };
  const { parameters } = methodFacts[method];
  const names = parameters.map(({ name }) => name);
  const body: Record<string, unknown> = {};
  const found: Found[] = [];
  for (const [key, value] of Object.entries(sent)) {
    const name = names.includes(key) ? key : nearest(key, names);
    if (name !== key) {
      const hint = name === undefined ? "the API ignores it" : `did you mean ${name}?`;
      found.push((key === toleratedKey ? requestNote : requestError)(key, `unknown parameter of ${method}; ${hint}`));
    }
    const parameter = parameters.find((known) => known.name === name);
    // A misspelt parameter does not replace the right one.
    if (parameter === undefined || (name !== key && parameter.name in sent)) continue;
    const [corrected, ...notes] = correctValue(parameter, value);
    body[parameter.name] = corrected;
    found.push(...notes);
  }
  return { body, found };
}

const names = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []);

/** Returns the groups of parameters of which a body lacks all; a form requires one of each group. */
function lackedBy(form: Json, body: Json): readonly (readonly string[])[] {
  const alternatives = members(form).flatMap(({ required }) => names(required));
  const groups = names(form.required).map((name) => [name]);
  return [...groups, ...(alternatives.length > 0 ? [alternatives] : [])].filter((group) =>
    group.every((name) => body[name] === undefined),
  );
}

/** Returns the values that a form allows for a parameter; undefined if it allows any. */
const allowedBy = (form: Json, name: string) => allowedValues(propertySchemas([form], name)[0]);

const allows = (form: Json, body: Json): boolean =>
  Object.entries(body).every(([name, value]) => allowedBy(form, name)?.includes(value) ?? true);

/** Whether a form allows the values of a body and does not exclude them. */
function accepts(form: Json, body: Json): boolean {
  const excluded = isJson(form.not) ? form.not : undefined;
  return allows(form, body) && !(excluded && lackedBy(excluded, body).length === 0 && allows(excluded, body));
}

/** Returns a finding for a value that no form allows. */
function invalidValue(forms: readonly Json[], name: string, value: unknown): readonly Found[] {
  const allowed = forms.flatMap((form) => allowedBy(form, name) ?? []);
  if (allowed.length === 0 || allowed.includes(value)) return [];
  const texts = [...new Set(allowed)].map(String);
  const near = nearest(String(value), texts);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return [requestError(name, `must be ${orList(texts)}, got ${JSON.stringify(value)}${hint}`)];
}

/** Returns the forms with the most of the sent parameters, and of these the forms that lack least. */
function nearestForms(forms: readonly Json[], body: Json): readonly Json[] {
  const known = (form: Json) => Object.keys(body).filter((name) => hasProperty(form, name)).length;
  const best = (of: readonly Json[], score: (form: Json) => number) => {
    const highest = Math.max(...of.map(score));
    return of.filter((form) => score(form) === highest);
  };
  return best(best(forms, known), (form) => -lackedBy(form, body).length);
}

/** Returns the parameters that are missing in each form, and those of which each form lacks another. */
function missingParameters(forms: readonly Json[], body: Json): readonly Found[] {
  const lacked = forms.map((form) => lackedBy(form, body));
  const isCommon = (group: readonly string[]) => lacked.every((all) => all.some((one) => one.join() === group.join()));
  const common = (lacked[0] ?? []).filter(isCommon);
  const others = [
    ...new Set(
      lacked
        .flat()
        .filter((group) => !isCommon(group))
        .flat(),
    ),
  ];
  return [...common, ...(others.length > 0 ? [others] : [])].map((group) =>
    requestError("", `must have ${orList(group)}`),
  );
}

/** Selects the forms that a body has, or comes nearest to, and finds what is wrong whichever of them it is. */
export function selectForms(
  method: MethodName,
  body: unknown,
): { readonly forms: readonly Json[]; readonly found: readonly Found[] } {
  const all = requestBodyForms(method);
  if (!isJson(body) || all.length === 0) return { forms: all, found: [] };
  const accepting = all.filter((form) => accepts(form, body));
  const complete = accepting.filter((form) => lackedBy(form, body).length === 0);
  if (complete.length > 0) return { forms: complete, found: [] };
  const invalid = Object.entries(body).flatMap(([name, value]) => invalidValue(all, name, value));
  // The value that selects the form is invalid: any form may be meant.
  if (invalid.length > 0 && all.length > 1) return { forms: [], found: invalid };
  const forms = nearestForms(all.length > 1 ? accepting : all, body);
  return { forms, found: [...invalid, ...missingParameters(forms, body)] };
}
