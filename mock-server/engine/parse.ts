import { isUtf8 } from "node:buffer";
import type { MethodFacts, Parameter } from "../../openapi/document.js";
import { isJson, type Json } from "../../shared/json.js";
import { isTooDeep } from "../../shared/redact.js";
import { type MethodParameters, validateRequest } from "../methods/validate.js";
import { maxBodyBytes } from "../model/limits.js";
import type { PresentationProfile, SwitchName } from "../model/profile.js";
import {
  type AnyRefusal,
  bodyNotRead,
  bodyTooLarge,
  compressedBody,
  invalidBody,
  isRefusal,
  type MethodRefusal,
  noRoomForBody,
} from "../refusals.js";
import { cutText } from "../requests/cut-text.js";
import { maxShownBytes, type Notes, type ReadBody, type ReceivedBody } from "../requests/exchange.js";

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

const none: readonly never[] = [];

/** Parsed parameters of a request, with notes for its explanation. */
export interface Input extends Pick<Notes, "reads" | "switches"> {
  readonly parameters: MethodParameters;
  readonly refusal: AnyRefusal | undefined;
}

/** Parses the parameters of a method under a profile and validates them against the document. */
export function parse(method: MethodFacts, body: ReadBody, profile: PresentationProfile): Input {
  const sent = sentParameters(method, body);
  if (isRefusal(sent)) return { parameters: {}, switches: none, reads: undefined, refusal: sent };
  const { parameters, switches } = toCanonical(method, sent, profile);
  const valid = validateRequest(method.id, parameters);
  return isRefusal(valid)
    ? { parameters, switches, reads: undefined, refusal: valid }
    : { parameters, switches, reads: valid.reads, refusal: undefined };
}

/** Returns the parameters in a body. A method without parameters ignores its body. */
function sentParameters({ parameters: known }: MethodFacts, body: ReadBody): Json | AnyRefusal {
  if (body.refusal === undefined) return body.parameters;
  return body.refusal.kind !== "sandbox" && known.length === 0 ? {} : body.refusal;
}

/**
 * Returns the known parameters in their canonical form, none of them null or empty, with the switches that affected
 * them: phoneIn, numberIn and firstPage.
 */
function toCanonical({ parameters: known }: MethodFacts, body: Json, profile: PresentationProfile) {
  const parameters: Record<string, unknown> = {};
  let switches: readonly SwitchName[] = none;
  const look: LookUp = (name) => {
    switches = [...switches, name];
    return profile[name];
  };
  for (const parameter of known) {
    const { name } = parameter;
    const sent = Object.hasOwn(body, name) ? body[name] : undefined;
    if (sent === undefined || sent === null || sent === "") continue;
    const value = typeof sent === "string" ? fromString(sent, parameter, look) : sent;
    const countsFromZero = name === "page" && look("firstPage") === "0" && typeof value === "number";
    parameters[name] = countsFromZero ? value + 1 : value;
  }
  return { parameters, switches };
}

type ParseSwitch = "phoneIn" | "numberIn" | "firstPage";
type LookUp = <Name extends ParseSwitch>(name: Name) => PresentationProfile[Name];

/** Returns the value that a string stands for: the documented spelling of a word, or a number. */
function fromString(text: string, { kind, anyCase }: Parameter, look: LookUp): string | number {
  const word = anyCase?.find((known) => known.toLowerCase() === text.toLowerCase());
  if (word !== undefined) return word;
  if (kind === "phone" && /^\+?\d{1,15}$/.test(text)) return look("phoneIn") === "accepted" ? Number(text) : text;
  if (kind === "integer" && /^-?\d{1,20}$/.test(text)) return look("numberIn") === "accepted" ? Number(text) : text;
  return text;
}
