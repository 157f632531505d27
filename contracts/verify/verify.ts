import type { Reading } from "../../mock-server/index.js";
import { inParallel } from "../in-parallel.js";
import { parsedOr } from "../json.js";
import { corePact } from "../pact/core-pact.js";
import { type Interaction, isVendorPath, operationOf, serverPath } from "../pact/interaction.js";
import { type ContractSandbox, ControlRefusal, type SandboxProvider } from "../server/sandbox-provider.js";
import { BadState, compose, type Values } from "../states/index.js";
import { refusalInStates } from "../states/refusal.js";
import { checkTaken } from "../states/taken.js";
import { fixtureOf, type Tokens, type World } from "../states/world.js";
import { type CoreVerdict, PactCore } from "./core.js";
import { type Failure, failure, failuresOf } from "./failure.js";
import { type Exchange, Gateway, type Passage, pass, type Route, type RuleUsed } from "./gateway.js";
import { onlyReads } from "./live.js";
import { ownAnswer } from "./own-answer.js";

/** What interactions are verified against. */
export type Target =
  | { readonly kind: "sandbox"; readonly provider: SandboxProvider }
  /** A server without our control plane: no provider states are set up there. */
  | { readonly kind: "other"; readonly url: string; readonly token: string | undefined; readonly live: boolean };

export type Verdict = "passed" | "failed" | "pending" | "skipped";

/** What became of one interaction. */
export interface Result {
  readonly interaction: Interaction;
  readonly verdict: Verdict;
  readonly failures: readonly Failure[];
  readonly rules: readonly RuleUsed[];
  /** Why the server refused the request, in its words. */
  readonly why: string | undefined;
  readonly durationMs: number;
  /** What the server was asked and answered; undefined if it came to none. */
  readonly exchange: Exchange | undefined;
}

type Judged = Pick<Result, "verdict" | "failures"> & Partial<Result>;

/** How many interactions are verified at a time: the core works in as many threads. */
const lanes = 4;

const nobodysToken = "luna-token-that-nobody-has";

/** What the server gets for the token that an interaction sends, as its states say. */
const translate =
  ({ main, invalid }: Tokens, token: string) =>
  (sent: string): string => {
    const isNobodys = invalid === "any" || invalid.includes(sent) || (main.length > 0 && !main.includes(sent));
    return isNobodys ? nobodysToken : token;
  };

const foreignPath = (path: string) => `not a path of the vendor's API: ${path}`;

/** The addresses of a card's page are known when the sandbox is. */
const withInstallUrl = (values: Values, url: string, id: string): Values =>
  typeof values.serial !== "string"
    ? values
    : { ...values, installURL: `${url}/_luna/s/${id}/cards/${encodeURIComponent(values.serial)}` };

interface Prepared {
  readonly world: World;
  readonly values: Values;
  readonly sandbox: ContractSandbox | undefined;
}

/** What the core found, in the order of the places in the answer: it tells it in none. */
function failuresIn(
  { request, response }: Interaction,
  { mismatches }: CoreVerdict,
  exchange: Exchange | undefined,
): readonly Failure[] {
  const bodies = { expected: response.body, got: exchange && parsedOr(exchange.answer, exchange.answer) };
  const operation = operationOf(request.path);
  return mismatches
    .flatMap((mismatch) => failuresOf(mismatch, operation, bodies))
    .toSorted((one, other) => one.where.localeCompare(other.where));
}

/** Verifies interactions, each in a sandbox of its own that its provider states set up. */
export class Verification {
  readonly #target: Target;
  readonly #core = new PactCore();
  readonly #gateway = new Gateway();
  #count = 0;

  private constructor(target: Target) {
    this.#target = target;
  }

