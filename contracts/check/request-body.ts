import { type MethodName, methodFacts, type Parameter } from "../../openapi/document.js";
import { type Form, type Forms, requestForms, usePassForms } from "../../openapi/validators.js";
import { isJson, type Json } from "../../shared/json.js";
import { orList } from "../../shared/lists.js";
import { nearest } from "../../shared/nearest.js";
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

/** Returns a finding for a value that is not listed. */
export function unlistedValue(name: string, value: unknown, listed: readonly unknown[]): Found {
  const texts = [...new Set(listed)].map(String);
  const near = nearest(String(value), texts);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return requestError(name, `must be ${orList(texts)}, got ${JSON.stringify(value)}${hint}`);
}

/** Returns the forms of a request by the parameter that selects one. The form "" needs no selection. */
function formsOf(method: MethodName): Forms {
  if (method === "usePass") return { by: "action", forms: Object.assign({}, ...Object.values(usePassForms)) };
  const request = requestForms[method];
  return "by" in request ? request : { by: "", forms: { "": request } };
}

/** Returns findings for missing parameters, with the forms that the sandbox validates requests by. */
export function missingParameterFindings(method: MethodName, body: Json): readonly Found[] {
  const { by, forms } = formsOf(method);
  const missing = (groups: readonly (readonly string[])[]) =>
    groups.map((group) => requestError("", `must have ${orList(group)}`));
  const lackedBy = ({ requires }: Form) => requires.filter((group) => group.every((name) => body[name] === undefined));
  const value = body[by];
  const selected = typeof value === "string" && Object.hasOwn(forms, value) ? forms[value] : undefined;
  if (selected !== undefined) return missing(lackedBy(selected));
  const plain = forms[""];
  if (plain === undefined) return value === undefined ? missing([[by]]) : [];
  const lacked = lackedBy(plain);
  if (by === "" || lacked.length === 0) return missing(lacked);
  if (value === undefined) return missing([[by, ...lacked.flat()]]);
  return [
    unlistedValue(
      by,
      value,
      Object.keys(forms).filter((name) => name !== ""),
    ),
  ];
}
