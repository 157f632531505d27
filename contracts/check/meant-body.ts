import { type MethodName, methodFacts, type Parameter } from "../../openapi/document.js";
import { isJson } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { type Found, requestError, requestNote } from "./finding.js";

/** A request's body as it was meant, and what there is to tell about how it is written. */
export interface MeantBody {
  readonly body: unknown;
  readonly found: readonly Found[];
}

/** Clients of the engine are known to send it in the body too; it is ignored there. */
const knownExtraKey = "token";

const switchOf = { phone: "phoneIn", integer: "numberIn", other: undefined } as const;

/** A value that the API takes although the document has it otherwise, as the document has it. */
function meantValue({ name, kind, anyCase }: Parameter, value: unknown): readonly [unknown, Found | undefined] {
  if (typeof value !== "string") return [value, undefined];
  const asked = switchOf[kind];
  if (asked !== undefined && /^[+-]?\d+$/.test(value)) {
    const note = `the document has a number here; text is taken where the switch ${asked} says accepted`;
    return [Number(value), requestNote(name, note)];
  }
  const listed = anyCase?.find((one) => one.toLowerCase() === value.toLowerCase());
  if (listed === undefined || listed === value) return [value, undefined];
  return [listed, requestNote(name, `the document has ${listed} here; any case is taken`)];
}

function undeclared(method: MethodName, name: string, near: string | undefined): Found {
  const hint = near === undefined ? "the API ignores it" : `did you mean ${near}?`;
  const tell = name === knownExtraKey ? requestNote : requestError;
  return tell(name, `${method} has no such parameter: ${hint}`);
}

/**
 * The body as it was meant: with misspelt parameters under their names and values as the document has them, so that what
 * follows from a mistake does not hide the mistake.
 */
export function meantBody(method: MethodName, sent: unknown): MeantBody {
  if (!isJson(sent)) return { body: sent, found: [] };
  const { parameters } = methodFacts[method];
  const names = parameters.map(({ name }) => name);
  const body: Record<string, unknown> = {};
  const found: Found[] = [];
  for (const [key, value] of Object.entries(sent)) {
    const near = names.includes(key) ? key : nearest(key, names);
    if (near !== key) found.push(undeclared(method, key, near));
    const parameter = parameters.find(({ name }) => name === near);
    // What is there under its own name counts.
    if (parameter === undefined || (near !== key && parameter.name in sent)) continue;
    const [meant, note] = meantValue(parameter, value);
    body[parameter.name] = meant;
    if (note !== undefined) found.push(note);
  }
  return { body, found };
}
