import { type Reading, switchNames, valuesOf } from "../../mock-server/index.js";
import type { SandboxProvider } from "../server/sandbox-provider.js";
import type { Exchange } from "./gateway.js";
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

/** Addresses in answers carry the name of the sandbox, which is another one each time. */
const comparable = ({ status, contentType, answer }: Exchange): string =>
  JSON.stringify([status, contentType, answer.replaceAll(/\/_luna\/s\/[^/]+\//g, "/_luna/s/-/")]);

/**
 * The first interaction that fails under a reading. Only those whose answer differs from the one under the default
 * reading are verified again: the others cannot fail.
 */
async function firstFailing(
  verification: Verification,
  passed: readonly Result[],
  reading: Partial<Reading>,
): Promise<string | undefined> {
  for (const { interaction, exchange } of passed) {
    if (exchange === undefined) continue;
    const other = await verification.again(interaction, exchange, reading);
    if (other !== undefined && comparable(other) === comparable(exchange)) continue;
    const { verdict } = await verification.one(interaction, reading);
    if (verdict !== "passed") return interaction.description;
  }
  return undefined;
}

/**
 * Which switches a contract pins: those with a value, other than the default, under which an interaction fails that
 * passes under the default reading. Where the server takes no readings, `unknown` says so.
 */
export async function findPins(
  verification: Verification,
  provider: SandboxProvider,
  passed: readonly Result[],
): Promise<{ readonly pins: readonly Pin[] } | { readonly unknown: string }> {
  const refusal = await provider.refusesReading({ envelope: "array" });
  if (refusal !== undefined) return { unknown: `the server takes no readings (${refusal})` };
  const pins: Pin[] = [];
  for (const name of switchNames) {
    const [usual = "", ...others] = valuesOf(name);
    const failing: { readonly value: string; readonly interaction: string }[] = [];
    for (const value of others) {
      const interaction = await firstFailing(verification, passed, { [name]: value });
      if (interaction !== undefined) failing.push({ value, interaction });
    }
    const [first] = failing;
    if (first === undefined) continue;
    pins.push({
      switch: name,
      default: usual,
      passes: others.filter((value) => !failing.some((one) => one.value === value)),
      fails: failing.map(({ value }) => value),
      interaction: first.interaction,
    });
  }
  return { pins };
}
