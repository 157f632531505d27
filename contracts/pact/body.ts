import { isJson, type Json, parseJsonOr } from "../../shared/json.js";
import { checkKeys, InteractionError, misread } from "./interaction-error.js";

/** A body of a pact. */
export interface PactBody {
  /** Parsed JSON, or text; null or "" for an empty body, undefined without a body. */
  readonly value: unknown;
  /** `contentType` field next to the body in version 4. */
  readonly contentType?: string;
}

/** Keys of a body in version 4. */
const wrapperKeys = ["content", "contentType", "contentTypeHint", "encoded"];

/** Whether a body has the wrapper of version 4. An empty wrapper means no body. */
const isWrapper = (body: Json): boolean =>
  "content" in body || Object.keys(body).every((key) => wrapperKeys.includes(key));

/**
 * Returns a body of version 4 for Pact's core. The core ignores a body without a wrapper, and misreads true and null in
 * `encoded`.
 */
export function coreBody(body: unknown): unknown {
  if (body === undefined || body === null) return body;
  if (!isJson(body) || !isWrapper(body)) return { content: body };
  const { encoded } = body;
  return { ...body, encoded: encoded === true ? "base64" : (encoded ?? false) };
}

const isJsonType = (type: string): boolean => /[/+]json\b/i.test(type);
const isTextType = (type: string): boolean =>
  /^\s*(text\/|application\/(x-www-form-urlencoded|xml)\b)|\+xml\b/i.test(type);

/** Parses text by its content type. Without a type it is JSON if it is an object. */
function parseText(text: string, type: string | undefined): unknown {
  if (type !== undefined && !isJsonType(type)) return text;
  const parsed = parseJsonOr(text, text);
  return type !== undefined || isJson(parsed) ? parsed : text;
}

/** Reads a body of versions 1 to 3. In a text, JSON is an object, or under a JSON type a string. */
function readOldBody(body: unknown, type: string | undefined, location: string): unknown {
  if (isJson(body) && "content" in body && ("contentType" in body || "encoded" in body))
    throw new InteractionError(`${location} is wrapped in content, as in version 4, but the file has an older version`);
  if (typeof body !== "string" || body === "") return body;
  if (type !== undefined && !isJsonType(type) && !isTextType(type))
    throw new InteractionError(`${location} of type ${type} is unsupported; use JSON or text`);
  const parsed = parseText(body, type);
  return isJson(parsed) || typeof parsed === "string" ? parsed : body;
}

const unpadded = (base64: string): string => base64.replace(/=+$/, "");

/** Reads `content` with its encoding and its type. */
function readContent({ content, encoded }: Json, type: string | undefined, location: string): unknown {
  const encoding = typeof encoded === "string" ? encoded.toLowerCase() : (encoded ?? false);
  if (encoding === "base64" || encoding === true) {
    const bytes = Buffer.from(typeof content === "string" ? content : "", "base64");
    if (typeof content !== "string" || unpadded(bytes.toString("base64")) !== unpadded(content))
      throw misread(`${location}.content`, "base64, as encoded says", content);
    return parseText(bytes.toString(), type);
  }
  if (encoding === "json") {
    const parsed = typeof content === "string" ? parseJsonOr(content, undefined) : undefined;
    if (parsed === undefined) throw misread(`${location}.content`, "JSON in text, as encoded says", content);
    return parsed;
  }
  if (encoding !== false) throw misread(`${location}.encoded`, 'false, "base64" or "JSON"', encoded);
  const isText = typeof content === "string" && (type === undefined || !isJsonType(type));
  return isText ? parseText(content, type) : content;
}

/** Reads the body of a request or a response; `header` is its content type. Throws InteractionError. */
export function readPactBody(body: unknown, isV4: boolean, header: string | undefined, location: string): PactBody {
  if (body === undefined || body === null) return { value: body };
  if (!isV4) return { value: readOldBody(body, header, location) };
  if (typeof body === "string") throw misread(location, "an object with content", body);
  if (!isJson(body) || !isWrapper(body)) return { value: body };
  checkKeys(body, wrapperKeys, location);
  const { contentType } = body;
  if (contentType !== undefined && typeof contentType !== "string")
    throw misread(`${location}.contentType`, "text", contentType);
  const value = readContent(body, contentType ?? header, location);
  return { value, ...(contentType !== undefined && { contentType }) };
}