  static async start(target: Target): Promise<Verification> {
    const verification = new Verification(target);
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

  /** The results in the order of the interactions. */
  async all(interactions: readonly Interaction[], reading?: Partial<Reading>): Promise<readonly Result[]> {
    return inParallel(interactions, lanes, (interaction) => this.one(interaction, reading));
  }

  async one(interaction: Interaction, reading?: Partial<Reading>): Promise<Result> {
    const started = performance.now();
    const judged = await this.#judged(interaction, reading).catch((error: unknown): Judged => {
      if (!(error instanceof BadState)) throw error;
      // States that cannot be set up are a mistake in the contract, also where it is still being worked on.
      return { verdict: "failed", failures: [failure(error.message)] };
    });
    const durationMs = performance.now() - started;
    return { interaction, rules: [], why: undefined, exchange: undefined, ...judged, durationMs };
  }

  /** The verdict on an interaction that needs no server for it: it is not asked. Throws BadState. */
  #notAsked({ kind, request: { method, path }, states, problem, pending }: Interaction): Judged | undefined {
    const failed = (why: string): Judged => ({ verdict: pending ? "pending" : "failed", failures: [failure(why)] });
    if (kind === "message") return failed("it is a message: the API has requests and answers only");
    // A contract that is not understood is wrong, also where it is still being worked on.
    if (problem !== undefined) return { verdict: "failed", failures: [failure(problem.message)] };
    if (!isVendorPath(serverPath(path))) return failed(foreignPath(path));
    if (!this.#isTooMuch(method, path)) return undefined;
    compose(states);
    return { verdict: "skipped", failures: [failure("it may change something on a live server")] };
  }

  async #judged(interaction: Interaction, reading: Partial<Reading> | undefined): Promise<Judged> {
    const notAsked = this.#notAsked(interaction);
    if (notAsked !== undefined) return notAsked;
    const unkeptVerdict = interaction.pending ? "pending" : "failed";
    const prepared = await this.#prepare(interaction, reading);
    try {
      const { passage, verdict } = await this.#run(interaction, prepared);
      // What the core thinks of an answer that stood in the place of the server's says nothing of the server.
      if (passage?.stopped !== undefined) return { verdict: unkeptVerdict, failures: [failure(passage.stopped)] };
      const exchange = passage?.exchange;
      const unkept = this.#unkept(exchange);
      const failures = [
        ...(unkept === undefined ? [] : [failure(unkept)]),
        ...failuresIn(interaction, verdict, exchange),
      ];
      return {
        verdict: verdict.passed && unkept === undefined ? "passed" : unkeptVerdict,
        failures,
        rules: exchange?.rules ?? [],
        why: exchange?.why,
        exchange,
      };
    } finally {
      await prepared.sandbox?.close();
    }
  }

  /** What the server answers to a request that was sent before, in a new sandbox with the same states. */
  async again(
    interaction: Interaction,
    sent: Exchange,
    reading: Partial<Reading> | undefined,
  ): Promise<Exchange | undefined> {
    const prepared = await this.#prepare(interaction, reading);
    try {
      return (await pass(this.#route(prepared), sent)).passage.exchange;
    } finally {
      await prepared.sandbox?.close();
    }
  }

  /** Sets up the states of an interaction; a server that is not a luna-sandbox gets none of them. Throws BadState. */
  async #prepare({ states, request }: Interaction, reading: Partial<Reading> | undefined): Promise<Prepared> {
    const { world, values } = compose(states);
    const isOther = this.#target.kind === "other";
    checkTaken(request.takes, Object.keys(isOther ? values : withInstallUrl(values, "", "")));
    if (this.#target.kind === "other") return { world, values, sandbox: undefined };
    const { provider } = this.#target;
    const sandbox = await provider.sandbox(fixtureOf(world), reading).catch((error: unknown) => {
      if (!(error instanceof ControlRefusal && error.status === 400)) throw error;
      throw new BadState(refusalInStates(error.message, states));
    });
    return { world, values: withInstallUrl(values, provider.url, sandbox.id), sandbox };
  }

  #route({ world, values, sandbox }: Prepared): Route {
    const target = this.#target;
    const stops = (method: string, path: string) => {
      if (!isVendorPath(path)) return foreignPath(path);
      return this.#isTooMuch(method, path) ? "it may change something, and the server is a live one" : undefined;
    };
    if (target.kind === "other")
      return { target: target.url, token: (sent) => target.token ?? sent, values, stops, headers: {} };
    const token = translate(world.tokens, sandbox?.token ?? "");
    return { target: target.provider.url, token, values, stops, headers: { "x-luna-explain": "1" } };
  }

  /** A live server is asked only what changes nothing. */
  #isTooMuch(method: string, path: string): boolean {
    return this.#target.kind === "other" && this.#target.live && !onlyReads(method, path);
  }

  async #run(
    interaction: Interaction,
    prepared: Prepared,
  ): Promise<{ readonly verdict: CoreVerdict; readonly passage: Passage | undefined }> {
    this.#count += 1;
    const key = String(this.#count);
    const { text, asks } = corePact(interaction, serverPath(interaction.request.path));
    const { url, stateUrl, pactUrl } = this.#gateway.open(key, this.#route(prepared), text);
    try {
      const verdict = await this.#core.verify({ pactUrl, url, ...(asks ? { stateUrl } : {}) });
      return { verdict, passage: this.#gateway.close(key) };
    } finally {
      this.#gateway.close(key);
    }
  }

  /** Why an interaction is not kept, whatever the core says of the answer. */
  #unkept(exchange: Exchange | undefined): string | undefined {
    if (exchange === undefined) return "its request did not reach the server";
    return this.#target.kind === "sandbox" ? ownAnswer(exchange) : undefined;
  }
}
