import { printable } from "../../shared/printable.js";
import { UsageError } from "../../shared/usage-error.js";
import { programVersion } from "../../shared/version.js";
import type { BrokerPact } from "../pact/broker.js";
import type { Interaction } from "../pact/interaction.js";
import { InvalidPactError } from "../pact/parse.js";
import { publishResults } from "../pact/publish.js";
import type { Result } from "./verify.js";

/** Facts about a verification that are published with its results. */
export interface Publication {
  readonly version: string;
  readonly branch: string | undefined;
  readonly tags: readonly string[];
  readonly buildUrl: string | undefined;
}

/** Prints the broker's notices for people: why a pact is in the list, and what pending means for it. */
export function printNotices(pacts: readonly BrokerPact[], applies: (when: string, pact: BrokerPact) => boolean): void {
  for (const pact of pacts) {
    const texts = pact.notices.filter(({ when }) => applies(when, pact)).map(({ text }) => text);
    if (texts.length > 0) console.error([pact.address, ...texts.map((text) => `  ${text}`)].map(printable).join("\n"));
  }
}

/** Publishes the results of a verification to the broker that its pacts came from. */
export class Publisher {
  readonly #broker: string;
  readonly #pacts: readonly BrokerPact[];
  readonly #provider: string;
  readonly #publication: Publication;

  /** Throws UsageError where the results could not be published, before anything is verified. */
  constructor(
    sources: readonly string[],
    pacts: readonly BrokerPact[],
    all: readonly Interaction[],
    chosen: readonly Interaction[],
    provider: string | undefined,
    publication: Publication,
  ) {
    const [broker, ...others] = sources;
    if (broker === undefined || others.length > 0 || (pacts.length === 0 && all.length > 0))
      throw new UsageError("--publish needs the address of one broker");
    if (chosen.length < all.length)
      throw new UsageError(
        "--publish needs whole pacts; leave out --consumer, --filter and --provider that leave some out",
      );
    this.#broker = broker;
    this.#pacts = pacts;
    this.#provider = all[0]?.provider ?? provider ?? "luna";
    this.#publication = publication;
  }

  /** Publishes a result for each pact. Throws InvalidPactError for a pact with an interaction that was not run. */
  async publish(results: readonly Result[]): Promise<void> {
    const verdicts = this.#pacts.map((pact) => {
      const own = results.filter(({ interaction }) => interaction.source === pact.address);
      if (own.some(({ verdict }) => verdict === "skipped"))
        throw new InvalidPactError(
          pact.address,
          "has interactions that were skipped, so that no result can be published",
        );
      return { pact, success: own.every(({ verdict }) => verdict === "passed") };
    });
    await publishResults(verdicts, {
      ...this.#publication,
      broker: this.#broker,
      provider: this.#provider,
      programVersion: programVersion(),
    });
    console.error(`published ${verdicts.length === 1 ? "1 result" : `${verdicts.length} results`} to ${this.#broker}`);
    for (const { pact, success } of verdicts)
      printNotices([pact], (when) => when === `after_verification:success_${success}_published_true`);
  }
}
