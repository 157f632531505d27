import { type Profile, switches, switchNames, valuesOf } from "../../mock-server/index.js";
import { inParallel } from "../../shared/in-parallel.js";
import type { Interaction } from "../pact/interaction.js";
import type { Provider, Reply } from "../server/provider.js";
import { type Exchange, pass } from "./gateway.js";
import { onlyReads } from "./live.js";
import { type Prepared, prepare, routeTo, unkept } from "./target.js";
import type { Result, Verification } from "./verify.js";

/** A switch under some of whose other values a contract is not kept. */
export interface Pin {
  readonly switch: string;
  readonly default: string;
  /** The other values under which it passes, */
  readonly passes: readonly string[];
  /** and those under which it fails. */
  readonly fails: readonly string[];
  /** The interaction that failed first, under the first of them. */
  readonly interaction: string;
}

/** A value of a switch that is not its default. */
interface Value {
  readonly name: keyof Profile;
  readonly value: string;
}

const otherValues: readonly Value[] = switchNames.flatMap((name) =>
  valuesOf(name)
    .slice(1)
    .map((value) => ({ name, value })),
);

/** How many interactions are looked at, at a time. */
const lanes = 4;

const isRule = ({ name }: Value): boolean => switches[name].kind === "rule";

/** Addresses in answers carry the name of the sandbox, which is another one each time. */
const comparable = ({ status, contentType, answer }: Exchange): string =>
  JSON.stringify([status, contentType, answer.replaceAll(/\/_luna\/s\/[^/]+\//g, "/_luna/s/-/")]);

/** Looks for the values of switches under which interactions fail that pass under the default profile. */
class Search {
  readonly #verification: Verification;
  /** For each value, the place of the first interaction that fails under it. */
  readonly first = new Map<Value, number>();
  /** Verdicts of the core, reused for equal responses to the same expectation. */
  readonly #verdicts = new Map<string, Promise<boolean>>();

  constructor(verification: Verification) {
    this.#verification = verification;
  }

  /** Interactions after one that fails need not be looked at. */
  #isOpen(value: Value, place: number): boolean {
    return place < (this.first.get(value) ?? Number.POSITIVE_INFINITY);
  }

  /** An answer cannot depend on a switch that was not looked up for it. */
  async look({ interaction, exchange }: Result, place: number): Promise<void> {
    if (exchange === undefined) return;
    const values = otherValues.filter(({ name }) => exchange.switches?.includes(name) !== false);
    const isOpen = (value: Value) => this.#isOpen(value, place);
    const failsUnder = async (value: Value, prepared: Prepared) => {
      if (!(await this.#passesUnder(value, interaction, exchange, prepared)) && isOpen(value))
        this.first.set(value, place);
    };
    // A request that only reads changes no sandbox, so the next value can use it; a rule belongs to the sandbox.
    const isLasting = (value: Value) => !isRule(value) && onlyReads(exchange.sent.method, exchange.sent.path);
    await this.#inOneSandbox(interaction, values.filter(isLasting).filter(isOpen), failsUnder);
    for (const value of values.filter((one) => !isLasting(one)))
      await this.#inOneSandbox(interaction, [value].filter(isOpen), failsUnder);
  }

  async #inOneSandbox(
    interaction: Interaction,
    values: readonly Value[],
    work: (value: Value, prepared: Prepared) => Promise<void>,
  ): Promise<void> {
    const [first] = values;
    if (first === undefined) return;
    const profile = isRule(first) ? { [first.name]: first.value } : undefined;
    const prepared = await prepare(this.#verification.target, interaction, profile);
    try {
      for (const value of values) await work(value, prepared);
    } finally {
      await prepared.sandbox?.close();
    }
  }

  /** The core compares only responses that differ from the one under the default profile. */
  async #passesUnder(value: Value, interaction: Interaction, before: Exchange, prepared: Prepared): Promise<boolean> {
    const { target } = this.#verification;
    const route = routeTo(target, prepared);
    const profile = isRule(value) ? {} : { "x-luna-profile": `${value.name}=${value.value}` };
    const headers = { ...route.headers, ...profile };
    const { passage, reply } = await pass({ ...route, headers }, before.sent);
    const { exchange } = passage;
    if (exchange === undefined || unkept(target, exchange) !== undefined) return false;
    if (comparable(exchange) === comparable(before)) return true;
    const { response } = interaction.canonical;
    const named = Object.keys(interaction.response.headers).map((name) => reply.headers[name]);
    const key = JSON.stringify([response, named, comparable(exchange)]);
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    const verdict = this.#isRight(interaction, prepared, reply);
    this.#verdicts.set(key, verdict);
    return verdict;
  }

  /** The request has had its effect: the core is given the response that is there. */
  async #isRight(interaction: Interaction, prepared: Prepared, reply: Reply): Promise<boolean> {
    const route = { ...routeTo(this.#verification.target, prepared), send: async () => reply };
    return (await this.#verification.compare(interaction, route)).isRight;
  }
}

/**
 * Which switches a contract pins: those with a value, other than the default, under which an interaction fails that
 * passes under the default profile. Where the server takes no profiles, `unknown` says so.
 */
export async function findPins(
  verification: Verification,
  provider: Provider,
  passed: readonly Result[],
  onDone: () => void = () => undefined,
): Promise<{ readonly pins: readonly Pin[] } | { readonly unknown: string }> {
  const refusal = await provider.refusesProfile({ envelope: "array" });
  if (refusal !== undefined) return { unknown: `the server takes no profiles (${refusal})` };
  const search = new Search(verification);
  await inParallel([...passed.entries()], lanes, async ([place, result]) => {
    await search.look(result, place);
    onDone();
  });
  const pins = switchNames.flatMap((name): readonly Pin[] => {
    const values = otherValues.filter((one) => one.name === name);
    const failing = values.filter((value) => search.first.has(value));
    const [first] = failing;
    if (first === undefined) return [];
    return [
      {
        switch: name,
        default: valuesOf(name)[0] ?? "",
        passes: values.filter((value) => !failing.includes(value)).map(({ value }) => value),
        fails: failing.map(({ value }) => value),
        interaction: passed[search.first.get(first) ?? 0]?.interaction.description ?? "",
      },
    ];
  });
  return { pins };
}
