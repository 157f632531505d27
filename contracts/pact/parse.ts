import { isJson, type Json } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { ProviderStateError } from "../states/index.js";
import type { Interaction, Problem } from "./interaction.js";
import { InteractionError, misread } from "./interaction-error.js";
import { checkKeys } from "./known-keys.js";
import { readRequest, readResponse } from "./messages.js";
import { providerStatesOf } from "./provider-states.js";
import { type Version, versionOf } from "./version.js";

/** A pact file that cannot be read: which one, and what is wrong with it. */
export class InvalidPactError extends Error {
  override name = "InvalidPactError" as const;
  readonly source: string;
  readonly what: string;

  constructor(source: string, what: string) {
    super(`${source}: ${what}`);
    this.source = source;
    this.what = what;
  }
}

/** Pact's own core reads no more than 127 levels. */
const deepest = 100;

/** Looks level by level: a function that calls itself does not get to the end of what is nested too deep. */
function refuseDeep(value: unknown): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) throw new InteractionError(`it is nested deeper than ${deepest} levels`);
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
}

const httpType = "Synchronous/HTTP";
const messageTypes = ["Asynchronous/Messages", "Synchronous/Messages"];

const keys = [
  ..."description providerState provider_state providerStates request response".split(" "),
  ..."type key pending comments interactionMarkup pluginConfiguration transport".split(" "),
];

/** Whether an interaction has the form of version 4. Throws InteractionError if it does not say so clearly. */
function isVersion4({ type }: Json, version: Version | undefined): boolean {
  const known = [httpType, ...messageTypes];
  if (type === undefined) {
    if (version?.major !== 4) return false;
    throw misread("type", `one of ${known.join(", ")}, because the metadata says version ${version.text}`, type);
  }
  if (type !== httpType) {
    const near = typeof type === "string" ? nearest(type, known) : undefined;
    const hint = near === undefined ? "" : `; did you mean ${JSON.stringify(near)}?`;
    throw new InteractionError(`${misread("type", `one of ${known.join(", ")}`, type).message}${hint}`);
  }
  if (version === undefined || version.major === 4) return true;
  const what = `type ${JSON.stringify(type)} is of version 4, but the metadata says version ${version.text}`;
  throw new InteractionError(`${what}; correct one of them`);
}

type Read = Pick<Interaction, "states" | "problem" | "request" | "response" | "canonical">;

const noMessage = { headers: {}, body: undefined, contentType: undefined };
const blank: Read = {
  states: [],
  problem: undefined,
  request: { ...noMessage, method: "GET", path: "/", query: {}, takes: [] },
  response: { ...noMessage, status: 200, acceptsOk: true },
  canonical: { request: {}, response: {} },
};

/** Returns the method and the path of a request that cannot be read, for reports. */
function named({ request }: Json): Interaction["request"] {
  const { method, path } = isJson(request) ? request : {};
  return {
    ...blank.request,
    ...(typeof method === "string" && { method }),
    ...(typeof path === "string" && { path }),
  };
}

function readParts(raw: unknown, version: () => Version | undefined): Read {
  refuseDeep(raw);
  if (!isJson(raw)) throw misread("an interaction", "an object", raw);
  const states = providerStatesOf(raw);
  const isV4 = isVersion4(raw, version());
  checkKeys(raw, keys, "the interaction");
  if (raw.pending !== undefined && typeof raw.pending !== "boolean")
    throw misread("pending", "true or false", raw.pending);
  const [request, sent] = readRequest(raw.request, isV4);
  const [response, expected] = readResponse(raw.response, isV4);
  refuseDeep([request.body, response.body]); // Their text may be encoded in the file.
  return { states, problem: undefined, request, response, canonical: { request: sent, response: expected } };
}

/** The parts of an interaction, or the reason why they cannot be read. */
function partsOf(raw: unknown, version: () => Version | undefined): Read {
  try {
    return readParts(raw, version);
  } catch (error) {
    if (!(error instanceof InteractionError || error instanceof ProviderStateError)) throw error;
    const part: Problem["part"] = error instanceof ProviderStateError ? "states" : "interaction";
    return { ...blank, request: named(isJson(raw) ? raw : {}), problem: { part, message: error.message } };
  }
}

const isMessage = ({ type, request, contents }: Json): boolean =>
  type === undefined ? request === undefined && contents !== undefined : messageTypes.includes(String(type));

/** A file of which nothing can be read, in place of its interactions. */
export const unreadable = ({ source, what }: InvalidPactError): Interaction => ({
  ...blank,
  source,
  consumer: "?",
  provider: undefined,
  description: "the whole file",
  kind: "http",
  pending: false,
  problem: { part: "file", message: what },
});

function parsedFile(source: string, text: string): Json {
  try {
    const file: unknown = JSON.parse(text.replace(/^\uFEFF/, "")); // Some editors begin a file with a mark of its encoding.
    if (isJson(file)) return file;
  } catch (error) {
    throw new InvalidPactError(source, `is not JSON: ${(error as Error).message}`);
  }
  throw new InvalidPactError(source, "is not a pact: it names no consumer");
}

/**
 * The interactions of a pact file of version 1, 2, 3 or 4. One that cannot be understood has a `problem`. Throws InvalidPactError.
 *
 * @example
 * parsePact("empty.json", '{"consumer": {"name": "till"}, "interactions": []}').length; // 0
 */
export function parsePact(source: string, text: string): readonly Interaction[] {
  const { consumer, provider, interactions = [], messages = [], metadata } = parsedFile(source, text);
  if (!isJson(consumer) || typeof consumer.name !== "string")
    throw new InvalidPactError(source, "is not a pact: it names no consumer");
  if (!Array.isArray(interactions) || !Array.isArray(messages))
    throw new InvalidPactError(source, "is not a pact: its interactions are not a list");
  const { name } = consumer;
  const version = () => {
    refuseDeep(metadata);
    return versionOf(metadata);
  };
  const one = (value: unknown, isOfMessages: boolean): Interaction => {
    const raw = isJson(value) ? value : {};
    const kind = isOfMessages || isMessage(raw) ? "message" : "http";
    const { description } = raw;
    const read = kind === "message" ? blank : partsOf(value, version);
    return {
      ...read,
      source,
      consumer: name,
      provider: isJson(provider) && typeof provider.name === "string" ? provider.name : undefined,
      description: typeof description === "string" ? description : "",
      kind,
      pending: raw.pending === true,
    };
  };
  return [...interactions.map((of) => one(of, false)), ...messages.map((of) => one(of, true))];
}
