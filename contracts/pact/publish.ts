import { isJson, parsedOr } from "../../shared/json.js";
import type { BrokerPact } from "./broker.js";
import { BrokerClient, expandLink, links } from "./broker-client.js";
import { InvalidPactError } from "./parse.js";

/** The verified version of the provider. */
export interface PublishedVersion {
  readonly provider: string;
  readonly version: string;
  readonly branch: string | undefined;
  readonly tags: readonly string[];
  /** URL of the build, which the broker links to. */
  readonly buildUrl: string | undefined;
  /** Version of this program. */
  readonly programVersion: string;
}

/** Records branch and tags of the version, which can-i-deploy selects results by. */
async function publishVersion(
  broker: BrokerClient,
  { provider, version, branch, tags }: PublishedVersion,
): Promise<void> {
  if (branch === undefined && tags.length === 0) return;
  const root = await broker.root();
  const put = async (link: string, parameters: Readonly<Record<string, string>>) => {
    const [href] = links(root, link);
    if (href === undefined) throw new InvalidPactError(broker.url, `link ${link} is missing; update the broker`);
    await broker.send("PUT", expandLink(href, { pacticipant: provider, version, ...parameters }), {});
  };
  if (branch !== undefined) await put("pb:pacticipant-branch-version", { branch });
  for (const tag of tags) await put("pb:pacticipant-version-tag", { tag });
}

/** Publishes a result for each pact, after branch and tags. Throws InvalidPactError. */
export async function publishResults(
  url: string,
  verdicts: readonly { readonly pact: BrokerPact; readonly success: boolean }[],
  version: PublishedVersion,
): Promise<void> {
  const broker = new BrokerClient(url);
  const link = "pb:publish-verification-results";
  const results = verdicts.map(({ pact, success }) => {
    const document = parsedOr(pact.text, undefined);
    const [href] = isJson(document) ? links(document, link) : [];
    if (href === undefined) throw new InvalidPactError(pact.address, `link ${link} is missing; use a pact of a broker`);
    return { href, success };
  });
  await publishVersion(broker, version);
  for (const { href, success } of results)
    await broker.send("POST", href, {
      success,
      providerApplicationVersion: version.version,
      ...(version.buildUrl !== undefined && { buildUrl: version.buildUrl }),
      verifiedBy: { implementation: "luna-sandbox", version: version.programVersion },
    });
}
