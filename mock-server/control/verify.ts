import { methodFacts } from "../../openapi/document.js";
import { inSlices } from "../../shared/in-slices.js";
import { unknownName } from "../../shared/nearest.js";
import { isTooDeep, redacted } from "../../shared/redact.js";
import { nothingDropped } from "../report/client-report.js";
import { type Criterion, criteriaOf, type ExpectedRequest } from "../requests/criteria.js";
import { entryRedactor } from "../requests/entry.js";
import { redactPath } from "../requests/redacted-tokens.js";
import type { Matches } from "../requests/request-log.js";
import type { RequestRecord } from "../requests/request-record.js";
import { ensureBody } from "./bodies.js";
import { ControlError } from "./control-error.js";
import type { CountRange, Miss, Verification, VerifyRequest } from "./verification.js";
import { countRangeText, verificationText } from "./verify-text.js";

const maxIds = 5;
const maxMisses = 3;

/** Maximum number of values in an expected body. */
const maxCriteria = 100;

/** Parses the body of a verification. Throws ControlError. */
export function checkedExpectation(body: unknown = {}): VerifyRequest {
  if (isTooDeep(body)) throw new ControlError(400, "the body must have at most 32 levels");
  ensureBody("VerifyRequest", body);
  const { method, times, atLeast, atMost } = body;
  if (method !== undefined && !Object.hasOwn(methodFacts, method))
    throw new ControlError(400, unknownName("method", method, Object.keys(methodFacts)));
  if (times !== undefined && (atLeast !== undefined || atMost !== undefined))
    throw new ControlError(400, "times excludes atLeast and atMost; give times alone");
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost)
    throw new ControlError(400, `atLeast must be at most ${atMost}, the value of atMost, got ${atLeast}`);
  if (valuesIn(body.body) > maxCriteria)
    throw new ControlError(400, `body must have at most ${maxCriteria} values on all levels`);
  return body;
}

/** Counts values on all levels, up to a little more than the maximum. */
function valuesIn(value: unknown, before = 0): number {
  if (typeof value !== "object" || value === null) return before + 1;
  let count = before + 1;
  for (const inner of Object.values(value)) {
    if (count > maxCriteria) break;
    count = valuesIn(inner, count);
  }
  return count;
}

const countRangeOf = ({ times, atLeast, atMost }: VerifyRequest): CountRange => ({
  min: times ?? atLeast ?? (atMost === undefined ? 1 : 0),
  max: times ?? atMost ?? Number.POSITIVE_INFINITY,
});

interface Compared {
  readonly record: RequestRecord;
  readonly criteria: readonly Criterion[];
  readonly met: number;
}

function* compared(records: readonly RequestRecord[], expected: ExpectedRequest): Generator<Compared> {
  for (const record of records) {
    const criteria = criteriaOf(expected, record);
    yield { record, criteria, met: criteria.filter(({ matches }) => matches).length };
  }
}

/** Counts the requests that match. `tokens` are redacted. */
export async function verifyRequests(
  { records, dropped }: Matches,
  request: VerifyRequest,
  tokens: readonly string[],
): Promise<Verification> {
  const { method, refused, body } = request;
  const matching: RequestRecord[] = [];
  let closest: readonly Compared[] = [];
  let droppedBodies = 0;
  for await (const slice of inSlices(compared(records, { method, refused, body: body ?? undefined }))) {
    const misses = slice.filter(({ criteria, met }) => met < criteria.length);
    for (const { record, criteria, met } of slice) if (met === criteria.length) matching.push(record);
    if (body !== undefined) droppedBodies += misses.filter(couldMatch).length;
    // A newer request is closer than an older request that meets as many criteria.
    closest = [...misses.toReversed(), ...closest].sort((a, b) => b.met - a.met).slice(0, maxMisses);
  }
  const range = countRangeOf(request);
  const matched = matching.length;
  const relevantDropped = { requests: dropped.requests, bodies: droppedBodies };
  const isCertain = range.max === Number.POSITIVE_INFINITY || nothingDropped(relevantDropped);
  const isTooFew = matched < range.min;
  const result = {
    passes: !isTooFew && matched <= range.max && isCertain,
    matched,
    examined: records.length,
    expected: countRangeText(range),
    requests: matching.slice(0, maxIds).map(({ requestId }) => requestId),
    closest: isTooFew ? closest.map(missFormatter(tokens)) : [],
    dropped: relevantDropped,
  };
  return { ...result, message: verificationText(request, result) };
}

/** Whether only the body, which the log has dropped, does not match. */
const couldMatch = ({ record, criteria }: Compared): boolean =>
  record.texts.hasDropped(record.request) &&
  criteria.every(({ name, matches }) => matches || (name !== "method" && name !== "refused"));

function missFormatter(tokens: readonly string[]): (miss: Compared) => Miss {
  const redactorOf = entryRedactor(tokens);
  return ({ record, criteria }) => {
    const redactText = redactorOf(record);
    return {
      requestId: record.requestId,
      at: new Date(record.at).toISOString(),
      status: record.status,
      why: record.refused === undefined ? null : redactText(record.refused.reason),
      criteria: criteria.map(({ name, matches, expected, actual }) => ({
        name: redactText(name),
        matches,
        expected: redacted(expected, redactText),
        // The path of an unknown method may contain a token.
        actual: name === "method" ? redactPath(String(actual), redactText) : redacted(actual, redactText),
      })),
    };
  };
}
