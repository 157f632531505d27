import { isJson, parsedOr } from "../../shared/json.js";
import type { BrokerPact } from "./broker.js";
import { BrokerClient, filledIn, links } from "./broker-client.js";
import { InvalidPactError } from "./parse.js";

/** The version of the provider that was verified, as a broker records it. */
export interface PublishOptions {
  readonly broker: string;
  readonly provider: string;
  readonly version: string;
  readonly branch?: string | undefined;
  readonly tags?: readonly string[];
  /** Address of the build that verified, which the broker links to. */
  readonly buildUrl?: string | undefined;
  /** Version of this program. */
  readonly programVersion: string;
}

/** Whether all interactions of a pact passed. */
export interface PactVerdict {
  readonly pact: BrokerPact;
  readonly success: boolean;
}

/** Returns the address for results of a pact; undefined for a pact that no broker serves. */
function resultsAddress({ text }: BrokerPact): string | undefined {
  const document = parsedOr(text, undefined);
  return isJson(document) ? links(document, "pb:publish-verification-results")[0] : undefined;
}

/** Records the branch and the tags of a provider's version: can-i-deploy finds results by them. */
async function recordVersion(
  client: BrokerClient,
  { broker, provider, version, branch, tags = [] }: PublishOptions,
): Promise<void> {
  if (branch === undefined && tags.length === 0) return;
  const root = await client.root();
  const put = async (link: string, parameters: Readonly<Record<string, string>>) => {
    const [href] = links(root, link);
    if (href === undefined) throw new InvalidPactError(broker, `has no link ${link}; update the broker`);
    await client.send("PUT", filledIn(href, { pacticipant: provider, version, ...parameters }), {});
  };
  if (branch !== undefined) await put("pb:pacticipant-branch-version", { branch });
  for (const tag of tags) await put("pb:pacticipant-version-tag", { tag });
}

/**
 * Publishes a result for each pact, so that can-i-deploy knows of the verification. The branch and the tags of the
 * version are recorded first. Throws InvalidPactError for a pact that did not come from a broker, and for a broker that refuses.
 */
export async function publishResults(verdicts: readonly PactVerdict[], options: PublishOptions): Promise<void> {
  const client = new BrokerClient(options.broker);
  const addressed = verdicts.map(({ pact, success }) => {
    const address = resultsAddress(pact);
    if (address === undefined)
      throw new InvalidPactError(
        pact.address,
        "has no link pb:publish-verification-results; results are published to a broker",
      );
    return { address, success };
  });
  await recordVersion(client, options);
  for (const { address, success } of addressed)
    await client.send("POST", address, {
      success,
      providerApplicationVersion: options.version,
      ...(options.buildUrl !== undefined && { buildUrl: options.buildUrl }),
      verifiedBy: { implementation: "luna-sandbox", version: options.programVersion },
    });
}
