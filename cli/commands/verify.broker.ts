import type { BrokerSelection } from "../../contracts/pact/broker.js";
import type { Publication } from "../../contracts/verify/publisher.js";
import { isJson, type Json, parsedOr } from "../../shared/json.js";
import { UsageError } from "../../shared/usage-error.js";

export const brokerHelp = `Pacts of a broker:

  --selector <selector>      which pacts: main, deployed, matching-branch, branch:<name>, tag:<name>, or a JSON object of
                             the broker's consumerVersionSelectors; can be given more than once (the latest pacts)
  --provider-branch <name>   branch of the provider, for matching-branch, pending pacts and published results
  --provider-tag <name>      tag of the provider's version; can be given more than once
  --pending                  pending pacts may fail: they do not change the exit code
  --wip-since <date>         also pacts that are work in progress since a day such as 2026-01-31; they are pending
  --publish                  publish the results to the broker, for can-i-deploy; needs --provider-version
  --provider-version <text>  version of the provider that the results are of
  --build-url <url>          address of this build, which the broker links to
`;

export const brokerOptions = {
  selector: { type: "string", multiple: true },
  "provider-branch": { type: "string" },
  "provider-tag": { type: "string", multiple: true },
  pending: { type: "boolean", default: false },
  "wip-since": { type: "string" },
  publish: { type: "boolean", default: false },
  "provider-version": { type: "string" },
  "build-url": { type: "string" },
} as const;

export interface BrokerValues {
  readonly selector?: readonly string[] | undefined;
  readonly "provider-branch"?: string | undefined;
  readonly "provider-tag"?: readonly string[] | undefined;
  readonly pending: boolean;
  readonly "wip-since"?: string | undefined;
  readonly publish: boolean;
  readonly "provider-version"?: string | undefined;
  readonly "build-url"?: string | undefined;
}

const words: Readonly<Record<string, Json>> = {
  main: { mainBranch: true },
  deployed: { deployedOrReleased: true },
  "matching-branch": { matchingBranch: true },
};

/** Reads a selector: a word, `branch:` or `tag:` with a name, or JSON. Throws UsageError. */
function selectorOf(text: string): Json {
  if (Object.hasOwn(words, text)) return words[text] ?? {};
  const [, kind, name] = /^(branch|tag):(.+)$/.exec(text) ?? [];
  if (kind === "branch") return { branch: name };
  if (kind === "tag") return { tag: name, latest: true };
  const selector = parsedOr(text, undefined);
  if (isJson(selector)) return selector;
  const known = [...Object.keys(words), "branch:<name>", "tag:<name>", "a JSON object"];
  throw new UsageError(
    `--selector must be ${known.slice(0, -1).join(", ")} or ${known.at(-1)}, got ${JSON.stringify(text)}`,
  );
}

function checkDay(text: string | undefined): void {
  const isDay = text === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)));
  if (!isDay) throw new UsageError(`--wip-since must be a day such as 2026-01-31, got ${JSON.stringify(text)}`);
}

/** Returns which pacts a broker is asked for; undefined without an option that selects. Throws UsageError. */
export function selectionOf(values: BrokerValues): BrokerSelection | undefined {
  const { selector = [], pending, "provider-tag": providerTags = [] } = values;
  const { "provider-branch": providerBranch, "wip-since": wipSince } = values;
  checkDay(wipSince);
  const selectors = selector.map(selectorOf);
  const isUsed = selectors.length > 0 || pending || wipSince !== undefined || values.publish;
  const unused =
    providerBranch !== undefined ? "--provider-branch" : providerTags.length > 0 ? "--provider-tag" : undefined;
  if (unused !== undefined && !isUsed)
    throw new UsageError(`${unused} is for --selector, --pending, --wip-since and --publish`);
  if (selectors.some((one) => one.matchingBranch === true) && providerBranch === undefined)
    throw new UsageError("--selector matching-branch needs --provider-branch");
  if (selectors.length === 0 && !pending && wipSince === undefined) return undefined;
  return { selectors, providerBranch, providerTags, pending: pending || wipSince !== undefined, wipSince };
}

/** Returns how results are published; undefined if they are not. Throws UsageError. */
export function publicationOf(values: BrokerValues): Publication | undefined {
  const { publish, "provider-version": version, "build-url": buildUrl } = values;
  if (!publish) {
    if (version !== undefined) throw new UsageError("--provider-version is for --publish");
    if (buildUrl !== undefined) throw new UsageError("--build-url is for --publish");
    return undefined;
  }
  if (!version) throw new UsageError("--publish needs --provider-version");
  if (buildUrl !== undefined && !URL.canParse(buildUrl))
    throw new UsageError(`--build-url must be a URL, got ${JSON.stringify(buildUrl)}`);
  return { version, branch: values["provider-branch"], tags: values["provider-tag"] ?? [], buildUrl };
}
