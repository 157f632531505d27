import type { ClientReport } from "../../mock-server/index.js";
import type { Switched } from "./value.js";

/**
 * Why a run was made: the default profile, one value of one switch, a combination of the all-pairs set, or to find the
 * fewest values at which a combination fails.
 */
export type RunKind = "default" | "single" | "pairs" | "narrowing";

/** A client under one profile. */
export interface Run {
  readonly kind: RunKind;
  /** The switches that are not at their default. */
  readonly switched: Switched;
  readonly passes: boolean;
  /** What failed, in a line or two; undefined if nothing did. */
  readonly failure: string | undefined;
  /** What the client printed, as far as it was kept; undefined for a client that is a function. */
  readonly output: string | undefined;
  readonly durationMs: number;
  /** The client's mistakes that the server saw. */
  readonly report: ClientReport;
}

/** Where in its kind a run stands, in the order of their ends; `of` is undefined where nobody knows how many follow. */
export interface Place {
  readonly nth: number;
  readonly of: number | undefined;
}

/** A client's failure that comes with what it printed. */
export class ClientFailedError extends Error {
  override name = "ClientFailedError" as const;

  constructor(
    message: string,
    readonly output: string,
  ) {
    super(message);
  }
}
