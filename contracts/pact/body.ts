import { isJson, type Json, parseJsonOr } from "../../shared/json.js";
import { checkKeys, InteractionError, misread } from "./interaction-error.js";

/** A body of a pact: its value, and its form for Pact's core. */
export interface PactBody {
  /** Parsed JSON, or text; null or "" for an empty body, undefined without a body. */
  readonly value: unknown;
  /** Body in version 4: null for an empty body, undefined without a body. */
  readonly canonical: Json | null | undefined;
  /** `contentType` field next to the body in version 4. */
  readonly contentType: string | undefined;
}

const missing: PactBody = { value: undefined, canonical: undefined, contentType: undefined };
const nullBody: PactBody = { value: null, canonical: null, contentType: undefined };
const empty: PactBody = { value: "", canonical: { content: "" }, contentType: undefined };

/** Keys of a body in version 4. */
const wrapperKeys = ["content", "contentType", "contentTypeHint", "encoded"];

const isJsonType = (type: string): boolean => /[/+]json\b/i.test(type);
const isTextType = (type: string): boolean =>
  /^\s*(text\/|application\/(x-www-form-urlencoded|xml)\b)|\+xml\b/i.test(type);

/** Builds a body from its bytes. The core gets them encoded, so that it guesses nothing. */
function bodyOf(text: string | Buffer, value: unknown, { contentType, contentTypeHint }: Json = {}): PactBody {
  const bytes = Buffer.from(text);
  if (bytes.length === 0) return empty;
  const type = typeof contentType === "string" ? contentType : undefined;
  const wrapper = { contentType: type, contentTypeHint, encoded: "base64", content: bytes.toString("base64") };
  return { value, canonical: wrapper, contentType: type };
}

const jsonBody = (value: unknown, wrapper?: Json): PactBody => bodyOf(JSON.stringify(value), value, wrapper);

/** Parses text by its content type. Without a type it is JSON if it is an object. */
function parseText(text: string, type: string | undefined): unknown {
  if (type !== undefined && !isJsonType(type)) return text;
  const parsed = parseJsonOr(text, text);
  return type !== undefined || isJson(parsed) ? parsed : text;
}

/** Reads a text of versions 1 to 3: JSON written as text, or under a JSON type a JSON string. */
function readOldText(text: string, type: string | undefined, location: string): PactBody {
  if (type !== undefined && !isJsonType(type)) {
    if (isTextType(type)) return bodyOf(text, text);
    throw new InteractionError(`${location} of type ${type} is unsupported; use JSON or text`);
  }
  const parsed = parseJsonOr(text, undefined);
  if (isJson(parsed) || typeof parsed === "string") return bodyOf(text, parsed);
  return type === undefined ? bodyOf(text, text) : jsonBody(text);
}

/** Reads a body of versions 1 to 3, which has no wrapper. */
function readOldBody(body: unknown, type: string | undefined, location: string): PactBody {
  if (typeof body === "string") return body === "" ? empty : readOldText(body, type, location);
  if (isJson(body) && "content" in body && ("contentType" in body || "encoded" in body))
    throw new InteractionError(`${location} is wrapped in content, as in version 4, but the file has an older version`);
  return jsonBody(body);
}

const unpadded = (base64: string): string => base64.replace(/=+$/, "");

/** Reads `content` with its type and encoding. */
function readWrapper(wrapper: Json, header: string | undefined, location: string): PactBody {
  checkKeys(wrapper, wrapperKeys, location);
  const { content, contentType, encoded } = wrapper;
  if (contentType !== undefined && typeof contentType !== "string")
    throw misread(`${location}.contentType`, "text", contentType);
  if (content === null) return nullBody;
  const type = contentType ?? header;
  const encoding = typeof encoded === "string" ? encoded.toLowerCase() : (encoded ?? false);
  if (encoding === "base64" || encoding === true) {
    const bytes = Buffer.from(typeof content === "string" ? content : "", "base64");
    if (typeof content !== "string" || unpadded(bytes.toString("base64")) !== unpadded(content))
      throw misread(`${location}.content`, "base64, as encoded says", content);
    return bodyOf(bytes, parseText(bytes.toString(), type), wrapper);
  }
  if (encoding === "json") {
    const parsed = typeof content === "string" ? parseJsonOr(content, undefined) : undefined;
    if (parsed === undefined) throw misread(`${location}.content`, "JSON in text, as encoded says", content);
    return bodyOf(String(content), parsed, wrapper);
  }
  if (encoding !== false) throw misread(`${location}.encoded`, 'false, "base64" or "JSON"', encoded);
  if (content === "") return empty;
  const isText = typeof content === "string" && (type === undefined || !isJsonType(type));
  return isText ? bodyOf(content, parseText(content, type), wrapper) : jsonBody(content, wrapper);
}

/** Reads the body of a request or a response; `header` is its content type. Throws InteractionError. */
export function readPactBody(body: unknown, isV4: boolean, header: string | undefined, location: string): PactBody {
  if (body === undefined) return missing;
  if (body === null) return nullBody;
  if (!isV4) return readOldBody(body, header, location);
  if (typeof body === "string") throw misread(location, "an object with content", body);
  if (!isJson(body)) return jsonBody(body);
  if ("content" in body) return readWrapper(body, header, location);
  // Some tools leave out the wrapper; an empty wrapper means no body.
  return Object.keys(body).every((key) => wrapperKeys.includes(key)) ? missing : jsonBody(body);
}
