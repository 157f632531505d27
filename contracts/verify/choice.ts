import { UsageError } from "../../shared/usage-error.js";
import type { Interaction } from "../pact/interaction.js";

export interface ChoiceValues {
  readonly consumer?: readonly string[] | undefined;
  readonly provider?: string | undefined;
  readonly filter?: string | undefined;
}

/** Whether a file could be read: of one that could not, nothing is known that a choice could go by. */
const isReadable = ({ problem }: Interaction): boolean => problem?.part !== "file";

/** Keeps the interactions that pass a test, and files that cannot be read. Throws UsageError if none passes. */
function keep(
  interactions: readonly Interaction[],
  passes: (interaction: Interaction) => boolean,
  complaint: () => string,
): readonly Interaction[] {
  if (interactions.length > 0 && !interactions.some((one) => isReadable(one) && passes(one)))
    throw new UsageError(complaint());
  return interactions.filter((one) => passes(one) || !isReadable(one));
}

const names = (values: readonly (string | undefined)[]): string =>
  [...new Set(values)].filter((name) => name !== undefined).join(", ") || "none";

const contains = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase());

/** Returns the interactions that --consumer, --provider and --filter choose. Throws UsageError for a name without any. */
export function chosenInteractions(all: readonly Interaction[], values: ChoiceValues): readonly Interaction[] {
  const { consumer, provider, filter } = values;
  const known = (read: (interaction: Interaction) => string | undefined) => names(all.filter(isReadable).map(read));
  const quoted = (text: string) => JSON.stringify(text);
  let chosen = all;
  if (provider !== undefined)
    chosen = keep(
      chosen,
      (one) => one.provider === provider,
      () => `no pact has the provider ${quoted(provider)}: they have ${known((one) => one.provider)}`,
    );
  for (const name of consumer ?? [])
    keep(
      chosen,
      (one) => one.consumer === name,
      () => `no pact has the consumer ${quoted(name)}: they have ${known((one) => one.consumer)}`,
    );
  if (consumer !== undefined) chosen = chosen.filter((one) => consumer.includes(one.consumer) || !isReadable(one));
  if (filter !== undefined)
    chosen = keep(
      chosen,
      ({ description, states }) =>
        [description, ...states.map(({ name }) => name)].some((text) => contains(text, filter)),
      () => `no interaction contains ${quoted(filter)} in its description or its states`,
    );
  return chosen;
}
