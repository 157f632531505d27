import type { MethodName } from "../../openapi/document.js";
import { type Form, type Forms, requestForms, usePassForms, type Violation } from "../../openapi/validators.js";
import { andList, orList } from "../../shared/lists.js";
import type { CardType } from "../model/records.js";
import {
  actionOfOtherType,
  type MethodRefusal,
  missingParameters,
  noActionOfType,
  notUnicode,
  outOfRange,
  pageBeforeFirst,
  tooLong,
  unknownValue,
  wrongForm,
  wrongType,
} from "../refusals.js";

/** Parameters as intake leaves them: known names only, nothing null or empty. */
export type Parameters = Readonly<Record<string, unknown>>;

/** What is needed of groups of parameters, such as `idTemplate and phone or email`. */
const needs = (groups: readonly (readonly string[])[]): string => andList(groups.map(orList));

/** What the forms of a request need, such as `action spendPoints with sum or action setExpirationDate with expiryDate`. */
function choices(by: string, forms: Readonly<Record<string, Form>>): string {
  const values = new Map<string, string[]>();
  for (const [value, { requires }] of Object.entries(forms)) {
    const rest = needs(requires.filter(([name]) => name !== by));
    values.set(rest, [...(values.get(rest) ?? []), value]);
  }
  return orList([...values].map(([rest, of]) => `${by} ${orList(of)} with ${rest}`));
}

/** Error 4 for parameters of which, of each group, one is needed. */
function missing(
  groups: readonly (readonly string[])[],
  accepted = `the same request with ${needs(groups)}`,
): MethodRefusal {
  const verb = groups.length === 1 ? "is" : "are";
  return missingParameters(groups.flat(), `${needs(groups)} ${verb} missing, null or empty`, accepted);
}

/** Error 4 for all that a form needs and that is not there; undefined if everything is. */
function missingIn({ requires }: Form, parameters: Parameters): MethodRefusal | undefined {
  const absent = requires.filter((group) => group.every((name) => parameters[name] === undefined));
  if (absent.length === 0) return undefined;
  return missing(absent);
}

/** Why a request is refused in which all is there that its form needs. */
function refusalFor(violation: Violation | undefined, parameters: Parameters): MethodRefusal {
  if (violation === undefined) throw new Error("a validator refused without saying why");
  const { instancePath, keyword, params } = violation;
  const name = instancePath.slice(1).split("/")[0] ?? "";
  if (keyword === "minimum")
    return name === "page" ? pageBeforeFirst() : outOfRange(name, "at least", String(params.limit));
  if (keyword === "maximum") return outOfRange(name, "at most", String(params.limit));
  if (keyword === "enum") return unknownValue(name, parameters[name], params.allowedValues as string[]);
  if (keyword === "maxLength") return tooLong(name, Number(params.limit));
  if (keyword === "type") return wrongType(name, String(params.type));
  return wrongForm(name);
}

/** Refuses half of a surrogate pair, which only a \u escape of JSON can hold: UTF-8 has no form for it. */
function ensureUnicode(form: Form, parameters: Parameters): void {
  for (const name of form.reads) {
    const value = parameters[name];
    if (typeof value === "string" && !value.isWellFormed()) throw notUnicode(name);
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
function noAction(type: CardType, action: unknown, forms: Readonly<Record<string, Form>>): MethodRefusal {
  const names = Object.keys(forms);
  const nothing =
    "nothing, while the card's template has no expiry: only setExpirationDate changes a card of this type";
  if (action === undefined)
    return missing([["action"]], names.length === 0 ? nothing : `the same request with ${choices("action", forms)}`);
  if (names.length === 0) return noActionOfType(type, nothing);
  if (!isKnownAction(action)) return unknownValue("action", action, names);
  return actionOfOtherType(type, action, names);
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
