import { type Profile, switches, switchNames, valuesOf } from "../../mock-server/index.js";
import { inParallel } from "../../shared/in-parallel.js";
import type { Interaction } from "../pact/interaction.js";
import type { ForwardedResponse } from "../server/forward.js";
import type { SandboxProvider } from "../server/sandbox-provider.js";
import { type GatewayExchange, pass, type Route } from "./gateway.js";
import { failureReason, onlyReads, prepareRoute } from "./target.js";
import { concurrency, type InteractionResult, type Verification } from "./verify.js";

/** A switch that a contract fixes: it fails under some of its values. */
export interface Pin {
  readonly switch: string;
  readonly default: string;
  /** Values other than the default under which the contract passes. */
  readonly passes: readonly string[];
  readonly fails: readonly string[];
  /** Description of the first interaction that fails under the first of `fails`. */
  readonly interaction: string;
}

/** Fixed switches, or the reason why they are unknown. */
export type Pins = { readonly pins: readonly Pin[] } | { readonly unknown: string };

/** A value of a switch that is not its default. */
interface Alternative {
  readonly name: keyof Profile;
  readonly value: string;
  /** Whether it belongs to the sandbox; all others can be set for one request. */
  readonly isRule: boolean;
}

const alternatives: readonly Alternative[] = switchNames.flatMap((name) =>
  valuesOf(name)
    .slice(1)
    .map((value) => ({ name, value, isRule: switches[name].kind === "rule" })),
);

/** Returns a response as text, without the id of its sandbox. */
const comparable = ({ status, contentType, body }: GatewayExchange): string =>
  JSON.stringify([status, contentType, body.replaceAll(/\/_luna\/s\/[^/]+\//g, "/_luna/s/-/")]);

/** Searches for values of switches under which interactions fail that pass under the default profile. */
class Search {
  /** For each value, the index of the first interaction that fails under it. */
  readonly firstFailing = new Map<Alternative, number>();
  readonly #verification: Verification;
  /** Verdicts of the core, reused for equal responses to the same expectation. */
  readonly #verdicts = new Map<string, Promise<boolean>>();

  constructor(verification: Verification) {
    this.#verification = verification;
  }

  async search({ interaction, exchange }: InteractionResult, index: number): Promise<void> {
    if (exchange === undefined) return;
    // A response cannot depend on a switch that was not read for it.
    const values = alternatives.filter(({ name }) => exchange.switches?.includes(name) !== false);
    // A request that only reads does not change its sandbox, so that the next value can use it.
    const isReadOnly = onlyReads(exchange.sent.method, exchange.sent.path);
    const shared = values.filter(({ isRule }) => isReadOnly && !isRule);
    for (const group of [shared, ...values.filter((value) => !shared.includes(value)).map((value) => [value])])
      await this.#searchInOneSandbox(interaction, exchange, group, index);
  }

  async #searchInOneSandbox(
    interaction: Interaction,
    before: GatewayExchange,
    values: readonly Alternative[],
    index: number,
  ): Promise<void> {
    // After a failure, later interactions add nothing.
    const isOpen = (value: Alternative) => index < (this.firstFailing.get(value) ?? Number.POSITIVE_INFINITY);
    const [first, ...others] = values.filter(isOpen);
    if (first === undefined) return;
    const profile = first.isRule ? { [first.name]: first.value } : undefined;
    const route = await prepareRoute(this.#verification.target, interaction, profile);
    try {
      for (const value of [first, ...others])
        if (!(await this.#passesUnder(value, interaction, before, route)) && isOpen(value))
          this.firstFailing.set(value, index);
    } finally {
      await route.close();
    }
  }

  async #passesUnder(
    { name, value, isRule }: Alternative,
    interaction: Interaction,
    before: GatewayExchange,
    route: Route,
  ): Promise<boolean> {
    const headers = { ...route.headers, ...(isRule ? {} : { "x-luna-profile": `${name}=${value}` }) };
    const { exchange, response } = await pass({ ...route, headers }, before.sent);
    if (exchange === undefined || failureReason(this.#verification.target, exchange) !== undefined) return false;
    if (comparable(exchange) === comparable(before)) return true;
    const named = Object.keys(interaction.response.headers).map((header) => response.headers[header]);
    const key = JSON.stringify([interaction.canonical.response, named, comparable(exchange)]);
    const verdict = this.#verdicts.get(key) ?? this.#matches(interaction, route, response);
    this.#verdicts.set(key, verdict);
    return verdict;
  }

  /** Compares a response that is there already: sending the request again would change the sandbox again. */
  async #matches(interaction: Interaction, route: Route, response: ForwardedResponse): Promise<boolean> {
    return (await this.#verification.compare(interaction, { ...route, send: async () => response })).matches;
  }
}

/** Finds the switches that a contract fixes, from interactions that pass under the default profile. */
export async function findPins(
  verification: Verification,
  provider: SandboxProvider,
  passed: readonly InteractionResult[],
  onDone: () => void = () => undefined,
): Promise<Pins> {
  const refusal = await provider.refusesProfile({ envelope: "array" });
  if (refusal !== undefined) return { unknown: `the server does not support profiles (${refusal})` };
  const search = new Search(verification);
  await inParallel([...passed.entries()], concurrency, async ([index, result]) => {
    await search.search(result, index);
    onDone();
  });
  const pins = switchNames.flatMap((name): readonly Pin[] => {
    const values = alternatives.filter((alternative) => alternative.name === name);
    const [first, ...others] = values.filter((value) => search.firstFailing.has(value));
    if (first === undefined) return [];
    const fails = [first, ...others];
    return [
      {
        switch: name,
        default: valuesOf(name)[0] ?? "",
        passes: values.filter((value) => !fails.includes(value)).map(({ value }) => value),
        fails: fails.map(({ value }) => value),
        interaction: passed[search.firstFailing.get(first) ?? 0]?.interaction.description ?? "",
      },
    ];
  });
  return { pins };
}
