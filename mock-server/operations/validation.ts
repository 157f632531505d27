import type { OperationId } from "../../openapi/document.js";
import { requestValidators, usePassForms, type Validate, type Violation } from "../../openapi/validators.js";
import type { CardType } from "../domain/model.js";
import { LunaError, type Refusal, UndocumentedRefusal } from "../domain/refusal.js";
import { nearest } from "../nearest.js";

export { nearest };

/** Parameters as intake leaves them: known names only, nothing null or empty. */
export type Parameters = Readonly<Record<string, unknown>>;

const missing = (what: string) =>
  new LunaError(4, "request.required", `${what} is missing, null or empty`, `the same request with ${what}`);

function unknownValue(parameter: string, value: unknown, allowed: readonly string[]): Refusal {
  const near = typeof value === "string" ? nearest(value, allowed) : undefined;
  const hint = near === undefined ? `use one of ${allowed.join(", ")}` : `did you mean ${near}?`;
  return new UndocumentedRefusal("request.value", `${parameter} has no such value: ${hint}`, allowed.join(" or "));
}

const wrongType = (name: string, type: string) =>
  new UndocumentedRefusal("request.type", `${name} must be of type ${type}`, `${name} as a JSON ${type}`);

const bounds: Readonly<Record<string, string>> = { minimum: "at least", maximum: "at most" };
const amounts = new Set(["sum", "numberStumps", "numberRewards"]);

/** Why a request is refused that does not fit its schema. */
function refusalFor(violations: readonly Violation[], parameters: Parameters): Refusal {
  const last = violations.at(-1);
  if (last === undefined) throw new Error("a validator refused without saying why");
  const absent = violations
    .filter(({ keyword }) => keyword === "required")
    .map(({ params }) => String(params.missingProperty));
  if (last.keyword === "anyOf" || last.keyword === "required") return missing(absent.join(" or "));
  const name = last.instancePath.slice(1).split("/")[0] ?? "";
  const bound = bounds[last.keyword];
  if (bound !== undefined) {
    const rule = amounts.has(name) ? "amount.whole" : "request.range";
    return new UndocumentedRefusal(
      rule,
      `${name} must be ${bound} ${String(last.params.limit)}`,
      `a whole number that is ${bound} ${String(last.params.limit)}`,
    );
  }
  if (last.keyword === "enum") return unknownValue(name, parameters[name], last.params.allowedValues as string[]);
  if (last.keyword === "type") return wrongType(name, String(last.params.type));
  return new UndocumentedRefusal(
    "request.type",
    `${name} does not have the form the document asks for`,
    `${name} in the form that GET /_luna/openapi.json describes`,
  );
}

function check(validate: Validate, parameters: Parameters): void {
  if (!validate(parameters)) throw refusalFor(validate.errors ?? [], parameters);
}

/** The form of a request that the value of one of its parameters chooses. */
function chosen<Form>(parameters: Parameters, by: string, forms: Readonly<Record<string, Form>>): Form {
  const value = parameters[by];
  if (value === undefined) throw missing(by);
  const form = typeof value === "string" && Object.hasOwn(forms, value) ? forms[value] : undefined;
  if (form === undefined) throw unknownValue(by, value, Object.keys(forms));
  return form;
}

/**
 * Refuses a request that does not fit the document, and answers which parameters its form reads; undefined for all that
 * the method has. Of usePass only the serial number is looked at: the rest depends on the card.
 */
export function validateRequest(id: OperationId, parameters: Parameters): readonly string[] | undefined {
  if (id === "usePass") {
    if (parameters.passSerialNumber === undefined) throw missing("passSerialNumber");
    if (typeof parameters.passSerialNumber !== "string") {
      throw wrongType("passSerialNumber", "string");
    }
    return undefined;
  }
  const validator = requestValidators[id];
  if (!("by" in validator)) {
    check(validator, parameters);
    return undefined;
  }
  const { validate, reads } = chosen(parameters, validator.by, validator.cases);
  check(validate, parameters);
  return reads;
}

/** What a usePass that fits the document asks for. */
export interface UseRequest {
  readonly action: string;
  /** How much, or the expiry date in UNIX seconds. */
  readonly value: number;
  /** The parameters that were read. */
  readonly reads: readonly string[];
}

/**
 * Refuses a usePass that does not fit the card's type. Stamp cards have a form without an action, which is to add
 * stamps; there an action other than setExpirationDate is an extra key.
 */
export function validateUse(type: CardType, parameters: Parameters): UseRequest {
  const { "": plain, ...named } = usePassForms[type] ?? {};
  const isNamed = typeof parameters.action === "string" && Object.hasOwn(named, parameters.action);
  const { validate, takes } = plain !== undefined && !isNamed ? plain : chosen(parameters, "action", named);
  check(validate, parameters);
  const value = Number(parameters[takes]);
  if (!isNamed) return { action: "addStamps", value, reads: ["passSerialNumber", takes] };
  return { action: String(parameters.action), value, reads: ["passSerialNumber", "action", takes] };
}
