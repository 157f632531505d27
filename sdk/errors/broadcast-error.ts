import { guard, LunaError, type LunaErrorDetails } from "./luna-error.js";

export interface BroadcastErrorDetails extends LunaErrorDetails {
  readonly resumeFrom: number;
  readonly sent: number;
  readonly mayHaveSucceeded: boolean;
}

/** A broadcast ended before its last page. `cause` is the error, or the reason of the abort. */
export class BroadcastError extends LunaError {
  override readonly name = "BroadcastError" as const;
  /**
   * The page to resume from. If `mayHaveSucceeded` is true, its messages may have been sent. Resuming from this page
   * can send up to ten messages twice. Resuming from the next page can leave out up to ten people.
   */
  declare readonly resumeFrom: number;
  /** Number of messages that this broadcast sent before that page. */
  declare readonly sent: number;

  constructor(details: BroadcastErrorDetails) {
    super(details, `stopped, resume from page ${details.resumeFrom}`);
  }
}

/** Whether a broadcast ended before its last page. */
export const isBroadcastError = guard<BroadcastError>("BroadcastError");
