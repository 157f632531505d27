import { isUtf8 } from "node:buffer";
import { type MethodFacts, methodFacts, type Parameter } from "../../openapi/document.js";
import type { Json } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { isTooDeep } from "../../shared/redact.js";
import { type MethodParameters, validateRequest } from "../methods/validate.js";
import { maxBodyBytes } from "../model/limits.js";
import {
  defaultProfile,
  type PresentationProfile,
  type Profile,
  parseSwitches,
  type SwitchName,
  trackSwitches,
  UnknownSwitchError,
  withSwitches,
} from "../model/profile.js";
import { presentationSwitches } from "../model/switches.js";
import {
  type AnyRefusal,
  bodyNotRead,
  bodyTooLarge,
  compressedBody,
  invalidBody,
  invalidProfileHeader,
  invalidToken,
  type MethodRefusal,
  noRoomForBody,
  Refusal,
  type SandboxRefusal,
  unknownMethod,
  wrongVerb,
} from "../refusals.js";
import { cutText } from "../requests/cut-text.js";
import {
  type Exchange,
  maxShownBytes,
  type Notes,
  type Outcome,
  type ReadBody,
  type ReceivedBody,
} from "../requests/exchange.js";
import type { DamagedSandbox, Store, TokenOwner } from "../store/port.js";

// Body

