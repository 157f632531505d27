import type { MethodName } from "../../openapi/document.js";
import { fieldPath, parsedOr } from "../../shared/json.js";
import { answerEvidence, type FieldEvidence, type Path, valueAt } from "../document.js";
import type { CoreMismatch } from "./core-verdict.js";

/** One way in which an answer was not what the contract wants. */
export interface Failure {
  /** Such as `status`, `header content-type`, or `$.rows[0].id` for a field of the answer. */
  readonly where: string;
  /** Undefined if there was no answer to compare. */
  readonly expected: unknown;
  /** Undefined where a field is missing, and if there was no answer. */
  readonly got: unknown;
  readonly message: string;
  /** How sure the document is of the field, where there is one. */
  readonly evidence?: FieldEvidence;
}

/** What failed before there was an answer to look at. */
export const failure = (message: string): Failure => ({ where: "", expected: undefined, got: undefined, message });

/** `$.rows[0].id` and `$['rows'][0]` as names and numbers. */
export function pathOf(text: string): Path {
  const parts = text.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]/g);
  return [...parts].map(([, name, index, quoted]) => (index === undefined ? (name ?? quoted ?? "") : Number(index)));
}

/** Values come as JSON in the core's text, lists as lists of such texts; what is none stands for itself. */
function value(of: unknown): unknown {
  if (typeof of !== "string") return of;
  const parsed = parsedOr(of, of);
  return Array.isArray(parsed) ? parsed.map((item) => (/^[{[]/.test(String(item)) ? value(item) : item)) : parsed;
}

const isNames = (of: unknown): of is readonly string[] =>
  Array.isArray(of) && of.every((name) => typeof name === "string");

/** The core tells of all missing fields of an object at once; each is a failure of its own here. */
function missingFields({ mismatch = "" }: CoreMismatch, expected: unknown, got: unknown): readonly string[] {
  if (!/missing the following keys/.test(mismatch) || !isNames(expected) || !isNames(got)) return [];
  return expected.filter((name) => !got.includes(name));
}

interface Bodies {
  readonly expected: unknown;
  readonly got: unknown;
}

/** Returns the evidence that the document has for the place of a failure. */
export function fieldEvidence(
  method: MethodName | undefined,
  bodies: Bodies,
  place: string,
): { evidence?: FieldEvidence } {
  const at = pathOf(place);
  const of = (body: unknown) => method && answerEvidence(method, body, at);
  const evidence = at.length === 0 ? undefined : (of(bodies.got) ?? of(bodies.expected));
  return evidence === undefined ? {} : { evidence };
}

/** A mismatch in our words, with what the document says of the field. */
export function failuresOf(mismatch: CoreMismatch, method: MethodName | undefined, bodies: Bodies): readonly Failure[] {
  const { type = "", path, key } = mismatch;
  const [expected, got] = [value(mismatch.expected), value(mismatch.actual)];
  const message = mismatch.mismatch ?? "the answer is not what the contract wants";
  const sure = (place: string) => fieldEvidence(method, bodies, place);
  if (/status/i.test(type)) return [{ where: "status", expected, got, message }];
  if (/header/i.test(type)) return [{ where: `header ${key ?? ""}`, expected, got, message }];
  if (/bodytype/i.test(type)) return [{ where: "content type", expected, got, message }];
  const place = path ?? "";
  // The core has another way to write the place of a whole body.
  if (place === "/") return [{ where: "$", ...bodies, message: "the contract expects an empty body" }];
  const missing = missingFields(mismatch, expected, got);
  if (missing.length === 0) return [{ where: place, expected, got, message, ...sure(place) }];
  return missing.map((name) => {
    const where = fieldPath(place, name);
    const wanted = valueAt(bodies.expected, pathOf(where));
    return { where, expected: wanted, got: undefined, message: `the answer lacks ${name}`, ...sure(where) };
  });
}
