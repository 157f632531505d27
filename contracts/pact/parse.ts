import { isJson, type Json } from "../../shared/json.js";
import { isTooDeep } from "../../shared/redact.js";
import type { Interaction, Problem } from "./interaction.js";
import { checkKeys, expectObject, InteractionError, misread } from "./interaction-error.js";
import { readPactRequest, readPactResponse } from "./messages.js";
import { parseProviderStates } from "./provider-states.js";
import { isVersion4, messageTypes } from "./version.js";

/** Thrown for an unreadable pact file. */
export class InvalidPactError extends Error {
  override name = "InvalidPactError" as const;

  constructor(
    readonly source: string,
    readonly reason: string,
  ) {
    super(`${source}: ${reason}`);
  }
}

/** Throws InteractionError for deep nesting; Pact's core reads 127 levels. */
function refuseDeep(value: unknown): void {
  if (isTooDeep(value, 100)) throw new InteractionError("nested deeper than 100 levels");
}

const keys = [
  ..."description providerState provider_state providerStates request response".split(" "),
  ..."type key pending comments interactionMarkup pluginConfiguration transport".split(" "),
];

type Parts = Pick<Interaction, "states" | "problem" | "request" | "response" | "written">;

const blankMessage = { headers: {}, body: undefined, contentType: undefined, rules: {} };
const blank: Parts = {
  states: [],
  problem: undefined,
  request: { ...blankMessage, method: "GET", path: "/", query: {}, takes: [] },
  response: { ...blankMessage, status: 200, acceptsOk: true },
  written: { isV4: false, request: {}, response: {} },
};

/** Returns an unreadable interaction. Reports show the verb and the path of its request. */
function unread(raw: unknown, problem: Problem): Parts {
  const { method, path } = isJson(raw) && isJson(raw.request) ? raw.request : {};
  const shown = { ...(typeof method === "string" && { method }), ...(typeof path === "string" && { path }) };
  return { ...blank, request: { ...blank.request, ...shown }, problem };
}

/** Reads an interaction. An unreadable interaction has a problem. */
function readParts(value: unknown, metadata: unknown): Parts {
  let part: Problem["part"] = "interaction";
  try {
    refuseDeep(value);
    refuseDeep(metadata);
    const raw = expectObject(value, "an interaction");
    part = "states";
    const states = parseProviderStates(raw);
    part = "interaction";
    const isV4 = isVersion4(raw, metadata);
    checkKeys(raw, keys, "the interaction");
    if (raw.pending !== undefined && typeof raw.pending !== "boolean")
      throw misread("pending", "true or false", raw.pending);
    const written = {
      isV4,
      request: expectObject(raw.request, "request"),
      response: expectObject(raw.response, "response"),
    };
    const request = readPactRequest(written.request, isV4);
    const response = readPactResponse(written.response, isV4);
    refuseDeep([request.body, response.body]); // They may be encoded in the file.
    return { states, problem: undefined, request, response, written };
  } catch (error) {
    if (!(error instanceof InteractionError)) throw error;
    return unread(value, { part, message: error.message });
  }
}

const isMessage = ({ type, request, contents }: Json): boolean =>
  type === undefined ? request === undefined && contents !== undefined : messageTypes.includes(String(type));

/** Returns an interaction that stands for an unreadable file. */
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
  const parseInteraction = (value: unknown, isOfMessages: boolean): Interaction => {
    const raw = isJson(value) ? value : {};
    const kind = isOfMessages || isMessage(raw) ? "message" : "http";
    return {
      ...(kind === "message" ? blank : readParts(value, metadata)),
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
