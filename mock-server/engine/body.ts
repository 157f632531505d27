import { isUtf8 } from "node:buffer";
import type { MethodFacts } from "../../openapi/document.js";
import { isTooDeep } from "../../shared/redact.js";
import type { Parameters } from "../methods/validate.js";
import {
  bodyNotRead,
  bodyTooLarge,
  compressedBody,
  invalidBody,
  isRefusal,
  type MethodRefusal,
  noRoomForBody,
  type SandboxRefusal,
} from "../refusals.js";
import { cutText } from "../requests/cut-text.js";
import { maxShownBytes, type Shown } from "../requests/text-arena.js";

/** The largest body a request may have, in bytes. */
export const maxBodyBytes = 1024 * 1024;

/** Instead of a body that was larger than {@link maxBodyBytes} and was not read to its end. */
export const tooLarge = Symbol("too large");

/** Instead of a body that was not read, because no company has the token of its request. */
export const notRead = Symbol("not read");

/** Instead of a body that was not kept, because the bodies of other requests take all the memory there is for them. */
export const noRoom = Symbol("no room");

/** A body, or why there is none. */
export type ReceivedBody = Buffer | typeof tooLarge | typeof notRead | typeof noRoom;

/** A body with what the request log shows of it, and its parameters, or why there are none. */
export type ReadBody = { readonly shown: Shown } & (
  | { readonly parameters: Parameters; readonly refusal?: undefined }
  | { readonly refusal: MethodRefusal | SandboxRefusal }
);

/** Reads a body. No body at all is an object without parameters. */
export function readBody(body: ReceivedBody, encoding: string | undefined): ReadBody {
  if (body === notRead) return { shown: { note: "not read" }, refusal: bodyNotRead() };
  if (body === noRoom) return { shown: { note: "not kept" }, refusal: noRoomForBody() };
  if (body === tooLarge) return { shown: undefined, refusal: bodyTooLarge(maxBodyBytes) };
  if (encoding !== undefined && encoding !== "identity") return { shown: undefined, refusal: compressedBody() };
  const bytes = withoutMark(body);
  if (bytes.length === 0) return { shown: undefined, parameters: {} };
  const parsed = parse(bytes);
  if (isRefusal(parsed)) return { shown: { note: parsed.reason }, refusal: parsed };
  const json = bytes.length > maxShownBytes ? JSON.stringify(withoutLongValues(parsed)) : bytes;
  return { shown: { json }, parameters: parsed };
}

/** The parameters of a request; whatever is sent to a method without parameters is ignored. */
export function parametersOf({ parameters: known }: MethodFacts, read: ReadBody): Parameters {
  if (read.refusal === undefined) return read.parameters;
  if (read.refusal.kind !== "sandbox" && known.length === 0) return {};
  throw read.refusal;
}

/** A body without the byte order mark of UTF-8. Express's parser, behind which this server may be mounted, drops it too. */
const withoutMark = (body: Buffer): Buffer =>
  body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;

function parse(body: Buffer): Parameters | MethodRefusal {
  if (!isUtf8(body)) return invalidBody("not UTF-8", "JSON in UTF-8");
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    return invalidBody(whatElse(body));
  }
  const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  return isObject ? (parsed as Parameters) : invalidBody("not a JSON object");
}

/** What a body is that is not JSON: clients in some languages send a form unless they are told otherwise. */
function whatElse(body: Buffer): string {
  const begin = body.toString("latin1", 0, 256);
  if (/^[\w.%+~[\]-]+=[^{"]*$/.test(begin)) return "a form, not JSON";
  return /^--\S+\r?\nContent-Disposition/i.test(begin) ? "a multipart form, not JSON" : "malformed JSON";
}

/** The longest key and value, in characters of JSON, of a body that is too large to be kept whole, and how many are kept. */
const longest = 100;
const mostValues = 50;

/** A large body as the request log keeps it: its keys, and the values that are not long. */
function withoutLongValues(body: Parameters): Parameters {
  const kept = (value: unknown) => {
    // To write down what is nested very deep takes more stack than there is.
    if (isTooDeep(value)) return "[nested deeper, not kept]";
    const { length } = JSON.stringify(value);
    return length <= longest ? value : `[${length} characters, not kept]`;
  };
  const entries = Object.entries(body);
  const shown = entries.slice(0, mostValues).map(([key, value]) => [cutText(key, longest), kept(value)]);
  const rest = entries.length - shown.length;
  return Object.fromEntries(rest === 0 ? shown : [...shown, [`…[${rest} more keys]`, "[not kept]"]]);
}
