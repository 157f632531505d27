import type { RequestEntry } from "../requests/entry.js";
import type { LoggedCall } from "./call.js";

/** Severity of a mistake. Errors and warnings are certain; a hint may be intended. */
export type Severity = "error" | "warning" | "hint";

/** Whether the severity means a certain mistake. */
export const isCertain = (severity: Severity): boolean => severity !== "hint";

/** One occurrence of a mistake. */
export interface Occurrence {
  /** The requests that show it together. */
  readonly calls: readonly Pick<LoggedCall, "entry">[];
  /** Description. Contains no ids or amounts, so that equal occurrences are counted together. */
  readonly observed: string;
}

/** A mistake of clients of the vendor's API, with its detector. */
export interface Mistake {
  readonly id: string;
  readonly text: string;
  readonly severity: Severity;
  readonly example: string;
  readonly advice: string;
  /**
   * Returns all occurrences in the calls of a client, which are in order of time. `entries` also has the requests to
   * unknown methods.
   */
  find(calls: readonly LoggedCall[], entries: readonly RequestEntry[]): readonly Occurrence[];
}

/** Creates a detector that examines each call alone. */
export const inEachCall =
  (observed: (call: LoggedCall) => readonly string[]): Mistake["find"] =>
  (calls) =>
    calls.flatMap((call) => observed(call).map((text) => ({ calls: [call], observed: `${call.method}: ${text}` })));
