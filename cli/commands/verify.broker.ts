import type { BrokerSelection } from "../../contracts/pact/broker.js";
import { isJson, type Json, parseJsonOr } from "../../shared/json.js";
import { orList } from "../../shared/lists.js";
import { UsageError } from "../../shared/usage-error.js";
import type { OptionTable, OptionValues } from "../option-table.js";
import type { Publication } from "./verify.publisher.js";

const group = "Broker options";

export const brokerOptions = {
  selector: {
    value: "<selector>",
    meaning:
      "pacts to verify: main, deployed, matching-branch, branch:<name>, tag:<name>, or a JSON object of consumerVersionSelectors",
    defaultText: "the latest pacts",
    multiple: true,
    group,
  },
  "provider-branch": {
    value: "<name>",
    meaning: "branch of the provider, for matching-branch, pending pacts and published results",
    group,
  },
  "provider-tag": { value: "<name>", meaning: "tag of the provider version", multiple: true, group },
  pending: { meaning: "allow pending pacts to fail without a change of the exit code", group },
  "wip-since": {
    value: "<date>",
    meaning: "include work-in-progress pacts since a day such as 2026-01-31, as pending pacts",
    parse: day,
    group,
  },
  publish: { meaning: "publish the results to the broker, for can-i-deploy", needs: "provider-version", group },
  "provider-version": {
    value: "<text>",
    meaning: "version of the provider in the published results",
    needs: "publish",
    group,
  },
  "build-url": {
    value: "<url>",
    meaning: "URL of this build, as a link in the broker",
    parse: anyUrl,
    needs: "publish",
    group,
  },
} as const satisfies OptionTable;

type BrokerValues = OptionValues<typeof brokerOptions>;

const namedSelectors: Readonly<Record<string, Json>> = {
  main: { mainBranch: true },
  deployed: { deployedOrReleased: true },
  "matching-branch": { matchingBranch: true },
};

/** Parses a selector: a word, `branch:` or `tag:` with a name, or JSON. Throws UsageError. */
function selectorOf(text: string): Json {
  if (Object.hasOwn(namedSelectors, text)) return namedSelectors[text] ?? {};
  const [, kind, name] = /^(branch|tag):(.+)$/.exec(text) ?? [];
  if (kind === "branch") return { branch: name };
  if (kind === "tag") return { tag: name, latest: true };
  const selector = parseJsonOr(text, undefined);
  if (isJson(selector)) return selector;
  const known = [...Object.keys(namedSelectors), "branch:<name>", "tag:<name>", "a JSON object"];
  throw new UsageError(`--selector must be ${orList(known)}, got ${JSON.stringify(text)}`);
}

function day(text: string, option: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new UsageError(`${option} must be a day such as 2026-01-31, got ${JSON.stringify(text)}`);
}

function anyUrl(text: string, option: string): string {
  if (URL.canParse(text)) return text;
  throw new UsageError(`${option} must be a URL, got ${JSON.stringify(text)}`);
}

/** Returns the selection of a broker's pacts; undefined without a selecting option. Throws UsageError. */
export function selectionOf(values: BrokerValues): BrokerSelection | undefined {
  const { pending, "provider-tag": providerTags } = values;
  const { "provider-branch": providerBranch, "wip-since": wipSince } = values;
  const selectors = values.selector.map(selectorOf);
  const isSelecting = selectors.length > 0 || pending || wipSince !== undefined;
  const unused =
    providerBranch !== undefined ? "--provider-branch" : providerTags.length > 0 ? "--provider-tag" : undefined;
  if (unused !== undefined && !isSelecting && !values.publish)
    throw new UsageError(`${unused} needs --selector, --pending, --wip-since or --publish`);
  if (selectors.some(({ matchingBranch }) => matchingBranch === true) && providerBranch === undefined)
    throw new UsageError("--selector matching-branch needs --provider-branch");
  if (!isSelecting) return undefined;
  return { selectors, providerBranch, providerTags, pending: pending || wipSince !== undefined, wipSince };
}

/** Returns the details of published results; undefined without --publish. Throws UsageError. */
export function publicationOf(values: BrokerValues): Publication | undefined {
  const { publish, "provider-version": version, "build-url": buildUrl } = values;
  if (!publish || version === undefined) return undefined;
  if (version === "") throw new UsageError("--provider-version must not be empty");
  return { version, branch: values["provider-branch"], tags: values["provider-tag"], buildUrl };
}
