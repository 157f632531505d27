import { inParallel } from "../../shared/in-parallel.js";
import { isJson, type Json } from "../../shared/json.js";
import { BrokerClient, documentOf, filledIn, links } from "./broker-client.js";
import { InvalidPactError } from "./parse.js";

/** How many pacts are fetched at a time. */
const jobs = 4;

/** The pacts of a broker to verify; without a selection the latest of each consumer. */
export interface BrokerSelection {
  /** The broker's consumerVersionSelectors, such as `{"mainBranch": true}`. */
  readonly selectors: readonly Json[];
  /** Branch of the provider, which `{"matchingBranch": true}` and pending pacts refer to. */
  readonly providerBranch?: string | undefined;
  readonly providerTags?: readonly string[];
  /** Whether the broker says which pacts are pending: those may fail. */
  readonly pending: boolean;
  /** Includes pacts that are work in progress since a day such as `2026-01-31`; they are pending. */
  readonly wipSince?: string | undefined;
}

/** A text of the broker for people, and when it applies, such as `before_verification`. */
export interface Notice {
  readonly when: string;
  readonly text: string;
}

/** A pact that a broker has. */
export interface BrokerPact {
  readonly address: string;
  readonly text: string;
  readonly pending: boolean;
  readonly notices: readonly Notice[];
}

const noPacts = (broker: string, provider: string): InvalidPactError =>
  new InvalidPactError(
    broker,
    `has no pacts with a provider ${JSON.stringify(provider)}; --provider names the API as the broker does`,
  );

const plain = (address: string, text: string): BrokerPact => ({ address, text, pending: false, notices: [] });

/** Returns the list of a provider's latest pacts, or the document itself where it links to none. */
async function latestOf(broker: BrokerClient, url: string, document: Json, provider: string): Promise<Json> {
  const [latest] = links(document, "pb:latest-provider-pacts");
  if (latest === undefined) return document;
  const address = filledIn(latest, { provider });
  const text = await broker.find(address);
  if (text === undefined) throw noPacts(url, provider);
  return documentOf(broker.addressOf(address), text);
}

async function latestPacts(
  broker: BrokerClient,
  url: string,
  document: Json,
  provider: string,
): Promise<readonly BrokerPact[]> {
  const list = await latestOf(broker, url, document, provider);
  const pacts = [...links(list, "pb:pacts"), ...links(list, "pacts")];
  if (pacts.length === 0) throw noPacts(url, provider);
  const addresses = [...new Set(pacts.map((href) => broker.addressOf(href)))];
  return inParallel(addresses, jobs, async (address) => plain(address, await broker.get(address)));
}

const noticesIn = (properties: Json): readonly Notice[] =>
  (Array.isArray(properties.notices) ? properties.notices : []).flatMap((notice) =>
    isJson(notice) && typeof notice.text === "string" ? [{ when: String(notice.when ?? ""), text: notice.text }] : [],
  );

/** Asks the broker which pacts to verify. */
async function selectedPacts(
  broker: BrokerClient,
  url: string,
  document: Json,
  provider: string,
  { selectors, providerBranch, providerTags = [], pending, wipSince }: BrokerSelection,
): Promise<readonly BrokerPact[]> {
  const [href] = links(document, "pb:provider-pacts-for-verification");
  if (href === undefined)
    throw new InvalidPactError(
      url,
      "has no link pb:provider-pacts-for-verification; leave out the selectors, or update the broker",
    );
  const found = await broker.send("POST", filledIn(href, { provider }), {
    consumerVersionSelectors: selectors,
    includePendingStatus: pending,
    ...(providerBranch !== undefined && { providerVersionBranch: providerBranch }),
    ...(providerTags.length > 0 && { providerVersionTags: providerTags }),
    ...(wipSince !== undefined && { includeWipPactsSince: wipSince }),
  });
  const pacts = isJson(found._embedded) && Array.isArray(found._embedded.pacts) ? found._embedded.pacts : [];
  return inParallel(pacts.filter(isJson), jobs, async (pact) => {
    const [self] = links(pact, "self");
    if (self === undefined) throw new InvalidPactError(url, "lists a pact without a link to itself");
    const properties = isJson(pact.verificationProperties) ? pact.verificationProperties : {};
    return {
      ...plain(broker.addressOf(self), await broker.get(self)),
      pending: properties.pending === true || properties.wip === true,
      notices: noticesIn(properties),
    };
  });
}

/**
 * Returns the pacts with a provider that a broker has, or the one pact that the address is of. The broker's token, or
 * user and password, come from PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD. With a selection
 * there may be none. Throws InvalidPactError.
 */
export async function brokerPacts(
  url: string,
  provider: string,
  selection?: BrokerSelection,
): Promise<readonly BrokerPact[]> {
  const broker = new BrokerClient(url);
  const text = await broker.get(url);
  const document = documentOf(url, text);
  if (Array.isArray(document.interactions) || Array.isArray(document.messages)) return [plain(url, text)];
  return selection === undefined
    ? latestPacts(broker, url, document, provider)
    : selectedPacts(broker, url, document, provider, selection);
}
