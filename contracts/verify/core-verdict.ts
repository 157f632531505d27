import { isJson } from "../../shared/json.js";

/** One way in which an answer was not what the contract wants, in Pact's words. */
export interface CoreMismatch {
  readonly type?: string;
  readonly path?: string;
  readonly key?: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
  readonly mismatch?: string;
}

export interface CoreVerdict {
  readonly passed: boolean;
  /** The first of them, by their places in the answer. */
  readonly mismatches: readonly CoreMismatch[];
  /** How many more there are. */
  readonly omitted: number;
}

/** Maximum number of mismatches of one interaction. */
const most = 100;

export const failedVerdict = (mismatch: string): CoreVerdict => ({
  passed: false,
  mismatches: [{ mismatch }],
  omitted: 0,
});

/** Takes the address out of a message: it is one of this process, and it is another one each time. */
const withoutAddress = (message: string): string => message.replace(/^Failed to load pact '[^']*' - /, "");

function mismatchesOf(errors: unknown): readonly CoreMismatch[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error) => {
    const { mismatch } = isJson(error) ? error : {};
    if (!isJson(mismatch)) return [{ mismatch: JSON.stringify(error) }];
    return Array.isArray(mismatch.mismatches)
      ? (mismatch.mismatches as CoreMismatch[])
      : [{ mismatch: withoutAddress(String(mismatch.message ?? "the verification failed")) }];
  });
}

/** The verdict in the core's JSON, which lists mismatches in no order. */
export function verdictOf(text: string): CoreVerdict {
  try {
    const { result, errors, pendingErrors } = JSON.parse(text) as Record<string, unknown>;
    const all = [...mismatchesOf(errors), ...mismatchesOf(pendingErrors)];
    const place = ({ path = "" }: CoreMismatch) => path;
    const ordered = all.toSorted((one, other) => place(one).localeCompare(place(other), "en", { numeric: true }));
    const mismatches = ordered.slice(0, most);
    return { passed: result === true && all.length === 0, mismatches, omitted: all.length - mismatches.length };
  } catch {
    return failedVerdict(text); // The core's own words for a failure that is no mismatch.
  }
}
