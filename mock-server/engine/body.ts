import { isUtf8 } from "node:buffer";
import { isJson, type Json } from "../../shared/json.js";
import { isTooDeep } from "../../shared/redact.js";
import { maxBodyBytes } from "../model/limits.js";
import {
  bodyNotRead,
  bodyTooLarge,
  compressedBody,
  invalidBody,
  isRefusal,
  type MethodRefusal,
  noRoomForBody,
} from "../refusals.js";
import { cutText } from "../requests/cut-text.js";
import { maxShownBytes, type ReadBody, type ReceivedBody } from "../requests/exchange.js";

/** Parses a body. An empty body is an object without parameters. */
export function readBody(body: ReceivedBody, encoding: string | undefined): ReadBody {
  if (body === "not read") return { shown: { placeholder: "not read" }, refusal: bodyNotRead() };
  if (body === "no room") return { shown: { placeholder: "omitted" }, refusal: noRoomForBody() };
  if (body === "too large") return { shown: undefined, refusal: bodyTooLarge(maxBodyBytes) };
  if (encoding !== undefined && encoding !== "identity") return { shown: undefined, refusal: compressedBody() };
  const bytes = withoutByteOrderMark(body);
  if (bytes.length === 0) return { shown: undefined, parameters: {} };
  const parsed = parseJson(bytes);
  if (isRefusal(parsed)) return { shown: { placeholder: parsed.reason }, refusal: parsed };
  const json = bytes.length > maxShownBytes ? JSON.stringify(withoutLongValues(parsed)) : bytes;
  return { shown: { json }, parameters: parsed };
}

/** Drops the byte order mark of UTF-8, as Express's parser does. */
const withoutByteOrderMark = (body: Buffer): Buffer =>
  body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;

function parseJson(body: Buffer): Json | MethodRefusal {
  if (!isUtf8(body)) return invalidBody("not UTF-8", "JSON in UTF-8");
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    return invalidBody(describeBody(body));
  }
  return isJson(parsed) ? parsed : invalidBody("not a JSON object");
}

/** Describes a body that is not JSON. In some languages, forms are the default. */
function describeBody(body: Buffer): string {
  const begin = body.toString("latin1", 0, 256);
  if (/^[\w.%+~[\]-]+=[^{"]*$/.test(begin)) return "a form, not JSON";
  return /^--\S+\r?\nContent-Disposition/i.test(begin) ? "a multipart form, not JSON" : "malformed JSON";
}

/** Maximum length of keys and values in a large body of the request log, in characters of JSON. */
const maxLength = 100;
const maxValues = 50;

/** Returns a large body with its keys and short values only. */
function withoutLongValues(body: Json): Json {
  const cutValue = (value: unknown) => {
    // JSON.stringify overflows the stack on deeply nested values.
    if (isTooDeep(value)) return "[nested deeper, omitted]";
    const { length } = JSON.stringify(value);
    return length <= maxLength ? value : `[${length} characters, omitted]`;
  };
  const entries = Object.entries(body);
  const shown = entries.slice(0, maxValues).map(([key, value]) => [cutText(key, maxLength), cutValue(value)]);
  const rest = entries.length - shown.length;
  return Object.fromEntries(rest === 0 ? shown : [...shown, [`…[${rest} more keys]`, "[omitted]"]]);
}
