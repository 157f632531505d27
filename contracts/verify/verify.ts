import type { Profile } from "../../mock-server/index.js";
import { inParallel } from "../../shared/in-parallel.js";
import { parsedOr } from "../../shared/json.js";
import { corePact } from "../pact/core-pact.js";
import { type Interaction, isVendorPath, methodNameOf, serverPath } from "../pact/interaction.js";
import type { Reply } from "../server/provider.js";
import { compose, ProviderStateError } from "../states/index.js";
import { CorePool } from "./core-pool.js";
import type { CoreVerdict } from "./core-verdict.js";
import { type Failure, failure, failuresOf, fieldEvidence } from "./failure.js";
import { type Exchange, Gateway, type Passage, type Route, type RuleUsed } from "./gateway.js";
import { fitLengths } from "./list-lengths.js";
import { foreignPath, isTooMuch, prepare, routeTo, type Target, unkept } from "./target.js";

export type Verdict = "passed" | "failed" | "pending" | "skipped";

/** What became of one interaction. */
export interface Result {
  readonly interaction: Interaction;
  readonly verdict: Verdict;
  readonly failures: readonly Failure[];
  /** How many more failures there are. */
  readonly omitted: number;
  readonly rules: readonly RuleUsed[];
  /** Why the server refused the request, in its words. */
  readonly why: string | undefined;
  readonly durationMs: number;
  /** What the server was asked and answered; undefined if it came to none. */
  readonly exchange: Exchange | undefined;
}

type Judged = Pick<Result, "verdict" | "failures"> & Partial<Result>;

/** How many interactions are under way at a time: while the core compares some, others are prepared. */
const lanes = 4;

/** How long the core may take for one interaction, in milliseconds, unless the caller says otherwise. */
const usualLimitMs = 60_000;

/** How an answer compares with what an interaction expects. */
export interface Comparison {
  readonly isRight: boolean;
  readonly verdict: CoreVerdict;
  /** Lists of a wrong length, which the core is not shown. */
  readonly lengths: readonly Failure[];
  readonly passage: Passage | undefined;
}

const byPlace = (one: Failure, other: Failure): number => one.where.localeCompare(other.where, "en", { numeric: true });

/** Returns the failures of an answer, in the order of the places in it. */
function failuresIn(
  { request, response }: Interaction,
  { verdict, lengths }: Comparison,
  exchange: Exchange | undefined,
): readonly Failure[] {
  const bodies = { expected: response.body, got: exchange && parsedOr(exchange.answer, exchange.answer) };
  const method = methodNameOf(request.path);
  const compared = verdict.mismatches.flatMap((mismatch) => failuresOf(mismatch, method, bodies));
  const wrongLengths = lengths.map((one) => ({ ...one, ...fieldEvidence(method, bodies, one.where) }));
  return [...compared, ...wrongLengths].toSorted(byPlace);
}

/** Verifies interactions, each in a sandbox of its own that its provider states set up. */
export class Verification {
  readonly target: Target;
  readonly #limitMs: number;
  readonly #core = new CorePool();
  readonly #gateway = new Gateway();
  #count = 0;

  private constructor(target: Target, limitMs: number) {
    this.target = target;
    this.#limitMs = limitMs;
  }

  static async start(target: Target, limitMs = usualLimitMs): Promise<Verification> {
    const verification = new Verification(target, limitMs);
    try {
      await verification.#gateway.start();
      return verification;
    } catch (error) {
      await verification.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await Promise.all([this.#core.stop(), this.#gateway.stop()]);
  }

  /** The results in the order of the interactions. `onDone` is called after each. */
  async all(
    interactions: readonly Interaction[],
    profile?: Partial<Profile>,
    onDone: () => void = () => undefined,
  ): Promise<readonly Result[]> {
    return inParallel(interactions, lanes, async (interaction) => {
      const result = await this.#one(interaction, profile);
      onDone();
      return result;
    });
  }

  async #one(interaction: Interaction, profile?: Partial<Profile>): Promise<Result> {
    const started = performance.now();
    const judged = await this.#judged(interaction, profile).catch((error: unknown): Judged => {
      if (!(error instanceof ProviderStateError)) throw error;
      // States that cannot be set up are a mistake in the contract, also where it is still being worked on.
      return { verdict: "failed", failures: [failure(error.message)] };
    });
    const durationMs = performance.now() - started;
    return { interaction, omitted: 0, rules: [], why: undefined, exchange: undefined, ...judged, durationMs };
  }

  /** The verdict on an interaction that needs no server for it: it is not asked. Throws ProviderStateError. */
  #notAsked({ kind, request: { method, path }, states, problem, pending }: Interaction): Judged | undefined {
    const failed = (why: string): Judged => ({ verdict: pending ? "pending" : "failed", failures: [failure(why)] });
    if (kind === "message") return failed("it is a message: the API has requests and answers only");
    // A contract that is not understood is wrong, also where it is still being worked on.
    if (problem !== undefined) return { verdict: "failed", failures: [failure(problem.message)] };
    if (!isVendorPath(serverPath(path))) return failed(foreignPath(path));
    if (!isTooMuch(this.target, method, path)) return undefined;
    compose(states);
    return { verdict: "skipped", failures: [failure("it may change something on a live server")] };
  }

  async #judged(interaction: Interaction, profile: Partial<Profile> | undefined): Promise<Judged> {
    const notAsked = this.#notAsked(interaction);
    if (notAsked !== undefined) return notAsked;
    const unkeptVerdict = interaction.pending ? "pending" : "failed";
    const prepared = await prepare(this.target, interaction, profile);
    try {
      const route = routeTo(this.target, prepared);
      const comparison = await this.compare(interaction, route);
      const { isRight, passage, verdict } = comparison;
      // What the core thinks of an answer that stood in the place of the server's says nothing of the server.
      if (passage?.stopped !== undefined) return { verdict: unkeptVerdict, failures: [failure(passage.stopped)] };
      const exchange = passage?.exchange;
      const why = unkept(this.target, exchange);
      const compared = failuresIn(interaction, comparison, exchange);
      return {
        verdict: isRight && why === undefined ? "passed" : unkeptVerdict,
        failures: [...(why === undefined ? [] : [failure(why)]), ...compared],
        omitted: verdict.omitted,
        rules: exchange?.rules ?? [],
        why: exchange?.why,
        exchange,
      };
    } finally {
      await prepared.sandbox?.close();
    }
  }

  /** Runs the core on an interaction whose requests take this route. */
  async compare(interaction: Interaction, route: Route): Promise<Comparison> {
    this.#count += 1;
    const key = String(this.#count);
    const { text, asks } = corePact(interaction, serverPath(interaction.request.path));
    let lengths: readonly Failure[] = [];
    const shown = (reply: Reply): Reply => {
      const { response, canonical } = interaction;
      const answer = parsedOr(reply.body.toString(), undefined);
      const fitted = fitLengths(response.body, answer, canonical.response.matchingRules);
      lengths = fitted.failures;
      return lengths.length === 0 ? reply : { ...reply, body: Buffer.from(JSON.stringify(fitted.answer)) };
    };
    const { url, stateUrl, pactUrl } = this.#gateway.open(key, route, { pact: text, shown });
    try {
      const verdict = await this.#core.verify({ pactUrl, url, ...(asks ? { stateUrl } : {}) }, this.#limitMs);
      const isRight = verdict.passed && lengths.length === 0;
      return { isRight, verdict, lengths, passage: this.#gateway.close(key) };
    } finally {
      this.#gateway.close(key);
    }
  }
}
