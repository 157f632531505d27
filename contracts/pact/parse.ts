import { isJson, type Json } from "../../shared/json.js";
import type { Interaction, Problem } from "./interaction.js";
import { checkKeys, checkName, InteractionError, misread } from "./interaction-error.js";
import { readPactRequest, readPactResponse } from "./messages.js";
import { parseProviderStates } from "./provider-states.js";
import { type Version, versionOf } from "./version.js";

/** Thrown for a pact file that cannot be read. */
export class InvalidPactError extends Error {
  override name = "InvalidPactError" as const;

  constructor(
    readonly source: string,
    readonly reason: string,
  ) {
    super(`${source}: ${reason}`);
  }
}

/** Maximum depth; Pact's core reads 127 levels. */
const maxDepth = 100;

/** Throws InteractionError for deep nesting. It does not recurse, because a stack would overflow. */
function refuseDeep(value: unknown): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) throw new InteractionError(`nested deeper than ${maxDepth} levels`);
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
}

const httpType = "Synchronous/HTTP";
const messageTypes = ["Asynchronous/Messages", "Synchronous/Messages"];
const types = [httpType, ...messageTypes];

const keys = [
  ..."description providerState provider_state providerStates request response".split(" "),
  ..."type key pending comments interactionMarkup pluginConfiguration transport".split(" "),
];

/** Whether an interaction has the form of version 4. Throws InteractionError if type and metadata contradict. */
function isVersion4({ type }: Json, version: Version | undefined): boolean {
  if (type === undefined) {
    if (version?.major !== 4) return false;
    throw misread("type", `one of ${types.join(", ")}, because the metadata says version ${version.text}`, type);
  }
  checkName("type", type, types, "the interaction");
  if (version === undefined || version.major === 4) return true;
  const conflict = `type ${JSON.stringify(type)} needs version 4, but the metadata says version ${version.text}`;
  throw new InteractionError(`${conflict}; correct one of them`);
}

type Parts = Pick<Interaction, "states" | "problem" | "request" | "response" | "written">;

const blankMessage = { headers: {}, body: undefined, contentType: undefined, rules: {} };
const blank: Parts = {
  states: [],
  problem: undefined,
  request: { ...blankMessage, method: "GET", path: "/", query: {}, takes: [] },
  response: { ...blankMessage, status: 200, acceptsOk: true },
  written: { isV4: false, request: {}, response: {} },
};

/** Returns the verb and the path of a request that cannot be read, for reports. */
function blankRequest(raw: unknown): Interaction["request"] {
  const request = isJson(raw) && isJson(raw.request) ? raw.request : {};
  const { method = "GET", path = "/" } = request;
  return {
    ...blank.request,
    method: typeof method === "string" ? method : "GET",
    path: typeof path === "string" ? path : "/",
  };
}

/** Reads an interaction; one that cannot be read has a problem. */
function readParts(raw: unknown, version: () => Version | undefined): Parts {
  let part: Problem["part"] = "interaction";
  try {
    refuseDeep(raw);
    if (!isJson(raw)) throw misread("an interaction", "an object", raw);
    part = "states";
    const states = parseProviderStates(raw);
    part = "interaction";
    const isV4 = isVersion4(raw, version());
    checkKeys(raw, keys, "the interaction");
    if (raw.pending !== undefined && typeof raw.pending !== "boolean")
      throw misread("pending", "true or false", raw.pending);
    const request = readPactRequest(raw.request, isV4);
    const response = readPactResponse(raw.response, isV4);
    refuseDeep([request.body, response.body]); // They may be encoded in the file.
    const written = { isV4, request: raw.request as Json, response: raw.response as Json };
    return { states, problem: undefined, request, response, written };
  } catch (error) {
    if (!(error instanceof InteractionError)) throw error;
    return { ...blank, request: blankRequest(raw), problem: { part, message: error.message } };
  }
}

const isMessage = ({ type, request, contents }: Json): boolean =>
  type === undefined ? request === undefined && contents !== undefined : messageTypes.includes(String(type));

/** Builds the one interaction of a file that cannot be read. */
export const unreadable = ({ source, reason }: InvalidPactError): Interaction => ({
  ...blank,
  source,
  consumer: "?",
  provider: undefined,
  description: "the whole file",
  kind: "http",
  pending: false,
  problem: { part: "file", message: reason },
});

function parseFile(source: string, text: string): Json {
  try {
    const file: unknown = JSON.parse(text.replace(/^\uFEFF/, "")); // Some editors write a byte order mark.
    if (isJson(file)) return file;
  } catch (error) {
    throw new InvalidPactError(source, `is not JSON: ${(error as Error).message}`);
  }
  throw new InvalidPactError(source, "is not a pact: consumer is missing");
}

/**
 * Parses a pact file of version 1, 2, 3 or 4. An interaction that cannot be read has a `problem`. Throws
 * InvalidPactError.
 *
 * @example
 * parsePact("empty.json", '{"consumer": {"name": "till"}, "interactions": []}').length; // 0
 */
export function parsePact(source: string, text: string): readonly Interaction[] {
  const { consumer, provider, interactions = [], messages = [], metadata } = parseFile(source, text);
  if (!isJson(consumer) || typeof consumer.name !== "string")
    throw new InvalidPactError(source, "is not a pact: consumer is missing");
  if (!Array.isArray(interactions) || !Array.isArray(messages))
    throw new InvalidPactError(source, "is not a pact: interactions must be a list");
  const { name } = consumer;
  const version = () => {
    refuseDeep(metadata);
    return versionOf(metadata);
  };
  const parseInteraction = (value: unknown, isOfMessages: boolean): Interaction => {
    const raw = isJson(value) ? value : {};
    const kind = isOfMessages || isMessage(raw) ? "message" : "http";
    return {
      ...(kind === "message" ? blank : readParts(value, version)),
      source,
      consumer: name,
      provider: isJson(provider) && typeof provider.name === "string" ? provider.name : undefined,
      description: typeof raw.description === "string" ? raw.description : "",
      kind,
      pending: raw.pending === true,
    };
  };
  return [
    ...interactions.map((value) => parseInteraction(value, false)),
    ...messages.map((value) => parseInteraction(value, true)),
  ];
}
