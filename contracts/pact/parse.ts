import type { StateCall } from "../states/index.js";
import type { Interaction, Message } from "./interaction.js";
import { isJson, type Json } from "./json.js";

/** A pact file that cannot be read: which one, and what is wrong with it. */
export class BadPact extends Error {
  override name = "BadPact" as const;

  constructor(source: string, what: string) {
    super(`${source}: ${what}`);
  }
}

const json = (value: unknown): Json => (isJson(value) ? value : {});

/** Versions 1 and 2 have one state by name, 3 and 4 a list of states with parameters. */
function statesOf(raw: Json): readonly StateCall[] {
  const single = raw.providerState ?? raw.provider_state;
  const listed = Array.isArray(raw.providerStates) ? raw.providerStates : single === undefined ? [] : [single];
  return listed
    .map((state): Json => (isJson(state) ? state : { name: state }))
    .map((state) => ({ name: typeof state.name === "string" ? state.name : "", params: json(state.params) }))
    .filter(({ name }) => name.trim() !== "");
}

/** Versions up to 3 have the body as it is, version 4 with its content type and its encoding beside it. */
function bodyOf(body: unknown, isV4: boolean): unknown {
  if (!isV4 || !isJson(body) || !("content" in body)) return body;
  const { content, contentType, encoded } = body;
  if (typeof content !== "string") return content;
  const text = encoded === "base64" || encoded === true ? Buffer.from(content, "base64").toString() : content;
  // Text that is not marked as encoded is a JSON string, when the type is JSON.
  return encoded && /json/i.test(String(contentType)) ? parsedOr(text) : text;
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // The verifier says what it thinks of a body that is no JSON.
  }
}

const headersOf = (headers: unknown): Message["headers"] =>
  Object.fromEntries(
    Object.entries(json(headers)).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(", ") : String(value),
    ]),
  );

/** Versions 1 and 2 have the query as it is sent, 3 and 4 a list of values for each name. */
function queryOf(query: unknown): Interaction["request"]["query"] {
  if (typeof query !== "string")
    return Object.fromEntries(Object.entries(json(query)).map(([name, values]) => [name, [values].flat().map(String)]));
  const sent = new URLSearchParams(query);
  return Object.fromEntries([...sent.keys()].map((name) => [name, sent.getAll(name)]));
}

/**
 * The interactions of a pact file of version 1, 2, 3 or 4.
 *
 * @example
 * parsePact("empty.json", '{"consumer": {"name": "till"}, "interactions": []}').length; // 0
 */
export function parsePact(source: string, text: string): readonly Interaction[] {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw new BadPact(source, `is no JSON: ${(error as Error).message}`);
  }
  if (!isJson(file) || !isJson(file.consumer) || typeof file.consumer.name !== "string")
    throw new BadPact(source, "is no pact: it names no consumer");
  const { interactions = [], messages = [], metadata } = file;
  if (!Array.isArray(interactions) || !Array.isArray(messages) || ![...interactions, ...messages].every(isJson))
    throw new BadPact(source, "is no pact: its interactions are no list of objects");
  const consumer = file.consumer.name;
  return [...interactions, ...messages].map((raw: Json) => {
    const { type } = raw;
    const isV4 = typeof type === "string";
    const isHttp = isV4 ? type === "Synchronous/HTTP" : isJson(raw.request);
    const request = json(raw.request);
    const response = isJson(raw.response) ? raw.response : {};
    return {
      source,
      consumer,
      description: typeof raw.description === "string" ? raw.description : "",
      states: statesOf(raw),
      kind: isHttp ? "http" : "message",
      pending: raw.pending === true,
      request: {
        method: String(request.method ?? "GET").toUpperCase(),
        path: String(request.path ?? "/"),
        query: queryOf(request.query),
        headers: headersOf(request.headers),
        body: bodyOf(request.body, isV4),
      },
      response: {
        status: Number(response.status ?? 200),
        headers: headersOf(response.headers),
        body: bodyOf(response.body, isV4),
      },
      raw,
      metadata,
    };
  });
}

const providerStateKeys = new Set(["providerState", "provider_state", "providerStates"]);

/** Whether the request takes values that the states give back. */
const takesValues = (raw: Json): boolean =>
  JSON.stringify(json(raw.request).generators ?? "").includes("ProviderState");

/** Plugins are programs: a contract that somebody sent does not get to start them. */
const withoutPlugins = (metadata: unknown): unknown =>
  Object.fromEntries(Object.entries(json(metadata)).filter(([key]) => key !== "plugins"));

/**
 * A pact file of this one interaction, for the verifier. Its states are set up by then: only one without parameters
 * stays, if the request takes values from it.
 */
export function singlePact(interaction: Interaction, path: string): { readonly text: string; readonly asks: boolean } {
  const { consumer, raw, metadata } = interaction;
  const kept = Object.fromEntries(Object.entries(raw).filter(([key]) => !providerStateKeys.has(key)));
  const asks = takesValues(raw);
  const one = {
    ...kept,
    ...(asks ? { providerStates: [{ name: "as set up" }] } : {}),
    request: { ...json(raw.request), path },
  };
  const file = {
    consumer: { name: consumer },
    provider: { name: "luna" },
    interactions: [one],
    metadata: withoutPlugins(metadata),
  };
  return { text: JSON.stringify(file), asks };
}