/** Parses a body. An empty body is an object without parameters. */
export function readBody(body: ReceivedBody, encoding: string | undefined): ReadBody {
  if (body === "not read") return { shown: { placeholder: "not read" }, refusal: bodyNotRead() };
  if (body === "no room") return { shown: { placeholder: "omitted" }, refusal: noRoomForBody() };
  if (body === "too large") return { shown: undefined, refusal: bodyTooLarge(maxBodyBytes) };
  if (encoding !== undefined && encoding !== "identity") return { shown: undefined, refusal: compressedBody() };
  const bytes = withoutByteOrderMark(body);
  if (bytes.length === 0) return { shown: undefined, parameters: {} };
  const parsed = parseJson(bytes);
  if (parsed instanceof Refusal) return { shown: { placeholder: parsed.reason }, refusal: parsed };
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
  const isObject = parsed instanceof Object && !Array.isArray(parsed);
  return isObject ? (parsed as Json) : invalidBody("not a JSON object");
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

// Caller

/** Sender of a request, with the profile of its sandbox. */
export interface Sender extends Pick<Outcome, "owner" | "profile" | "consulted"> {
  /** Number of the last transaction in the sandbox before the request; undefined without a valid token. */
  readonly version: number | undefined;
  /** The same profile. It records the switches that are read if the request is explained. */
  readonly observed: Profile;
}

/** A sender whose token and headers are valid. */
export interface Authenticated extends Sender {
  readonly owner: TokenOwner;
  readonly method: MethodFacts;
  readonly refusal: undefined;
}

type RefusedCaller = Sender & { readonly refusal: AnyRefusal };

export type AuthenticatedCaller = Authenticated | RefusedCaller;

/** The company of a valid token, with the profile and the version of its sandbox. */
type TokenHolder = NonNullable<Awaited<ReturnType<Store["findToken"]>>>;

/** Returns the caller with a valid token. Refuses unknown methods and invalid headers. */
export function authenticate(exchange: Exchange, holder: TokenHolder): AuthenticatedCaller {
  const head = checkHead(exchange, holder.profile);
  const { owner, version } = holder;
  const { observed, consulted } = observedBy(exchange, head.profile);
  const { profile, method, refusal } = head;
  if (method === undefined) return { owner, version, profile, observed, consulted, refusal };
  return { owner, version, profile, observed, consulted, method, refusal };
}

/** Refuses a request without a valid token. Unknown methods and invalid headers come first. */
export async function refuseUnauthenticated(
  exchange: Exchange,
  { store, unauthenticatedSandbox }: { readonly store: Store; readonly unauthenticatedSandbox: string },
): Promise<RefusedCaller> {
  const sandboxProfile = (await store.profile(unauthenticatedSandbox)) ?? defaultProfile;
  const { profile, refusal } = checkHead(exchange, sandboxProfile);
  const sender = strangerOf(exchange, profile);
  return { ...sender, refusal: refusal ?? tokenRefusal(exchange.request.token, await store.damaged()) };
}

/** Returns the sender of a request that has no valid token, or whose token could not be looked up. */
export function strangerOf(exchange: Exchange, profile = defaultProfile): Sender {
  return { owner: undefined, version: undefined, profile, ...observedBy(exchange, profile) };
}

const observedBy = ({ isExplained }: Exchange, profile: Profile): Pick<Sender, "observed" | "consulted"> =>
  isExplained ? trackSwitches(profile) : { observed: profile, consulted: undefined };

function tokenRefusal(token: string | undefined, damaged: readonly DamagedSandbox[]): AnyRefusal {
  if (!token) return invalidToken(`the x-access-token header is ${token === undefined ? "missing" : "empty"}`);
  const ids = damaged.map(({ id }) => id).join(", ");
  const hint = ids === "" ? "" : `, unless it is one of a damaged sandbox: ${ids}`;
  return invalidToken(`no company has the token of x-access-token${hint}`);
}

const methodNames = Object.keys(methodFacts);
const factsByName = new Map<string, MethodFacts>(Object.entries(methodFacts));

export const findMethod = (name: string): MethodFacts | undefined => factsByName.get(name);

/** Method and profile of a request, or the refusal of its method or its headers. */
type Head =
  | { readonly profile: Profile; readonly method: MethodFacts; readonly refusal: undefined }
  | { readonly profile: Profile; readonly method: undefined; readonly refusal: AnyRefusal };

function checkHead(exchange: Exchange, sandboxProfile: Profile): Head {
  const method = checkMethod(exchange);
  if (method instanceof Refusal) return { profile: sandboxProfile, method: undefined, refusal: method };
  const profile = applyProfileHeader(sandboxProfile, exchange.request.profile);
  if (profile instanceof Refusal) return { profile: sandboxProfile, method: undefined, refusal: profile };
  return { profile, method, refusal: undefined };
}

/** Refuses an unknown method with the nearest name, and every verb but POST. */
function checkMethod({ request: { name, verb }, method }: Exchange): MethodFacts | SandboxRefusal {
  if (method === undefined) {
    const withoutSlashes = name.replaceAll(/\/|%2f/gi, "");
    const near = findMethod(withoutSlashes)?.id ?? nearest(name, methodNames);
    return unknownMethod(near, methodNames, { extraSlash: near === withoutSlashes });
  }
  return verb === "POST" ? method : wrongVerb(method.id);
}

/**
 * Returns a profile with the switches of the header x-luna-profile. Refuses unknown switches and rule switches, which are
 * set for a whole sandbox.
 */
function applyProfileHeader(profile: Profile, header: string | undefined): Profile | SandboxRefusal {
  if (header === undefined) return profile;
  try {
    const set = parseSwitches(header);
    const rule = Object.keys(set).find((name) => !Object.hasOwn(presentationSwitches, name));
    if (rule === undefined) return withSwitches(profile, set);
    return invalidProfileHeader(`${rule} changes a rule, so it is set for a sandbox: PUT /_luna/sandboxes/:id/profile`);
  } catch (error) {
    if (!(error instanceof UnknownSwitchError)) throw error;
    return invalidProfileHeader(error.message);
  }
}

// Parameters

const none: readonly never[] = [];

/** Parsed parameters of a request, with notes for its explanation. */
export interface Input extends Pick<Notes, "reads" | "switches"> {
  readonly parameters: MethodParameters;
  readonly refusal: AnyRefusal | undefined;
}

/** Parses the parameters of a method under a profile and validates them against the document. */
export function parse(method: MethodFacts, body: ReadBody, profile: PresentationProfile): Input {
  const sent = sentParameters(method, body);
  if (sent instanceof Refusal) return { parameters: {}, switches: none, reads: undefined, refusal: sent };
  const { parameters, switches } = toCanonical(method, sent, profile);
  const valid = validateRequest(method.id, parameters);
  return valid instanceof Refusal
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
