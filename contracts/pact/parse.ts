import { isJson, type Json, parsedOr } from "../json.js";
import { BadState } from "../states/index.js";
import { shortened } from "../table.js";
import type { Interaction, Message } from "./interaction.js";
import { providerStatesOf } from "./provider-states.js";

/** A pact file that cannot be read: which one, and what is wrong with it. */
export class BadPact extends Error {
  override name = "BadPact" as const;

  constructor(source: string, what: string) {
    super(`${source}: ${what}`);
  }
}

const json = (value: unknown): Json => (isJson(value) ? value : {});

/** What should be text, as text. */
const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** Pact's own core reads no more than 127 levels. */
const deepest = 100;

/** Looks level by level: a function that calls itself does not get to the end of what is nested too deep. */
function refuseDeep(source: string, value: unknown): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) throw new BadPact(source, `is nested deeper than ${deepest} levels`);
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
}

/** The states, or what is wrong with how they are written. */
function statesOf(raw: Json): Pick<Interaction, "states" | "oddStates"> {
  try {
    return { states: providerStatesOf(raw), oddStates: undefined };
  } catch (error) {
    if (!(error instanceof BadState)) throw error;
    return { states: [], oddStates: error.message };
  }
}

/** Versions up to 3 have the body as it is, version 4 with its content type and its encoding beside it. */
function bodyOf(body: unknown, isV4: boolean): unknown {
  if (!isV4 || !isJson(body) || !("content" in body)) return body;
  const { content, contentType, encoded } = body;
  if (typeof content !== "string") return content;
  const text = encoded === "base64" || encoded === true ? Buffer.from(content, "base64").toString() : content;
  // Text that is not marked as encoded is a JSON string, when the type is JSON.
  return encoded && /json/i.test(textOf(contentType ?? "")) ? parsedOr(text, text) : text;
}

const headersOf = (headers: unknown): Message["headers"] =>
  Object.fromEntries(
    Object.entries(json(headers)).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.map(textOf).join(", ") : textOf(value),
    ]),
  );

/** Versions 1 and 2 have the query as it is sent, 3 and 4 a list of values for each name. */
function queryOf(query: unknown): Interaction["request"]["query"] {
  if (typeof query !== "string")
    return Object.fromEntries(Object.entries(json(query)).map(([name, values]) => [name, [values].flat().map(textOf)]));
  const sent = new URLSearchParams(query);
  return Object.fromEntries([...sent.keys()].map((name) => [name, sent.getAll(name)]));
}

function statusOf(status: unknown, source: string, description: string): number {
  const number = Number(textOf(status ?? 200));
  if (Number.isInteger(number) && number >= 100 && number <= 599) return number;
  const what = `${shortened(JSON.stringify(status), 60)} is not a status that an answer can have`;
  throw new BadPact(source, `${what}, in ${JSON.stringify(shortened(description, 60))}`);
}

/**
 * The interactions of a pact file of version 1, 2, 3 or 4. Throws BadPact.
 *
 * @example
 * parsePact("empty.json", '{"consumer": {"name": "till"}, "interactions": []}').length; // 0
 */
export function parsePact(source: string, text: string): readonly Interaction[] {
  let file: unknown;
  try {
    file = JSON.parse(text.replace(/^\uFEFF/, "")); // Some editors begin a file with a mark of its encoding.
  } catch (error) {
    throw new BadPact(source, `is not JSON: ${(error as Error).message}`);
  }
  refuseDeep(source, file);
  if (!isJson(file) || !isJson(file.consumer) || typeof file.consumer.name !== "string")
    throw new BadPact(source, "is not a pact: it names no consumer");
  const { interactions = [], messages = [], metadata } = file;
  if (!Array.isArray(interactions) || !Array.isArray(messages) || ![...interactions, ...messages].every(isJson))
    throw new BadPact(source, "is not a pact: its interactions are not a list of objects");
  const consumer = file.consumer.name;
  return [...interactions, ...messages].map((raw: Json) => {
    const { type } = raw;
    const isV4 = typeof type === "string";
    const isHttp = isV4 ? type === "Synchronous/HTTP" : isJson(raw.request);
    const request = json(raw.request);
    const response = isHttp ? json(raw.response) : {};
    const description = typeof raw.description === "string" ? raw.description : "";
    const bodies = { sent: bodyOf(request.body, isV4), answered: bodyOf(response.body, isV4) };
    refuseDeep(source, bodies); // Their text may be encoded in the file.
    return {
      source,
      consumer,
      description,
      ...statesOf(raw),
      kind: isHttp ? "http" : "message",
      pending: raw.pending === true,
      request: {
        method: textOf(request.method ?? "GET").toUpperCase(),
        path: textOf(request.path ?? "/"),
        query: queryOf(request.query),
        headers: headersOf(request.headers),
        body: bodies.sent,
      },
      response: {
        status: statusOf(response.status, source, description),
        headers: headersOf(response.headers),
        body: bodies.answered,
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
