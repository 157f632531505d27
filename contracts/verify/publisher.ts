import { printable } from "../../shared/printable.js";
import { counted } from "../../shared/text-table.js";
import { UsageError } from "../../shared/usage-error.js";
import { programVersion } from "../../shared/version.js";
import type { BrokerPact } from "../pact/broker.js";
import type { Interaction } from "../pact/interaction.js";
import { InvalidPactError } from "../pact/parse.js";
import { type PublishedVersion, publishResults } from "../pact/publish.js";
import type { InteractionResult } from "./verify.js";

export type Publication = Omit<PublishedVersion, "provider" | "programVersion">;

/** Prints the broker's notices, such as why a pact is pending. */
export function printNotices(pacts: readonly BrokerPact[], applies: (when: string) => boolean): void {
  for (const { address, notices } of pacts) {
    const texts = notices.filter(({ when }) => applies(when)).map(({ text }) => text);
    if (texts.length > 0) console.error([address, ...texts.map((text) => `  ${text}`)].map(printable).join("\n"));
  }
}

/** Input of a verification whose results are published. */
export interface PublishableRun {
  readonly sources: readonly string[];
  readonly brokerPacts: readonly BrokerPact[];
  readonly all: readonly Interaction[];
  readonly chosen: readonly Interaction[];
  readonly provider: string | undefined;
}

/**
 * Returns a function that publishes results to the broker of the pacts. Throws UsageError, before anything is verified,
 * if they could not be published.
 */
export function createPublisher(
  { sources, brokerPacts, all, chosen, provider }: PublishableRun,
  publication: Publication,
): (results: readonly InteractionResult[]) => Promise<void> {
  const [broker, ...others] = sources;
  if (broker === undefined || others.length > 0 || (brokerPacts.length === 0 && all.length > 0))
    throw new UsageError("--publish needs the address of one broker");
  if (chosen.length < all.length)
    throw new UsageError("--publish needs whole pacts; remove --consumer, --filter and --provider");
  const version = {
    ...publication,
    provider: all[0]?.provider ?? provider ?? "luna",
    programVersion: programVersion(),
  };
  return async (results) => {
    const verdicts = brokerPacts.map((pact) => {
      const own = results.filter(({ interaction }) => interaction.source === pact.address);
      if (own.some(({ verdict }) => verdict === "skipped"))
        throw new InvalidPactError(pact.address, "interactions were skipped, so that no result can be published");
      return { pact, success: own.every(({ verdict }) => verdict === "passed") };
    });
    await publishResults(broker, verdicts, version);
    console.error(`published ${counted(verdicts.length, "result")} to ${broker}`);
    for (const { pact, success } of verdicts)
      printNotices([pact], (when) => when === `after_verification:success_${success}_published_true`);
  };
}
