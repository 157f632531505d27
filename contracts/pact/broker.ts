import { inParallel } from "../../shared/in-parallel.js";
import { isJson, type Json } from "../../shared/json.js";
import { BrokerClient, expandLink, links, parseDocument } from "./broker-client.js";
import { InvalidPactError } from "./parse.js";

/** Number of pacts fetched at a time. */
const concurrency = 4;

/** Selection of pacts of a broker. */
export interface BrokerSelection {
  /** The broker's consumerVersionSelectors, such as `{"mainBranch": true}`. */
  readonly selectors: readonly Json[];
  /** Branch of the provider, for `{"matchingBranch": true}` and pending pacts. */
  readonly providerBranch?: string | undefined;
  readonly providerTags?: readonly string[];
  /** Whether the broker marks pending pacts, which may fail. */
  readonly pending: boolean;
  /** Includes work-in-progress pacts since a day such as `2026-01-31`, as pending. */
  readonly wipSince?: string | undefined;
}

/** A message of the broker for people. `when` is an event such as `before_verification`. */
interface Notice {
  readonly when: string;
  readonly text: string;
}

/** A pact of a broker. */
export interface BrokerPact {
  readonly address: string;
  readonly text: string;
  readonly pending: boolean;
  readonly notices: readonly Notice[];
}

const latestOfEachConsumer: BrokerSelection = { selectors: [{ latest: true }], pending: false };

/** Returns the pacts that the broker selects. */
async function selectedPacts(
  broker: BrokerClient,
  document: Json,
  provider: string,
  { selectors, providerBranch, providerTags = [], pending, wipSince }: BrokerSelection,
): Promise<readonly BrokerPact[]> {
  const link = "pb:provider-pacts-for-verification";
  const [href] = links(document, link);
  if (href === undefined)
    throw new InvalidPactError(broker.url, `link ${link} is missing; pass the URL of a pact or of a current broker`);
  const { _embedded: embedded } = await broker.send("POST", expandLink(href, { provider }), {
    consumerVersionSelectors: selectors,
    includePendingStatus: pending,
    ...(providerBranch !== undefined && { providerVersionBranch: providerBranch }),
    ...(providerTags.length > 0 && { providerVersionTags: providerTags }),
    ...(wipSince !== undefined && { includeWipPactsSince: wipSince }),
  });
  const pacts = isJson(embedded) && Array.isArray(embedded.pacts) ? embedded.pacts : [];
  return inParallel(pacts.filter(isJson), concurrency, async (pact) => {
    const [self] = links(pact, "self");
    if (self === undefined) throw new InvalidPactError(broker.url, "link self of a pact is missing");
    const properties = isJson(pact.verificationProperties) ? pact.verificationProperties : {};
    const notices = Array.isArray(properties.notices) ? properties.notices.filter(isJson) : [];
    return {
      address: broker.addressOf(self),
      text: await broker.get(self),
      pending: properties.pending === true || properties.wip === true,
      notices: notices.flatMap(({ when = "", text }) =>
        typeof text === "string" ? [{ when: String(when), text }] : [],
      ),
    };
  });
}

/**
 * Returns the pacts of a broker with a provider, or the pact at the URL. Reads credentials from PACT_BROKER_TOKEN, or
 * PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD. Throws InvalidPactError; with a selection there may be no pacts.
 */
export async function brokerPacts(
  url: string,
  provider: string,
  selection?: BrokerSelection,
): Promise<readonly BrokerPact[]> {
  const broker = new BrokerClient(url);
  const text = await broker.get(url);
  const document = parseDocument(url, text);
  if (Array.isArray(document.interactions) || Array.isArray(document.messages))
    return [{ address: url, text, pending: false, notices: [] }];
  const pacts = await selectedPacts(broker, document, provider, selection ?? latestOfEachConsumer);
  if (pacts.length > 0 || selection !== undefined) return pacts;
  throw new InvalidPactError(url, `no pacts with provider ${JSON.stringify(provider)}; set --provider`);
}
