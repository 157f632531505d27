import { FetchError, fetchText } from "../../shared/fetch-text.js";
import { mebibyte } from "../../shared/read-limited.js";
import { inParallel } from "../in-parallel.js";
import { isJson, type Json, parsedOr } from "../json.js";
import { BadPact } from "./parse.js";

/** How much a pact, or a page of a broker, may have, in bytes. */
export const maxPactBytes = 32 * mebibyte;

/** How much all pacts of a broker may have, in characters. */
const maxPacts = 8 * maxPactBytes;

const limits = { maxBytes: maxPactBytes, timeoutMs: 30_000 };

/** How many pacts are fetched at a time. */
const jobs = 4;

/** What Pact's own tools take from the environment. */
function authorization(): string | undefined {
  const { PACT_BROKER_TOKEN: token, PACT_BROKER_USERNAME: user, PACT_BROKER_PASSWORD: password = "" } = process.env;
  if (token) return `Bearer ${token}`;
  return user ? `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` : undefined;
}

/** An address, or that of a link in the answer of a broker. */
function addressOf(href: string, broker?: string): string {
  if (!URL.canParse(href, broker)) throw new BadPact(href, "is not an address");
  const address = new URL(href, broker);
  if (address.username === "" && address.password === "") return address.href;
  const user = "PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD";
  throw new BadPact(address.host, `a name and a password are not taken from an address, but from ${user}`);
}

/** The text of a page of the broker; undefined if there is no such page. */
async function found(url: string, broker: string): Promise<string | undefined> {
  // The broker's credentials are for the broker alone.
  const secret = new URL(url).origin === new URL(broker).origin ? authorization() : undefined;
  const headers = { accept: "application/hal+json, application/json", ...(secret && { authorization: secret }) };
  const { ok, status, text } = await fetchText(url, { headers }, limits).catch((error) => {
    throw error instanceof FetchError ? new BadPact(url, error.message) : error;
  });
  if (status === 404) return undefined;
  if (status === 401 || status === 403) {
    const names = "PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD";
    throw new BadPact(url, `responded ${status}: the broker refuses the credentials; set ${names}`);
  }
  if (!ok) throw new BadPact(url, `responded ${status}`);
  return text;
}

async function get(url: string, broker: string): Promise<string> {
  const text = await found(url, broker);
  if (text !== undefined) return text;
  const advice = "there is no such page; give the address of a pact, or that of the broker itself";
  throw new BadPact(url, `responded 404: ${advice}`);
}

function parsed(url: string, text: string): Json {
  const value = parsedOr(text, undefined);
  if (isJson(value)) return value;
  throw new BadPact(url, "is neither a pact nor a Pact broker");
}

/** The addresses under a link of a broker's answer. */
function links(document: Json, name: string): readonly string[] {
  const linked = isJson(document._links) ? document._links[name] : undefined;
  return (Array.isArray(linked) ? linked : [linked]).flatMap((link) =>
    isJson(link) && typeof link.href === "string" ? [link.href] : [],
  );
}

/** The list of a provider's latest pacts; what an address says itself where it links to none. */
async function latestOf(document: Json, provider: string, broker: string): Promise<Json> {
  const [latest] = links(document, "pb:latest-provider-pacts");
  if (latest === undefined) return document;
  const address = addressOf(latest.replace("{provider}", encodeURIComponent(provider)), broker);
  const text = await found(address, broker);
  if (text === undefined) throw noPacts(broker, provider);
  return parsed(address, text);
}

const noPacts = (broker: string, provider: string): BadPact =>
  new BadPact(
    broker,
    `has no pacts with a provider ${JSON.stringify(provider)}; --provider names the API as the broker does`,
  );

/**
 * The latest pacts with a provider that a broker has, or the one pact that the address is of. The broker's token, or
 * user and password, come from PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.
 */
export async function brokerPacts(url: string, provider: string): Promise<readonly (readonly [string, string])[]> {
  const text = await get(addressOf(url), url);
  const document = parsed(url, text);
  if (Array.isArray(document.interactions) || Array.isArray(document.messages)) return [[url, text]];
  const list = await latestOf(document, provider, url);
  const pacts = [...links(list, "pb:pacts"), ...links(list, "pacts")];
  if (pacts.length === 0) throw noPacts(url, provider);
  const addresses = [...new Set(pacts.map((href) => addressOf(href, url)))];
  let length = 0;
  return inParallel(addresses, jobs, async (address) => {
    const pact = await get(address, url);
    length += pact.length;
    if (length > maxPacts) throw new BadPact(url, `has more than ${maxPacts / mebibyte} MiB of pacts`);
    return [address, pact] as const;
  });
}
