import { LunaError, type LunaErrorDetails } from "./luna-error.js";

export interface RefusalDetails extends LunaErrorDetails {
  readonly why?: string | undefined;
}

/** The API refused the call; nothing has changed. */
export abstract class RefusalError extends LunaError {
  /** The reason in a sentence. Only luna-sandbox sends it. */
  declare readonly why?: string | undefined;
  override readonly mayHaveSucceeded = false as const;

  constructor(details: RefusalDetails, message: string) {
    super(details, message + (details.why ? `: ${details.why}` : ""));
  }
}
