import type { Criterion } from "../requests/criteria.js";
import type { Dropped } from "../requests/request-log.js";
import type { ControlBody } from "./bodies.js";

/** Minimum and maximum number of matching requests. */
export interface CountRange {
  readonly min: number;
  readonly max: number;
}

/** A request that does not match, with each criterion. */
export interface Miss {
  readonly requestId: string;
  readonly at: string;
  readonly status: number;
  /** The reason of a refusal. */
  readonly why: string | null;
  readonly criteria: readonly Criterion[];
}

/** Result of counting the requests that match. */
export interface Verification {
  readonly passes: boolean;
  readonly matched: number;
  /** Number of examined requests. */
  readonly examined: number;
  /** Expected number of requests, such as `at least 1 request`. */
  readonly expected: string;
  /** Ids of the first matching requests, at most five. */
  readonly requests: readonly string[];
  /** The requests that meet most criteria, at most three, if too few match. */
  readonly closest: readonly Miss[];
  /** Requests, and bodies of examined requests, that the log has dropped and that could match. */
  readonly dropped: Dropped;
  /** The result in lines, with a tick or a cross for each criterion. */
  readonly message: string;
}

export type VerifyRequest = ControlBody<"VerifyRequest">;
