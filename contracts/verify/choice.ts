import { UsageError } from "../../shared/usage-error.js";
import type { Interaction } from "../pact/interaction.js";

export interface ChoiceValues {
  readonly consumer?: readonly string[] | undefined;
  readonly provider?: string | undefined;
  readonly filter?: string | undefined;
}

/** A file that could not be read has no names to choose by: it is always kept. */
const isUnreadable = ({ problem }: Interaction): boolean => problem?.part === "file";

const contains = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase());

/**
 * Returns the interactions that --consumer, --provider and --filter choose, and all unreadable files. Throws UsageError
 * for an option that chooses none.
 */
export function chosenInteractions(
  all: readonly Interaction[],
  { consumer: consumers = [], provider, filter }: ChoiceValues,
): readonly Interaction[] {
  let chosen = all;
  const choose = (passes: (interaction: Interaction) => boolean, refusal: string) => {
    const passing = chosen.filter((interaction) => isUnreadable(interaction) || passes(interaction));
    if (chosen.length > 0 && passing.every(isUnreadable)) throw new UsageError(refusal);
    return passing;
  };
  const unknown = (key: "consumer" | "provider", name: string) => {
    const known = new Set(all.flatMap((interaction) => (isUnreadable(interaction) ? [] : (interaction[key] ?? []))));
    return `no pact has the ${key} ${JSON.stringify(name)}; known: ${[...known].join(", ") || "none"}`;
  };
  if (provider !== undefined)
    chosen = choose((interaction) => interaction.provider === provider, unknown("provider", provider));
  const byConsumer = consumers.flatMap((name) =>
    choose((interaction) => interaction.consumer === name, unknown("consumer", name)),
  );
  if (consumers.length > 0) chosen = chosen.filter((interaction) => byConsumer.includes(interaction));
  if (filter !== undefined)
    chosen = choose(
      ({ description, states }) =>
        [description, ...states.map(({ name }) => name)].some((text) => contains(text, filter)),
      `no interaction has ${JSON.stringify(filter)} in its description or states`,
    );
  return chosen;
}
