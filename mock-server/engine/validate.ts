import type { MethodName } from "../../openapi/document.js";
import { type Form, type Forms, requestForms, usePassForms, type Violation } from "../../openapi/validators.js";
import { nearest } from "../../shared/nearest.js";
import type { CardType } from "../model/records.js";
import { MissingParametersError, type Refusal, UndocumentedRefusal } from "../model/refusals.js";

/** Parameters as intake leaves them: known names only, nothing null or empty. */
export type Parameters = Readonly<Record<string, unknown>>;

const or = (words: Iterable<string>) => new Intl.ListFormat("en-GB", { type: "disjunction" }).format(words);
const and = (words: Iterable<string>) => new Intl.ListFormat("en", { type: "conjunction" }).format(words);

/** What is needed of groups of parameters, such as `idTemplate and phone or email`. */
const needs = (groups: readonly (readonly string[])[]): string => and(groups.map(or));

/** What the forms of a request need, such as `action spendPoints with sum or action setExpirationDate with expiryDate`. */
function choices(by: string, forms: Readonly<Record<string, Form>>): string {
  const values = new Map<string, string[]>();
  for (const [value, { requires }] of Object.entries(forms)) {
    const rest = needs(requires.filter(([name]) => name !== by));
    values.set(rest, [...(values.get(rest) ?? []), value]);
  }
  return or([...values].map(([rest, of]) => `${by} ${or(of)} with ${rest}`));
}

/** Error 4 for parameters of which, of each group, one is needed. */
function missing(
  groups: readonly (readonly string[])[],
  accepted = `the same request with ${needs(groups)}`,
): MissingParametersError {
  const verb = groups.length === 1 ? "is" : "are";
  return new MissingParametersError(groups.flat(), `${needs(groups)} ${verb} missing, null or empty`, accepted);
}

/** Error 4 for all that a form needs and that is not there; undefined if everything is. */
function missingIn({ requires }: Form, parameters: Parameters): Refusal | undefined {
  const absent = requires.filter((group) => group.every((name) => parameters[name] === undefined));
  if (absent.length === 0) return undefined;
  return missing(absent);
}

function unknownValue(parameter: string, value: unknown, allowed: readonly string[]): Refusal {
  const near = typeof value === "string" ? nearest(value, allowed) : undefined;
  const hint = near === undefined ? `use one of ${allowed.join(", ")}` : `did you mean ${near}?`;
  return new UndocumentedRefusal("request.value", `${parameter} has no such value: ${hint}`, or(allowed));
}

const wrongType = (name: string, type: string) =>
  new UndocumentedRefusal("request.type", `${name} must be of type ${type}`, `${name} as a JSON ${type}`);

const amounts = new Set(["sum", "numberStumps", "numberRewards"]);

/** The refusal of a number that is below or above its bound. The number of the first page is for intake to know. */
function outOfRange(name: string, bound: "at least" | "at most", limit: string): Refusal {
  const isBelow = bound === "at least";
  if (name === "page" && isBelow)
    return new UndocumentedRefusal("request.range", "page lies before the first page", "the first page or a later one");
  const rule = amounts.has(name) && isBelow ? "amount.positive" : "request.range";
  return new UndocumentedRefusal(rule, `${name} must be ${bound} ${limit}`, `a whole number that is ${bound} ${limit}`);
}

/** Why a request is refused in which all is there that its form needs. */
function refusalFor(violation: Violation | undefined, parameters: Parameters): Refusal {
  if (violation === undefined) throw new Error("a validator refused without saying why");
  const { instancePath, keyword, params } = violation;
  const name = instancePath.slice(1).split("/")[0] ?? "";
  if (keyword === "minimum") return outOfRange(name, "at least", String(params.limit));
  if (keyword === "maximum") return outOfRange(name, "at most", String(params.limit));
  if (keyword === "enum") return unknownValue(name, parameters[name], params.allowedValues as string[]);
  if (keyword === "maxLength") {
    const rule = `at most ${String(params.limit)} characters`;
    return new UndocumentedRefusal("request.length", `${name} must have ${rule}`, `${name} with ${rule}`);
  }
  if (keyword === "type") return wrongType(name, String(params.type));
  return new UndocumentedRefusal(
    "request.type",
    `${name} does not have the form the document asks for`,
    `${name} in the form that GET /_luna/openapi.json describes`,
  );
}

