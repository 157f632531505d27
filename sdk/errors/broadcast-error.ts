import { guard, LunaError, type SdkErrorDetails } from "./sdk-error.js";

export interface BroadcastErrorDetails extends SdkErrorDetails {
  readonly resumeFrom: number;
  readonly sent: number;
  readonly mayBeDone: boolean;
}

/** A broadcast ended before its last page. `cause` has what it failed with, or the reason of the abort. */
export class BroadcastError extends LunaError {
  override readonly name = "BroadcastError" as const;
  /**
   * The page to go on from. If `mayBeDone` is true, its messages may have been sent already: going on from this page
   * may send up to ten of them twice, from the next one may leave up to ten people out.
   */
  declare readonly resumeFrom: number;
  /** How many messages this broadcast sent before that page. */
  declare readonly sent: number;

  constructor(details: BroadcastErrorDetails) {
    super(details, `stopped, resume from page ${details.resumeFrom}`);
  }
}

/** Whether a broadcast ended before its last page. */
export const isBroadcastError = guard<BroadcastError>("BroadcastError");
