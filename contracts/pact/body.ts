import { isJson, type Json, parsedOr } from "../../shared/json.js";
import { InteractionError, misread } from "./interaction-error.js";
import { checkKeys } from "./known-keys.js";

/** A body that was read: its meaning, and the form in which Pact's core gets it. */
export interface Body {
  /** Parsed if it is JSON, else its text; null or "" where an empty body is meant, undefined without one. */
  readonly value: unknown;
  /** As version 4 has it: null for an empty body, undefined without one. */
  readonly canonical: Json | null | undefined;
  /** The type that version 4 names beside the body. */
  readonly contentType: string | undefined;
}

const missing: Body = { value: undefined, canonical: undefined, contentType: undefined };
const nothing: Body = { value: null, canonical: null, contentType: undefined };
const empty: Body = { value: "", canonical: { content: "" }, contentType: undefined };

/** The keys of version 4 for a body. */
const keys = ["content", "contentType", "contentTypeHint", "encoded"];

const isJsonType = (type: string): boolean => /[/+]json\b/i.test(type);
const isTextType = (type: string): boolean =>
  /^\s*(text\/|application\/(x-www-form-urlencoded|xml)\b)|\+xml\b/i.test(type);

/** A body of this text; the core is given it encoded, so that it has nothing to guess. */
function bodyOf(text: string | Buffer, value: unknown, { contentType, contentTypeHint }: Json = {}): Body {
  const bytes = Buffer.from(text);
  if (bytes.length === 0) return empty;
  const type = typeof contentType === "string" ? contentType : undefined;
  const wrapper = { contentType: type, contentTypeHint, encoded: "base64", content: bytes.toString("base64") };
  return { value, canonical: wrapper, contentType: type };
}

const jsonBody = (value: unknown, wrapper?: Json): Body => bodyOf(JSON.stringify(value), value, wrapper);

/** Parses a text by its content type. Without a type it is JSON if it looks like an object. */
function meaningOf(text: string, type: string | undefined): unknown {
  if (type !== undefined && !isJsonType(type)) return text;
  const parsed = parsedOr(text, text);
  return type !== undefined || isJson(parsed) ? parsed : text;
}

/** Text in versions 1 to 3 may be JSON that was written as text; under a type of JSON it is a JSON string otherwise. */
function oldText(text: string, type: string | undefined, place: string): Body {
  if (type !== undefined && !isJsonType(type)) {
    if (isTextType(type)) return bodyOf(text, text);
    throw new InteractionError(`${place} of type ${type} is unsupported; only JSON and text are understood`);
  }
  const parsed = parsedOr(text, undefined);
  if (isJson(parsed) || typeof parsed === "string") return bodyOf(text, parsed);
  return type === undefined ? bodyOf(text, text) : jsonBody(text);
}

/** Versions 1 to 3 have the body as it is. */
function oldBody(body: unknown, type: string | undefined, place: string): Body {
  if (typeof body === "string") return body === "" ? empty : oldText(body, type, place);
  if (isJson(body) && "content" in body && ("contentType" in body || "encoded" in body))
    throw new InteractionError(`${place} is wrapped in content, as in version 4, but the file is of an older version`);
  return jsonBody(body);
}

const unpadded = (base64: string): string => base64.replace(/=+$/, "");

function decoded(content: unknown, place: string): Buffer {
  const bytes = Buffer.from(typeof content === "string" ? content : "", "base64");
  if (typeof content === "string" && unpadded(bytes.toString("base64")) === unpadded(content)) return bytes;
  throw misread(`${place}.content`, "base64, as encoded says", content);
}

/** The content that version 4 has beside its type and its encoding. */
function wrappedBody(wrapper: Json, header: string | undefined, place: string): Body {
  checkKeys(wrapper, keys, place);
  const { content, contentType, encoded } = wrapper;
  if (contentType !== undefined && typeof contentType !== "string")
    throw misread(`${place}.contentType`, "text", contentType);
  if (content === null) return nothing;
  const type = contentType ?? header;
  const encoding = typeof encoded === "string" ? encoded.toLowerCase() : (encoded ?? false);
  if (encoding === "base64" || encoding === true) {
    const bytes = decoded(content, place);
    return bodyOf(bytes, meaningOf(bytes.toString(), type), wrapper);
  }
  if (encoding === "json") {
    const parsed = typeof content === "string" ? parsedOr(content, undefined) : undefined;
    if (parsed === undefined) throw misread(`${place}.content`, "JSON in text, as encoded says", content);
    return bodyOf(String(content), parsed, wrapper);
  }
  if (encoding !== false) throw misread(`${place}.encoded`, 'false, "base64" or "JSON"', encoded);
  if (content === "") return empty;
  const isText = typeof content === "string" && (type === undefined || !isJsonType(type));
  return isText ? bodyOf(content, meaningOf(content, type), wrapper) : jsonBody(content, wrapper);
}

function newBody(body: unknown, header: string | undefined, place: string): Body {
  if (typeof body === "string") throw misread(place, "an object with content", body);
  if (!isJson(body)) return jsonBody(body);
  if ("content" in body) return wrappedBody(body, header, place);
  // Some tools write the body itself in place of its wrapper; an empty wrapper means that there is none.
  return Object.keys(body).every((key) => keys.includes(key)) ? missing : jsonBody(body);
}

/** Reads the body of a request or a response; `header` is its content type. Throws InteractionError. */
export function readBody(body: unknown, isV4: boolean, header: string | undefined, place: string): Body {
  if (body === undefined) return missing;
  if (body === null) return nothing;
  return isV4 ? newBody(body, header, place) : oldBody(body, header, place);
}
