import type { MethodName } from "../../openapi/document.js";
import { type Form, type Forms, requestForms, usePassForms, type Violation } from "../../openapi/validators.js";
import type { Json } from "../../shared/json.js";
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
  Refusal,
  tooLong,
  unknownValue,
  wrongForm,
  wrongType,
} from "../refusals.js";

/** Canonical parameters: known names only, nothing null or empty. */
export type MethodParameters = Json;

/** Describes groups of required parameters, such as `idTemplate and phone or email`. */
const describeGroups = (groups: readonly (readonly string[])[]): string => andList(groups.map(orList));

/** Describes forms, such as `action spendPoints with sum or action setExpirationDate with expiryDate`. */
function describeForms(by: string, forms: Readonly<Record<string, Form>>): string {
  const values = new Map<string, string[]>();
  for (const [value, { requires }] of Object.entries(forms)) {
    const rest = describeGroups(requires.filter(([name]) => name !== by));
    values.set(rest, [...(values.get(rest) ?? []), value]);
  }
  return orList([...values].map(([rest, of]) => `${by} ${orList(of)} with ${rest}`));
}

/** Creates error 4. The request needs one parameter of each group. */
function missing(
  groups: readonly (readonly string[])[],
  accepted = `the same request with ${describeGroups(groups)}`,
): MethodRefusal {
  const verb = groups.length === 1 ? "is" : "are";
  return missingParameters(groups.flat(), `${describeGroups(groups)} ${verb} missing, null or empty`, accepted);
}

/** Returns error 4 if a form lacks required parameters, otherwise undefined. */
function missingIn({ requires }: Form, parameters: MethodParameters): MethodRefusal | undefined {
  const absent = requires.filter((group) => group.every((name) => parameters[name] === undefined));
  return absent.length === 0 ? undefined : missing(absent);
}

/** Turns a violation of the document into a refusal. */
function refusalFor(violation: Violation | undefined, parameters: MethodParameters): MethodRefusal {
  if (violation === undefined) throw new Error("a validator failed without a violation");
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

/** Returns the refusal of parameters that do not match a form; undefined if they match. */
function checkForm(form: Form, parameters: MethodParameters): MethodRefusal | undefined {
  if (!form.validate(parameters))
    return missingIn(form, parameters) ?? refusalFor(form.validate.errors?.at(-1), parameters);
  // JSON can escape half of a surrogate pair, which UTF-8 cannot encode.
  for (const name of form.reads) {
    const value = parameters[name];
    if (typeof value === "string" && !value.isWellFormed()) return notUnicode(name);
  }
  return undefined;
}

/** Returns the form that a value chooses; undefined for other values. */
const chosenBy = <F extends Form>(value: unknown, forms: Readonly<Record<string, F>>): F | undefined =>
  typeof value === "string" && Object.hasOwn(forms, value) ? forms[value] : undefined;

function chooseForm({ by, forms }: Forms, parameters: MethodParameters): Form | MethodRefusal {
  const value = parameters[by];
  if (value === undefined) return missing([[by]], `the same request with ${describeForms(by, forms)}`);
  return chosenBy(value, forms) ?? unknownValue(by, value, Object.keys(forms));
}

/** A request that matches the document. */
export interface ValidRequest {
  /** Parameters read by the chosen form; undefined means all of the method's. */
  readonly reads: readonly string[] | undefined;
}

const readsAll: ValidRequest = { reads: undefined };

/**
 * Validates parameters against the document. Of usePass only the serial number is validated here: the other parameters
 * depend on the card, see {@link validateUse}.
 */
export function validateRequest(id: MethodName, parameters: MethodParameters): ValidRequest | MethodRefusal {
  if (id === "usePass") {
    const { passSerialNumber } = parameters;
    if (passSerialNumber === undefined) return missing([["passSerialNumber"]]);
    return typeof passSerialNumber === "string" ? readsAll : wrongType("passSerialNumber", "string");
  }
  const request = requestForms[id];
  const form = "by" in request ? chooseForm(request, parameters) : request;
  if (form instanceof Refusal) return form;
  return checkForm(form, parameters) ?? form;
}

/** A usePass request that matches the document. */
export interface UseRequest {
  readonly action: string;
  /** An amount, or the expiry date in UNIX seconds. */
  readonly value: number;
  readonly reads: readonly string[];
}

/** Returns whether usePass has an action for cards of any type. */
const isKnownAction = (action: unknown): action is string =>
  typeof action === "string" && Object.values(usePassForms).some((forms) => Object.hasOwn(forms, action));

/** Creates the refusal of a missing or unknown action. `forms` are those of the card. */
function invalidAction(type: CardType, action: unknown, forms: Readonly<Record<string, Form>>): MethodRefusal {
  const names = Object.keys(forms);
  const nothing =
    "nothing, while the card's template has no expiry: only setExpirationDate changes a card of this type";
  if (action === undefined)
    return missing(
      [["action"]],
      names.length === 0 ? nothing : `the same request with ${describeForms("action", forms)}`,
    );
  if (names.length === 0) return noActionOfType(type, nothing);
  if (!isKnownAction(action)) return unknownValue("action", action, names);
  return actionOfOtherType(type, action, names);
}

/**
 * Validates a usePass request against the type of its card. Stamp cards have a form without an action, which adds
 * stamps; it ignores every action but setExpirationDate. `canExpire` is true if the template has an expiry, so that a
 * refusal can recommend setExpirationDate.
 */
export function validateUse(
  type: CardType,
  canExpire: boolean,
  parameters: MethodParameters,
): UseRequest | MethodRefusal {
  const forms = usePassForms[type] ?? {};
  const chosen = chosenBy(parameters.action, forms);
  const form = chosen ?? forms[""];
  if (form === undefined) {
    const { setExpirationDate: _needsExpiry, ...always } = forms;
    return invalidAction(type, parameters.action, canExpire ? forms : always);
  }
  const refusal = checkForm(form, parameters);
  if (refusal !== undefined) return refusal;
  const action = chosen === undefined ? "addStamps" : String(parameters.action);
  return { action, value: Number(parameters[form.takes]), reads: form.reads };
}
