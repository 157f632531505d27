import { pluralized } from "../../shared/pluralized.js";
import { printable } from "../../shared/printable.js";
import { droppedText } from "../report/format-report.js";
import type { Criterion } from "../requests/criteria.js";
import type { CountRange, Miss, Verification, VerifyRequest } from "./verification.js";

/** Describes the expected number of requests. */
export function countRangeText({ min, max }: CountRange): string {
  if (max === 0) return "no request";
  if (min === max) return `exactly ${pluralized(min, "request")}`;
  if (max === Number.POSITIVE_INFINITY) return `at least ${pluralized(min, "request")}`;
  return min === 0 ? `at most ${pluralized(max, "request")}` : `from ${min} to ${max} requests`;
}

const maxLength = 100;

/** Returns a value as JSON on one line. */
function jsonText(value: unknown): string {
  if (value === undefined) return "nothing";
  const json = printable(JSON.stringify(value));
  return json.length > maxLength ? `${json.slice(0, maxLength)}…` : json;
}

function criterionText({ name, matches, expected, actual }: Criterion): string {
  const field = printable(name);
  if (matches) return `    ✓ ${field} is ${jsonText(actual)}`;
  if (expected === "[redacted]" && actual === expected) return `    ✗ ${field} has another value, redacted`;
  return `    ✗ ${field} must be ${jsonText(expected)}, got ${jsonText(actual)}`;
}

const missText = ({ requestId, at, status, why, criteria }: Miss): string =>
  [
    `  ${requestId} at ${at}, status ${status}${why === null ? "" : `, refused: ${printable(why)}`}`,
    ...criteria.map(criterionText),
  ].join("\n");

/** Describes the expected requests, such as `usePass, not refused, with the given body`. */
const subject = ({ method = "any method", refused, body }: VerifyRequest): string =>
  [
    method,
    ...(refused === undefined ? [] : [refused ? "refused" : "not refused"]),
    ...(body === undefined ? [] : ["with the given body"]),
  ].join(", ");

/** Describes a verification in a line, and the closest misses in further lines. */
export function verificationText(request: VerifyRequest, result: Omit<Verification, "message">): string {
  const { matched, examined, expected, closest, dropped, requests } = result;
  const found = `${subject(request)}: expected ${expected}, got ${matched} (${examined} examined)`;
  const isIncomplete = !result.passes && (dropped.requests > 0 || dropped.bodies > 0);
  return [
    found,
    ...(requests.length === 0 ? [] : [`matching: ${requests.join(", ")}${matched > requests.length ? ", …" : ""}`]),
    ...(closest.length === 0 ? [] : ["closest:", ...closest.map(missText)]),
    ...(isIncomplete ? [`${droppedText(dropped)}; use since, or a sandbox for each test`] : []),
  ].join("\n");
}
