import type { MethodName } from "../../openapi/document.js";
import type { RequestEntry } from "../requests/entry.js";
import type { RequestsQuery } from "../requests/request-log.js";
import type { Requests } from "./requests.js";
import { parseSince } from "./since.js";
import type { Verification, VerifyRequest } from "./verification.js";

/** Selects requests of a sandbox. */
export interface RequestSelection {
  readonly method?: MethodName;
  /** Only requests that name this card or have changed it. */
  readonly serial?: string;
  readonly refused?: boolean;
  /** Only requests after this request id, or after this time in UTC such as 2026-01-15T12:00:00Z. */
  readonly since?: string;
  /** Maximum number of requests; the default is 100. */
  readonly limit?: number;
}

/** Expected requests of a sandbox. */
export interface RequestExpectation extends Readonly<Omit<VerifyRequest, "method">> {
  readonly method?: MethodName;
}

/** Another number of requests matches than expected. The message shows the closest requests. */
export class VerificationError extends Error {
  override name = "VerificationError" as const;

  constructor(readonly verification: Verification) {
    super(verification.message);
  }
}

/** Runs a call until the server is closed. */
type Run = <T>(call: () => Promise<T>) => Promise<T>;

/** The request log of a sandbox; see docs/requests.md. */
export class SandboxRequestLog {
  readonly #requests: Requests;
  readonly #sandboxId: string;
  readonly #run: Run;

  constructor(requests: Requests, sandboxId: string, run: Run) {
    this.#requests = requests;
    this.#sandboxId = sandboxId;
    this.#run = run;
  }

  /** Returns the requests that match, newest first. Throws ControlError for an unknown request id. */
  list(filters: RequestSelection = {}): Promise<readonly RequestEntry[]> {
    return this.#run(async () => [...(await this.#requests.find(this.#query(filters))).entries]);
  }

  /** Like {@link list}, but waits until a request matches. Returns an empty list after the time. */
  wait(filters: RequestSelection = {}, timeoutMs = 5000): Promise<readonly RequestEntry[]> {
    return this.#run(async () => [...(await this.#requests.wait(this.#query(filters), timeoutMs)).entries]);
  }

  /**
   * Counts the requests that match. Throws VerificationError if their number is unexpected, ControlError if the
   * expectation is invalid.
   */
  verify(expected: RequestExpectation = {}): Promise<Verification> {
    return this.#run(async () => {
      const verification = await this.#requests.verify(this.#sandboxId, expected);
      if (!verification.passes) throw new VerificationError(verification);
      return verification;
    });
  }

  #query({ since, limit = 100, ...filters }: RequestSelection): RequestsQuery {
    return { ...filters, sandboxId: this.#sandboxId, since: parseSince(since), limit, newestFirst: true };
  }
}
