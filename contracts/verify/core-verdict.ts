import { isJson } from "../../shared/json.js";

/** A mismatch as Pact's core describes it. */
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
  /** The first mismatches, ordered by path. */
  readonly mismatches: readonly CoreMismatch[];
  /** Number of mismatches left out. */
  readonly omitted: number;
}

/** Maximum number of mismatches per interaction. */
const maxMismatches = 100;

export const failedVerdict = (mismatch: string): CoreVerdict => ({
  passed: false,
  mismatches: [{ mismatch }],
  omitted: 0,
});

function mismatchesOf(errors: unknown): readonly CoreMismatch[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error) => {
    const { mismatch } = isJson(error) ? error : {};
    if (!isJson(mismatch)) return [{ mismatch: JSON.stringify(error) }];
    if (Array.isArray(mismatch.mismatches)) return mismatch.mismatches as CoreMismatch[];
    // The URL of the pact differs in each run.
    const message = String(mismatch.message ?? "the verification failed");
    return [{ mismatch: message.replace(/^Failed to load pact '[^']*' - /, "") }];
  });
}

/** Parses the JSON result of the core, whose mismatches have no order. */
export function verdictOf(text: string): CoreVerdict {
  try {
    const { result, errors, pendingErrors } = JSON.parse(text) as Record<string, unknown>;
    const all = [...mismatchesOf(errors), ...mismatchesOf(pendingErrors)];
    const ordered = all.toSorted(({ path: a = "" }, { path: b = "" }) => a.localeCompare(b, "en", { numeric: true }));
    const mismatches = ordered.slice(0, maxMismatches);
    return { passed: result === true && all.length === 0, mismatches, omitted: all.length - mismatches.length };
  } catch {
    return failedVerdict(text); // The core failed before it compared anything.
  }
}
