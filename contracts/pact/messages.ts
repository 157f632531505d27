import { isAbsent, isJson, type Json } from "../../shared/json.js";
import { readPactBody } from "./body.js";
import type { Interaction, Message } from "./interaction.js";
import { checkKeys, expectObject, misread } from "./interaction-error.js";
import { checkRules, takenValues } from "./rules.js";
import { acceptsStatus, readStatus } from "./status.js";

/** Reads an object of texts, or of lists of texts. In a query, null is a name without a value. */
function readTexts(
  value: unknown,
  location: string,
  isQuery = false,
): readonly (readonly [string, readonly string[]])[] {
  if (isAbsent(value)) return [];
  return Object.entries(expectObject(value, location)).map(([name, texts]) => [
    name,
    [texts].flat().map((text) => {
      if (text === null && isQuery) return "";
      if (["string", "number", "boolean"].includes(typeof text)) return String(text);
      throw misread(`${location}[${JSON.stringify(name)}]`, "text", text);
    }),
  ]);
}

/** Reads a query: a text in versions 1 and 2, an object since version 3. */
function readQuery(query: unknown, location: string): Interaction["request"]["query"] {
  if (typeof query !== "string") return Object.fromEntries(readTexts(query, location, true));
  const sent = new URLSearchParams(query);
  return Object.fromEntries([...sent.keys()].map((name) => [name, sent.getAll(name)]));
}

function readText(value: unknown, location: string, defaultValue: string): string {
  if (value === undefined) return defaultValue;
  if (typeof value === "string") return value;
  throw misread(location, "text", value);
}

const messageKeys = ["headers", "body", "matchingRules", "generators"];

/** Reads the parts that requests and responses share. */
function readMessage(raw: Json, isV4: boolean, side: "request" | "response"): Message {
  const { headers, body, matchingRules = raw[`${side}MatchingRules`] } = raw;
  checkRules(matchingRules, `${side}.matchingRules`);
  const texts = readTexts(headers, `${side}.headers`);
  const read: Message["headers"] = Object.fromEntries(texts.map(([name, of]) => [name.toLowerCase(), of.join(", ")]));
  const type = read["content-type"];
  const { value, contentType = type } = readPactBody(body, isV4, type, `${side}.body`);
  return { headers: read, body: value, contentType, rules: isJson(matchingRules) ? matchingRules : {} };
}

/** Reads a request. Throws InteractionError. */
export function readPactRequest(raw: Json, isV4: boolean): Interaction["request"] {
  checkKeys(raw, ["method", "path", "query", "requestMatchingRules", ...messageKeys], "request");
  const message = readMessage(raw, isV4, "request");
  // Pact sends a null body only where the type is JSON.
  const isLeftOut = message.body === null && !/json/i.test(message.headers["content-type"] ?? "");
  return {
    ...message,
    body: isLeftOut ? undefined : message.body,
    method: readText(raw.method, "request.method", "GET").toUpperCase(),
    path: readText(raw.path, "request.path", "/"),
    query: readQuery(raw.query, "request.query"),
    takes: takenValues(raw.generators, "request.generators"),
  };
}

/** Reads a response. Throws InteractionError. */
export function readPactResponse(raw: Json, isV4: boolean): Interaction["response"] {
  checkKeys(raw, ["status", "responseMatchingRules", ...messageKeys], "response");
  const message = readMessage(raw, isV4, "response");
  const status = readStatus(raw.status, message.rules, "response.status");
  return { ...message, status, acceptsOk: acceptsStatus(status, message.rules, 200) };
}
