import { availableParallelism } from "node:os";
import type { Profile } from "../../mock-server/index.js";
import { inParallel } from "../../shared/in-parallel.js";
import { parseJsonOr } from "../../shared/json.js";
import { corePact, type Interaction, isVendorPath, methodNameOf, serverPath } from "../pact/interaction.js";
import type { ForwardedRequest, ForwardedResponse } from "../server/forward.js";
import { startProxy } from "../server/proxy.js";
import { compose, ProviderStateError } from "../states/index.js";
import { CorePool } from "./core.js";
import type { CoreVerdict } from "./core-verdict.js";
import { evidenceAt, type Failure, failure, failuresOf } from "./failure.js";
import { fitLengths } from "./list-lengths.js";
import { type AppliedRule, jsonResponse, pass, type Route, type RouteExchange, type RouteResult } from "./route.js";
import { failureReason, foreignPath, mayChangeLive, prepareRoute, type Target } from "./target.js";

export type Verdict = "passed" | "failed" | "pending" | "skipped";

/** Result of one interaction. */
export interface InteractionResult {
  readonly interaction: Interaction;
  readonly verdict: Verdict;
  readonly failures: readonly Failure[];
  /** Number of failures left out. */
  readonly omitted: number;
  readonly rules: readonly AppliedRule[];
  /** The server's reason for a refusal. */
  readonly why: string | undefined;
  readonly durationMs: number;
  /** Undefined if no request reached the server. */
  readonly exchange: RouteExchange | undefined;
}

type Evaluation = Pick<InteractionResult, "verdict" | "failures"> & Partial<InteractionResult>;

/** Number of interactions at a time, each with a process of Pact's core. */
export const concurrency = Math.min(4, availableParallelism());

/** A comparison of a response with its contract. */
export interface Comparison {
  readonly matches: boolean;
  readonly verdict: CoreVerdict;
  /** Lists of a wrong length, which the core does not see. */
  readonly lengths: readonly Failure[];
  readonly result: RouteResult | undefined;
}

/** Returns the failures of a response, ordered by path. */
function responseFailures({ request, response }: Interaction, { verdict, lengths, result }: Comparison) {
  const exchange = result?.exchange;
  const bodies = { expected: response.body, got: exchange && parseJsonOr(exchange.body, exchange.body) };
  const method = methodNameOf(request.path);
  return [
    ...verdict.mismatches.flatMap((mismatch) => failuresOf(mismatch, method, bodies)),
    ...lengths.map((wrong) => ({ ...wrong, ...evidenceAt(method, bodies, wrong.where) })),
  ].toSorted((a, b) => a.where.localeCompare(b.where, "en", { numeric: true }));
}

/** Verifies interactions, each in a sandbox that its provider states set up. */
export class Verifier {
  readonly target: Target;
  readonly #timeoutMs: number;
  readonly #core = new CorePool();

  /** Starts a process; `timeoutMs` is the limit for one interaction. */
  constructor(target: Target, timeoutMs = 60_000) {
    this.target = target;
    this.#timeoutMs = timeoutMs;
  }

  async stop(): Promise<void> {
    await this.#core.stop();
  }

  /** Returns the results in the order of the interactions. Calls `onDone` after each. */
  async all(
    interactions: readonly Interaction[],
    profile?: Partial<Profile>,
    onDone: () => void = () => undefined,
  ): Promise<readonly InteractionResult[]> {
    return inParallel(interactions, concurrency, async (interaction) => {
      const result = await this.#verifyOne(interaction, profile);
      onDone();
      return result;
    });
  }

  async #verifyOne(interaction: Interaction, profile?: Partial<Profile>): Promise<InteractionResult> {
    const started = performance.now();
    const evaluation = await this.#evaluate(interaction, profile).catch((error: unknown): Evaluation => {
      if (!(error instanceof ProviderStateError)) throw error;
      // States that cannot be set up are a mistake in the contract, even if it is pending.
      return { verdict: "failed", failures: [failure(error.message)] };
    });
    const durationMs = performance.now() - started;
    return { interaction, omitted: 0, rules: [], why: undefined, exchange: undefined, ...evaluation, durationMs };
  }

  /** Evaluates an interaction without a request; undefined if it needs a request. Throws ProviderStateError. */
  #withoutRequest({ kind, request: { method, path }, states, problem, pending }: Interaction): Evaluation | undefined {
    const fail = (reason: string): Evaluation => ({
      verdict: pending ? "pending" : "failed",
      failures: [failure(reason)],
    });
    if (kind === "message") return fail("messages are unsupported; the API has requests and responses only");
    // An unreadable contract is a mistake, even if it is pending.
    if (problem !== undefined) return { verdict: "failed", failures: [failure(problem.message)] };
    if (!isVendorPath(serverPath(path))) return fail(foreignPath(path));
    if (!mayChangeLive(this.target, method, path)) return undefined;
    compose(states);
    return { verdict: "skipped", failures: [failure("the request may change something on a live server")] };
  }

  async #evaluate(interaction: Interaction, profile: Partial<Profile> | undefined): Promise<Evaluation> {
    const early = this.#withoutRequest(interaction);
    if (early !== undefined) return early;
    const failedVerdict = interaction.pending ? "pending" : "failed";
    const route = await prepareRoute(this.target, interaction, profile);
    try {
      const comparison = await this.compare(interaction, route);
      const { matches, result, verdict } = comparison;
      // The core has compared our substitute for a response, which says nothing about the server.
      if (result?.stopped !== undefined) return { verdict: failedVerdict, failures: [failure(result.stopped)] };
      const exchange = result?.exchange;
      const reason = failureReason(this.target, exchange);
      return {
        verdict: matches && reason === undefined ? "passed" : failedVerdict,
        failures: [...(reason === undefined ? [] : [failure(reason)]), ...responseFailures(interaction, comparison)],
        omitted: verdict.omitted,
        rules: exchange?.rules ?? [],
        why: exchange?.why,
        exchange,
      };
    } finally {
      await route.close();
    }
  }

  /** Runs the core on an interaction whose requests take this route. */
  async compare(interaction: Interaction, route: Route): Promise<Comparison> {
    const { request, response: expected } = interaction;
    let lengths: readonly Failure[] = [];
    let result: RouteResult | undefined;
    const respond = async (received: ForwardedRequest): Promise<ForwardedResponse> => {
      // The pact is served, not written: a killed process leaves no file.
      if (received.path === "/pact") return jsonResponse(200, corePact(interaction));
      if (received.path === "/states") return jsonResponse(200, JSON.stringify(route.values));
      result = await pass(route, { ...received, path: received.path.replace(/^\/api/, "") });
      if (result.exchange === undefined) return result.response;
      const body = parseJsonOr(result.exchange.body, undefined);
      const fitted = fitLengths(expected.body, body, expected.rules);
      lengths = fitted.failures;
      return lengths.length === 0
        ? result.response
        : { ...result.response, body: Buffer.from(JSON.stringify(fitted.body)) };
    };
    const { url, close } = await startProxy(respond);
    try {
      const stateUrl = request.takes.length > 0 ? { stateUrl: `${url}/states` } : {};
      const verdict = await this.#core.verify(
        { pactUrl: `${url}/pact`, url: `${url}/api`, ...stateUrl },
        this.#timeoutMs,
      );
      return { matches: verdict.passed && lengths.length === 0, verdict, lengths, result };
    } finally {
      await close();
    }
  }
}
