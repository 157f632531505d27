import type { Interaction } from "../../contracts/pact/interaction.js";
import { UsageError } from "../../shared/usage-error.js";

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
 * for an unknown name, and if no interaction is chosen.
 */
export function chosenInteractions(
  all: readonly Interaction[],
  { consumer: consumers = [], provider, filter }: ChoiceValues,
): readonly Interaction[] {
  const readable = all.filter((interaction) => !isUnreadable(interaction));
  const check = (key: "consumer" | "provider", names: readonly string[]) => {
    const known = new Set(readable.flatMap((interaction) => interaction[key] ?? []));
    const unknown = names.find((name) => readable.length > 0 && !known.has(name));
    if (unknown !== undefined)
      throw new UsageError(
        `no pact has the ${key} ${JSON.stringify(unknown)}; known: ${[...known].join(", ") || "none"}`,
      );
    return (interaction: Interaction) => names.length === 0 || names.includes(interaction[key] ?? "");
  };
  const isOfProvider = check("provider", provider === undefined ? [] : [provider]);
  const isOfConsumer = check("consumer", consumers);
  const hasText = ({ description, states }: Interaction) =>
    [description, ...states.map(({ name }) => name)].some((text) => contains(text, filter ?? ""));
  const chosen = readable.filter(
    (interaction) => isOfProvider(interaction) && isOfConsumer(interaction) && hasText(interaction),
  );
  if (readable.length > 0 && chosen.length === 0)
    throw new UsageError(
      filter === undefined
        ? "no pact has both the consumer and the provider"
        : `no interaction has ${JSON.stringify(filter)} in its description or states`,
    );
  return all.filter((interaction) => isUnreadable(interaction) || chosen.includes(interaction));
}
