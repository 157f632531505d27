import { switches, switchNames, valuesOf } from "../../mock-server/index.js";
import { inParallel } from "../../shared/in-parallel.js";
import type { SandboxProvider } from "../server/sandbox-provider.js";
import { chosenValues, type TriedValue } from "../try/value.js";
import { pass, type RouteExchange } from "./route.js";
import { failureReason, prepareRoute } from "./target.js";
import { concurrency, type InteractionResult, type Verifier } from "./verify.js";

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

/** Returns a response as text, without the id of its sandbox. */
const comparable = ({ status, contentType, body }: RouteExchange): string =>
  JSON.stringify([status, contentType, body.replaceAll(/\/_luna\/s\/[^/]+\//g, "/_luna/s/-/")]);

/** Returns a function that replays a passed interaction under a value of a switch, and returns whether it still passes. */
function createReplay(verifier: Verifier) {
  // Verdicts of the core, reused for equal responses to the same expectation.
  const verdicts = new Map<string, Promise<boolean>>();
  return async (
    { name, value }: TriedValue,
    { interaction }: InteractionResult,
    before: RouteExchange,
  ): Promise<boolean> => {
    const isRule = switches[name].kind === "rule";
    const route = await prepareRoute(verifier.target, interaction, isRule ? { [name]: value } : undefined);
    // The header also applies to a request without a token, which belongs to no sandbox.
    const headers = { ...route.headers, ...(!isRule && { "x-luna-profile": `${name}=${value}` }) };
    try {
      const { exchange, response } = await pass({ ...route, headers }, before.sent);
      if (exchange === undefined || failureReason(verifier.target, exchange) !== undefined) return false;
      if (comparable(exchange) === comparable(before)) return true;
      const named = Object.keys(interaction.response.headers).map((header) => response.headers[header]);
      const key = JSON.stringify([interaction.written.response, named, comparable(exchange)]);
      // The response is there already: sending the request again would change the sandbox again.
      const compare = () => verifier.compare(interaction, { ...route, send: async () => response });
      const verdict = verdicts.get(key) ?? compare().then(({ matches }) => matches);
      verdicts.set(key, verdict);
      return await verdict;
    } finally {
      await route.close();
    }
  };
}

/** Finds the switches that a contract fixes, from interactions that pass under the default profile. */
export async function findPins(
  verifier: Verifier,
  provider: SandboxProvider,
  passed: readonly InteractionResult[],
  onDone: () => void = () => undefined,
): Promise<Pins> {
  const refusal = await provider.refusesProfile({ envelope: "array" });
  if (refusal !== undefined) return { unknown: `the server does not support profiles (${refusal})` };
  const replay = createReplay(verifier);
  const alternatives = chosenValues({});
  // Indexes of the first interactions that fail.
  const firstFailing = new Map<TriedValue, number>();
  const firstOf = (value: TriedValue) => firstFailing.get(value) ?? Number.POSITIVE_INFINITY;
  await inParallel([...passed.entries()], concurrency, async ([index, result]) => {
    const { exchange } = result;
    for (const value of exchange === undefined ? [] : alternatives) {
      // After a failure, later interactions add nothing. A response cannot depend on a switch that was not read for it.
      if (exchange?.switches?.includes(value.name) === false || index > firstOf(value)) continue;
      if (exchange && !(await replay(value, result, exchange)))
        firstFailing.set(value, Math.min(index, firstOf(value)));
    }
    onDone();
  });
  const pins = switchNames.flatMap((name): readonly Pin[] => {
    const values = alternatives.filter((alternative) => alternative.name === name);
    const fails = values.filter((value) => firstFailing.has(value));
    const [first] = fails;
    if (first === undefined) return [];
    return [
      {
        switch: name,
        default: valuesOf(name)[0] ?? "",
        passes: values.filter((value) => !fails.includes(value)).map(({ value }) => value),
        fails: fails.map(({ value }) => value),
        interaction: passed[firstOf(first)]?.interaction.description ?? "",
      },
    ];
  });
  return { pins };
}