/** Refuses half of a surrogate pair, which only a \u escape of JSON can hold: UTF-8 has no form for it. */
function ensureUnicode(form: Form, parameters: Parameters): void {
  for (const name of form.reads) {
    const value = parameters[name];
    if (typeof value === "string" && !value.isWellFormed())
      throw new UndocumentedRefusal(
        "request.unicode",
        `${name} must be Unicode text, and has half of a surrogate pair`,
        `${name} without half of a surrogate pair`,
      );
  }
}

function check(form: Form, parameters: Parameters): void {
  if (!form.validate(parameters))
    throw missingIn(form, parameters) ?? refusalFor(form.validate.errors?.at(-1), parameters);
  ensureUnicode(form, parameters);
}

/** The form that a value chooses; undefined for a value that chooses none. */
const chosenBy = <F extends Form>(value: unknown, forms: Readonly<Record<string, F>>): F | undefined =>
  typeof value === "string" && Object.hasOwn(forms, value) ? forms[value] : undefined;

/** The form that a request has, or chooses. */
function formOf(request: Form | Forms, parameters: Parameters): Form {
  if (!("by" in request)) return request;
  const { by, forms } = request;
  const value = parameters[by];
  if (value === undefined) throw missing([[by]], `the same request with ${choices(by, forms)}`);
  const form = chosenBy(value, forms);
  if (form === undefined) throw unknownValue(by, value, Object.keys(forms));
  return form;
}

/**
 * Refuses a request that does not fit the document, and answers which parameters its form reads. Of usePass only the
 * serial number is looked at: the rest depends on the card.
 */
export function validateRequest(id: MethodName, parameters: Parameters): readonly string[] | undefined {
  if (id === "usePass") {
    const { passSerialNumber } = parameters;
    if (passSerialNumber === undefined) throw missing([["passSerialNumber"]]);
    if (typeof passSerialNumber !== "string") throw wrongType("passSerialNumber", "string");
    return undefined;
  }
  const form = formOf(requestForms[id], parameters);
  check(form, parameters);
  return form.reads;
}

/** What a usePass that fits the document asks for. */
export interface UseRequest {
  readonly action: string;
  /** How much, or the expiry date in UNIX seconds. */
  readonly value: number;
  /** The parameters that were read. */
  readonly reads: readonly string[];
}

/** Whether usePass knows an action on cards of some type. */
const isKnownAction = (action: unknown): action is string =>
  typeof action === "string" && Object.values(usePassForms).some((forms) => Object.hasOwn(forms, action));

/** The refusal of an action that is missing, or that the card does not have. `forms` are those it does have. */
function noAction(type: CardType, action: unknown, forms: Readonly<Record<string, Form>>): Refusal {
  const names = Object.keys(forms);
  const nothing =
    "nothing, while the card's template has no expiry: only setExpirationDate changes a card of this type";
  if (action === undefined)
    return missing([["action"]], names.length === 0 ? nothing : `the same request with ${choices("action", forms)}`);
  if (names.length === 0)
    return new UndocumentedRefusal(
      "request.action",
      `usePass has no action for a card of type ${type} whose template has no expiry`,
      nothing,
    );
  if (!isKnownAction(action)) return unknownValue("action", action, names);
  const accepted = or(names);
  return new UndocumentedRefusal(
    "request.action",
    `a card of type ${type} has no action ${action}: use ${accepted}`,
    accepted,
  );
}

/**
 * Refuses a usePass that does not fit the card's type. Stamp cards have a form without an action, which is to add
 * stamps; there an action other than setExpirationDate is an extra key. `canExpire`: its template has an expiry, so
 * that setExpirationDate can be advised.
 */
export function validateUse(type: CardType, canExpire: boolean, parameters: Parameters): UseRequest {
  const { "": plain, ...named } = usePassForms[type] ?? {};
  const { setExpirationDate: _needsExpiry, ...always } = named;
  const chosen = chosenBy(parameters.action, named);
  const form = chosen ?? plain;
  if (form === undefined) throw noAction(type, parameters.action, canExpire ? named : always);
  check(form, parameters);
  const action = chosen === undefined ? "addStamps" : String(parameters.action);
  return { action, value: Number(parameters[form.takes]), reads: form.reads };
}
