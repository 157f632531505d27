import { isJson, type Json } from "../../shared/json.js";
import { integerParameter, momentParameter } from "./parameters.js";
import { ProviderStateError } from "./provider-state-error.js";
import type { TemplateRow } from "./world.js";

const text = { default: "", description: "" };
const at = momentParameter(text);
const days = integerParameter(text, 1, 36_500);

/** Keys of each kind of expiry besides `kind`. */
const keysOf: ReadonlyMap<unknown, readonly string[]> = new Map([
  ["none", []],
  ["fixed", ["at"]],
  ["afterIssue", ["days"]],
]);

const wanted = `{"kind": "none"}, {"kind": "fixed", "at": ${at.kind}} or {"kind": "afterIssue", "days": ${days.kind}}`;

function read({ kind, ...rest }: Json): TemplateRow["expiry"] | undefined {
  const keys = keysOf.get(kind);
  if (keys === undefined || !Object.keys(rest).every((key) => keys.includes(key))) return undefined;
  if (kind === "none") return { kind };
  const found = kind === "fixed" ? { at: at.read(rest.at) } : { days: days.read(rest.days) };
  return Object.values(found).includes(undefined) ? undefined : ({ kind, ...found } as TemplateRow["expiry"]);
}

/** Parses the expiry setting of a template. Throws ProviderStateError. */
export function expiryOf(value: unknown): TemplateRow["expiry"] {
  const found = isJson(value) ? read(value) : undefined;
  if (found !== undefined) return found;
  throw new ProviderStateError(`settings.expiry of "a template" must be ${wanted}, got ${JSON.stringify(value)}`);
}
