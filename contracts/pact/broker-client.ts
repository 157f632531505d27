import { FetchError, fetchText } from "../../shared/fetch-text.js";
import { isJson, type Json, parseJsonOr } from "../../shared/json.js";
import { mebibyte } from "../../shared/units.js";
import { InvalidPactError } from "./parse.js";

/** Maximum size of a pact or a page of a broker, in bytes. */
export const maxPactBytes = 32 * mebibyte;

/** Maximum size of all responses of a broker, in characters. */
const maxCharacters = 8 * maxPactBytes;

/** Returns the credentials in the environment variables of Pact's tools. */
function authorization(): string | undefined {
  const { PACT_BROKER_TOKEN: token, PACT_BROKER_USERNAME: user, PACT_BROKER_PASSWORD: password = "" } = process.env;
  if (token) return `Bearer ${token}`;
  return user ? `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` : undefined;
}

const credentials = "PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD";

/** A client of a Pact broker, which follows the links of its HAL documents. Methods throw InvalidPactError. */
export class BrokerClient {
  readonly url: string;
  #characters = 0;

  constructor(url: string) {
    this.url = url;
    this.addressOf(url);
  }

  /** Returns the URL of a link. */
  addressOf(href: string): string {
    if (!URL.canParse(href, this.url)) throw new InvalidPactError(href, "is not a URL");
    const address = new URL(href, this.url);
    if (address.username === "" && address.password === "") return address.href;
    throw new InvalidPactError(address.host, `credentials in a URL are unsupported; set ${credentials}`);
  }

  /** Returns the text of a page. */
  async get(href: string): Promise<string> {
    return this.#exchange(this.addressOf(href), "GET");
  }

  /** Returns the broker's entry document. */
  async root(): Promise<Json> {
    return parseDocument(this.url, await this.get(this.url));
  }

  /** Sends a document and returns the response; `{}` for an empty response. */
  async send(verb: "POST" | "PUT", href: string, body: Json): Promise<Json> {
    const address = this.addressOf(href);
    const text = await this.#exchange(address, verb, body);
    return text.trim() === "" ? {} : parseDocument(address, text);
  }

  async #exchange(url: string, verb: "GET" | "POST" | "PUT", body?: Json): Promise<string> {
    // Links may lead to different hosts, which must not see the credentials.
    const secret = new URL(url).origin === new URL(this.url).origin ? authorization() : undefined;
    const headers = {
      accept: "application/hal+json, application/json",
      ...(body && { "content-type": "application/json" }),
      ...(secret && { authorization: secret }),
    };
    const init = { method: verb, headers, ...(body && { body: JSON.stringify(body) }) };
    const limits = { maxBytes: maxPactBytes, timeoutMs: 30_000 };
    const { ok, status, text } = await fetchText(url, init, limits).catch((error) => {
      throw error instanceof FetchError ? new InvalidPactError(url, error.message) : error;
    });
    if (status === 404) {
      const advice = body === undefined ? "pass the URL of a pact or of the broker" : "check --provider";
      throw new InvalidPactError(url, `responded 404 to ${verb}; ${advice}`);
    }
    if (status === 401 || status === 403)
      throw new InvalidPactError(url, `responded ${status}: invalid credentials; set ${credentials}`);
    if (!ok) throw new InvalidPactError(url, `responded ${status}${reasonIn(text)}`);
    this.#characters += text.length;
    if (this.#characters > maxCharacters)
      throw new InvalidPactError(this.url, `sent more than ${maxCharacters / mebibyte} MiB of pacts`);
    return text;
  }
}

/** Returns the errors in a broker's refusal. */
function reasonIn(text: string): string {
  const body = parseJsonOr(text, undefined);
  const errors = isJson(body) ? (body.errors ?? body.error ?? body.detail) : undefined;
  return errors === undefined ? "" : `: ${JSON.stringify(errors).slice(0, 500)}`;
}

export function parseDocument(url: string, text: string): Json {
  const value = parseJsonOr(text, undefined);
  if (isJson(value)) return value;
  throw new InvalidPactError(url, "is neither a pact nor a Pact broker");
}

/** Returns the URLs of a link of a document. */
export function links(document: Json, name: string): readonly string[] {
  const linked = isJson(document._links) ? document._links[name] : undefined;
  return [linked].flat().flatMap((link) => (isJson(link) && typeof link.href === "string" ? [link.href] : []));
}

/** Fills the parameters of a link such as `/pacts/provider/{provider}/latest`. */
export const expandLink = (href: string, parameters: Readonly<Record<string, string>>): string =>
  href.replace(/\{(\w+)\}/g, (all, name: string) =>
    Object.hasOwn(parameters, name) ? encodeURIComponent(parameters[name] ?? "") : all,
  );
