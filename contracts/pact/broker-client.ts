import { FetchError, fetchText } from "../../shared/fetch-text.js";
import { isJson, type Json, parsedOr } from "../../shared/json.js";
import { mebibyte } from "../../shared/read-limited.js";
import { InvalidPactError } from "./parse.js";

/** The most bytes that a pact, or a page of a broker, may have. */
export const maxPactBytes = 32 * mebibyte;

/** The most characters that all responses of a broker may have. */
const maxCharacters = 8 * maxPactBytes;

const limits = { maxBytes: maxPactBytes, timeoutMs: 30_000 };

/** Returns the credentials that Pact's own tools take from the environment. */
function authorization(): string | undefined {
  const { PACT_BROKER_TOKEN: token, PACT_BROKER_USERNAME: user, PACT_BROKER_PASSWORD: password = "" } = process.env;
  if (token) return `Bearer ${token}`;
  return user ? `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` : undefined;
}

const credentials = "PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD";

interface Request {
  readonly verb: "GET" | "POST" | "PUT";
  readonly body?: Json;
}

/** A Pact broker, which is walked by the links of its HAL documents. Every method throws InvalidPactError. */
export class BrokerClient {
  readonly #url: string;
  /** Characters that were read so far. */
  #length = 0;

  constructor(url: string) {
    this.#url = url;
    this.addressOf(url);
  }

  /** Returns an address, which may be relative to the broker's. */
  addressOf(href: string): string {
    if (!URL.canParse(href, this.#url)) throw new InvalidPactError(href, "is not an address");
    const address = new URL(href, this.#url);
    if (address.username === "" && address.password === "") return address.href;
    const user = "PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD";
    throw new InvalidPactError(address.host, `a name and a password are not taken from an address, but from ${user}`);
  }

  /** Returns the text of a page; undefined if there is no such page. */
  async find(href: string): Promise<string | undefined> {
    return this.#exchange(this.addressOf(href), { verb: "GET" });
  }

  async get(href: string): Promise<string> {
    const text = await this.find(href);
    if (text !== undefined) return text;
    const advice = "there is no such page; give the address of a pact, or that of the broker itself";
    throw new InvalidPactError(this.addressOf(href), `responded 404: ${advice}`);
  }

  /** Returns the document that the broker itself is, with the links to all others. */
  async root(): Promise<Json> {
    return documentOf(this.#url, await this.get(this.#url));
  }

  /** Sends a document and returns the one that comes back; `{}` for an empty response. */
  async send(verb: "POST" | "PUT", href: string, body: Json): Promise<Json> {
    const address = this.addressOf(href);
    const text = await this.#exchange(address, { verb, body });
    if (text === undefined) throw new InvalidPactError(address, `responded 404 to ${verb}`);
    return text.trim() === "" ? {} : documentOf(address, text);
  }

  async #exchange(url: string, { verb, body }: Request): Promise<string | undefined> {
    // The broker's credentials are for the broker alone.
    const secret = new URL(url).origin === new URL(this.#url).origin ? authorization() : undefined;
    const headers = {
      accept: "application/hal+json, application/json",
      ...(body && { "content-type": "application/json" }),
      ...(secret && { authorization: secret }),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const { ok, status, text } = await fetchText(url, { method: verb, headers, ...sent }, limits).catch((error) => {
      throw error instanceof FetchError ? new InvalidPactError(url, error.message) : error;
    });
    if (status === 404) return undefined;
    if (status === 401 || status === 403)
      throw new InvalidPactError(url, `responded ${status}: the broker refuses the credentials; set ${credentials}`);
    if (!ok) throw new InvalidPactError(url, `responded ${status}${reasonIn(text)}`);
    this.#length += text.length;
    if (this.#length > maxCharacters)
      throw new InvalidPactError(this.#url, `has more than ${maxCharacters / mebibyte} MiB of pacts`);
    return text;
  }
}

/** Returns the errors that a broker names in a refusal, as text. */
function reasonIn(text: string): string {
  const body = parsedOr(text, undefined);
  const errors = isJson(body) ? (body.errors ?? body.error ?? body.detail) : undefined;
  return errors === undefined ? "" : `: ${JSON.stringify(errors).slice(0, 500)}`;
}

export function documentOf(url: string, text: string): Json {
  const value = parsedOr(text, undefined);
  if (isJson(value)) return value;
  throw new InvalidPactError(url, "is neither a pact nor a Pact broker");
}

/** Returns the addresses under a link of a document. */
export function links(document: Json, name: string): readonly string[] {
  const linked = isJson(document._links) ? document._links[name] : undefined;
  return (Array.isArray(linked) ? linked : [linked]).flatMap((link) =>
    isJson(link) && typeof link.href === "string" ? [link.href] : [],
  );
}

/** Fills in the parameters of a link such as `/pacts/provider/{provider}/latest`. */
export const filledIn = (href: string, parameters: Readonly<Record<string, string>>): string =>
  href.replace(/\{(\w+)\}/g, (all, name: string) =>
    Object.hasOwn(parameters, name) ? encodeURIComponent(parameters[name] ?? "") : all,
  );
