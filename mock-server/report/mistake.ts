import type { RequestEntry } from "../requests/entry.js";
import type { Call } from "./call.js";

/** An error or a warning is certain; a hint may be meant that way. */
export type Severity = "error" | "warning" | "hint";

/** Whether it is a mistake for sure. */
export const isCertain = (severity: Severity): boolean => severity !== "hint";

/** A mistake as it was seen once. */
export interface Sighting {
  /** The request that shows it, or those that show it together. */
  readonly calls: readonly Pick<Call, "entry">[];
  /** What was seen, without values that change from one time to the next: equal ones are counted together. */
  readonly seen: string;
}

/** A mistake that clients of the vendor's API make, and how it shows in what they send. */
export interface Mistake {
  readonly id: string;
  readonly text: string;
  readonly severity: Severity;
  readonly example: string;
  readonly advice: string;
  /**
   * Every time the calls of a client show it. The calls are in the order in which they came; `entries` has also the
   * requests that name no method.
   */
  find(calls: readonly Call[], entries: readonly RequestEntry[]): readonly Sighting[];
}

/** A mistake that each call shows or does not show by itself. */
export const inEachCall =
  (seen: (call: Call) => readonly string[]): Mistake["find"] =>
  (calls) =>
    calls.flatMap((call) => seen(call).map((text) => ({ calls: [call], seen: `${call.method}: ${text}` })));
