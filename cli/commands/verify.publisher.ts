import type { BrokerPact } from "../../contracts/pact/broker.js";
import { BrokerClient, expandLink, links } from "../../contracts/pact/broker-client.js";
import type { Interaction } from "../../contracts/pact/interaction.js";
import { InvalidPactError } from "../../contracts/pact/parse.js";
import type { InteractionResult } from "../../contracts/verify/verify.js";
import { isJson, parseJsonOr } from "../../shared/json.js";
import { pluralized } from "../../shared/pluralized.js";
import { printable } from "../../shared/printable.js";
import { UsageError } from "../../shared/usage-error.js";
import { programVersion } from "../../shared/version.js";

/** The verified version of the provider. */
export interface Publication {
  readonly version: string;
  readonly branch: string | undefined;
  readonly tags: readonly string[];
  /** URL of the build, which the broker links to. */
  readonly buildUrl: string | undefined;
}

/** Input of a verification whose results are published. */
export interface PublishableRun {
  readonly sources: readonly string[];
  readonly brokerPacts: readonly BrokerPact[];
  readonly all: readonly Interaction[];
  readonly chosen: readonly Interaction[];
  readonly provider: string | undefined;
}

/** Prints the broker's notices, such as why a pact is pending. */
export function printNotices(pacts: readonly BrokerPact[], applies: (when: string) => boolean): void {
  for (const { address, notices } of pacts) {
    const texts = notices.filter(({ when }) => applies(when)).map(({ text }) => text);
    if (texts.length > 0) console.error([address, ...texts.map((text) => `  ${text}`)].map(printable).join("\n"));
  }
}

/** Records branch and tags of the version, which can-i-deploy selects results by. */
async function publishVersion(
  broker: BrokerClient,
  pacticipant: string,
  { version, branch, tags }: Publication,
): Promise<void> {
  if (branch === undefined && tags.length === 0) return;
  const root = await broker.root();
  const put = async (link: string, parameters: Readonly<Record<string, string>>) => {
    const [href] = links(root, link);
    if (href === undefined) throw new InvalidPactError(broker.url, `link ${link} is missing; update the broker`);
    await broker.send("PUT", expandLink(href, { pacticipant, version, ...parameters }), {});
  };
  if (branch !== undefined) await put("pb:pacticipant-branch-version", { branch });
  for (const tag of tags) await put("pb:pacticipant-version-tag", { tag });
}

/** Returns the result of a pact with the URL to publish it to. Throws InvalidPactError. */
function resultOf(pact: BrokerPact, results: readonly InteractionResult[]) {
  const own = results.filter(({ interaction }) => interaction.source === pact.address);
  if (own.some(({ verdict }) => verdict === "skipped"))
    throw new InvalidPactError(pact.address, "interactions were skipped, so that no result can be published");
  const document = parseJsonOr(pact.text, undefined);
  const link = "pb:publish-verification-results";
  const [href] = isJson(document) ? links(document, link) : [];
  if (href === undefined) throw new InvalidPactError(pact.address, `link ${link} is missing; use a pact of a broker`);
  return { pact, href, success: own.every(({ verdict }) => verdict === "passed") };
}

/**
 * Returns a function that publishes results to the broker of the pacts. Throws UsageError, before anything is verified,
 * if they could not be published.
 */
export function createPublisher(
  { sources: [url, ...others], brokerPacts, all, chosen, provider }: PublishableRun,
  publication: Publication,
): (results: readonly InteractionResult[]) => Promise<void> {
  if (url === undefined || others.length > 0 || (brokerPacts.length === 0 && all.length > 0))
    throw new UsageError("--publish needs the address of one broker");
  if (chosen.length < all.length)
    throw new UsageError("--publish needs whole pacts; remove --consumer, --filter and --provider");
  return async (results) => {
    const broker = new BrokerClient(url);
    const published = brokerPacts.map((pact) => resultOf(pact, results));
    await publishVersion(broker, all[0]?.provider ?? provider ?? "luna", publication);
    const { version, buildUrl } = publication;
    const verifiedBy = { implementation: "luna-sandbox", version: programVersion() };
    for (const { href, success } of published)
      await broker.send("POST", href, {
        success,
        providerApplicationVersion: version,
        ...(buildUrl !== undefined && { buildUrl }),
        verifiedBy,
      });
    console.error(`published ${pluralized(published.length, "result")} to ${url}`);
    for (const { pact, success } of published)
      printNotices([pact], (when) => when === `after_verification:success_${success}_published_true`);
  };
}
