import type { MethodName } from "../../openapi/document.js";
import { fieldPath, parseJsonOr } from "../../shared/json.js";
import { type FieldEvidence, responseEvidence } from "../document.js";
import { parsePath, valueAt } from "../paths.js";
import type { CoreMismatch } from "./core-verdict.js";

/** A difference between a response and its contract. */
export interface Failure {
  /** `status`, `header content-type`, `$.rows[0].id`, or empty if there was no response to compare. */
  readonly where: string;
  readonly expected: unknown;
  /** Undefined for a missing field. */
  readonly got: unknown;
  readonly message: string;
  /** Evidence of the document for the field. */
  readonly evidence?: FieldEvidence;
}

/** Builds a failure without a response. */
export const failure = (message: string): Failure => ({ where: "", expected: undefined, got: undefined, message });

/** Parses a value of the core: JSON in a text, or in a list of texts. A text that is not JSON is the value itself. */
function parseValue(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const parsed = parseJsonOr(value, value);
  if (!Array.isArray(parsed)) return parsed;
  return parsed.map((item) => (/^[{[]/.test(String(item)) ? parseValue(item) : item));
}

/** Returns the fields that the core reports as missing, all of an object in one mismatch. */
function missingFields({ mismatch = "" }: CoreMismatch, expected: unknown, got: unknown): readonly string[] {
  if (!mismatch.includes("missing the following keys") || !Array.isArray(expected) || !Array.isArray(got)) return [];
  return expected.filter((name) => typeof name === "string" && !got.includes(name));
}

interface Bodies {
  readonly expected: unknown;
  readonly got: unknown;
}

/** Returns the evidence of the document for a field. */
export function evidenceAt(
  method: MethodName | undefined,
  { expected, got }: Bodies,
  where: string,
): { evidence?: FieldEvidence } {
  const path = parsePath(where) ?? [];
  if (method === undefined || path.length === 0) return {};
  const evidence = responseEvidence(method, got, path) ?? responseEvidence(method, expected, path);
  return evidence === undefined ? {} : { evidence };
}

/** Converts a mismatch of the core. */
export function failuresOf(mismatch: CoreMismatch, method: MethodName | undefined, bodies: Bodies): readonly Failure[] {
  const { type = "", path = "", key = "", mismatch: message = "the response does not match" } = mismatch;
  const compared = { expected: parseValue(mismatch.expected), got: parseValue(mismatch.actual), message };
  if (/status/i.test(type)) return [{ where: "status", ...compared }];
  if (/header/i.test(type)) return [{ where: `header ${key}`, ...compared }];
  if (/bodytype/i.test(type)) return [{ where: "content type", ...compared }];
  // The core's path of a whole body that should be empty.
  if (path === "/") return [{ where: "$", ...bodies, message: "the contract expects an empty body" }];
  const missing = missingFields(mismatch, compared.expected, compared.got);
  if (missing.length === 0) return [{ where: path, ...compared, ...evidenceAt(method, bodies, path) }];
  return missing.map((name) => {
    const where = fieldPath(path, name);
    const expected = valueAt(bodies.expected, parsePath(where) ?? []);
    const lacks = { where, expected, got: undefined, message: `the response lacks ${name}` };
    return { ...lacks, ...evidenceAt(method, bodies, where) };
  });
}
