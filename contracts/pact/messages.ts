import { isAbsent, isJson, type Json } from "../../shared/json.js";
import { readBody } from "./body.js";
import type { Interaction, Message } from "./interaction.js";
import { misread } from "./interaction-error.js";
import { checkKeys } from "./known-keys.js";
import { checkRules, takenValues } from "./rules.js";
import { acceptsStatus, readStatus } from "./status.js";

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** A text for each value, or one for a list of them; null is a name without a value. */
function textsOf(value: unknown, place: string): readonly string[] {
  return [value].flat().map((one) => {
    if (one === null) return "";
    if (isScalar(one)) return String(one);
    throw misread(place, "text", one);
  });
}

function named(value: unknown, place: string): readonly (readonly [string, readonly string[]])[] {
  if (isAbsent(value)) return [];
  if (!isJson(value)) throw misread(place, "an object", value);
  return Object.entries(value).map(([name, of]) => [name, textsOf(of, `${place}[${JSON.stringify(name)}]`)]);
}

/** Versions 1 and 2 have the query as it is sent, 3 and 4 a list of values for each name. */
function queryOf(query: unknown, place: string): Interaction["request"]["query"] {
  if (typeof query !== "string") return Object.fromEntries(named(query, place));
  const sent = new URLSearchParams(query);
  return Object.fromEntries([...sent.keys()].map((name) => [name, sent.getAll(name)]));
}

function textOr(value: unknown, otherwise: string, place: string): string {
  if (value === undefined) return otherwise;
  if (typeof value === "string") return value;
  throw misread(place, "text", value);
}

const ofBoth = ["headers", "body", "matchingRules", "generators"];

/** A message without the parts that are empty. */
const compact = (message: Json): Json =>
  Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined));

/** Reads the parts that requests and responses share. `side` says which of them it is. */
function readMessage(raw: Json, isV4: boolean, side: "request" | "response") {
  const { headers, body, matchingRules = raw[`${side}MatchingRules`] } = raw;
  checkRules(matchingRules, `${side}.matchingRules`);
  const found = named(headers, `${side}.headers`);
  const read: Message["headers"] = Object.fromEntries(found.map(([name, of]) => [name.toLowerCase(), of.join(", ")]));
  const {
    value,
    canonical,
    contentType = read["content-type"],
  } = readBody(body, isV4, read["content-type"], `${side}.body`);
  const message: Message = { headers: read, body: value, contentType };
  const sent = Object.fromEntries(
    found.map(([name, of]) => [name, isJson(headers) && Array.isArray(headers[name]) ? of : of.join()]),
  );
  return { message, canonical: compact({ headers: sent, body: canonical, matchingRules: matchingRules ?? undefined }) };
}

/** Reads a request. Throws InteractionError. */
export function readRequest(raw: unknown, isV4: boolean): readonly [Interaction["request"], Json] {
  if (!isJson(raw)) throw misread("request", "an object", raw);
  checkKeys(raw, ["method", "path", "query", "requestMatchingRules", ...ofBoth], "request");
  const { generators } = raw;
  const method = textOr(raw.method, "GET", "request.method").toUpperCase();
  const path = textOr(raw.path, "/", "request.path");
  const query = queryOf(raw.query, "request.query");
  const takes = takenValues(generators, "request.generators");
  const { message, canonical } = readMessage(raw, isV4, "request");
  // A null body is sent where the type is JSON, and not at all otherwise.
  const body = message.body === null && !/json/i.test(message.headers["content-type"] ?? "") ? undefined : message.body;
  return [
    { ...message, body, method, path, query, takes },
    compact({ ...canonical, method, path, query, generators: generators ?? undefined }),
  ];
}

/** Reads a response. Throws InteractionError. */
export function readResponse(raw: unknown, isV4: boolean): readonly [Interaction["response"], Json] {
  if (!isJson(raw)) throw misread("response", "an object", raw);
  checkKeys(raw, ["status", "responseMatchingRules", ...ofBoth], "response");
  const { message, canonical } = readMessage(raw, isV4, "response");
  const expected = { ...canonical, status: raw.status };
  const status = readStatus(expected, "response.status");
  const response = { ...expected, status };
  return [{ ...message, status, acceptsOk: acceptsStatus(response, 200) }, response];
}
