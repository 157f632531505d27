import { type MethodFacts, methodFacts, type Parameter } from "../../openapi/document.js";
import type { Json } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { type MethodParameters, validateRequest } from "../methods/validate.js";
import {
  type PresentationProfile,
  type Profile,
  parseSwitches,
  type SwitchName,
  UnknownSwitchError,
  withSwitches,
} from "../model/profile.js";
import { presentationSwitches } from "../model/switches.js";
import {
  type AnyRefusal,
  invalidProfileHeader,
  isRefusal,
  type SandboxRefusal,
  unknownMethod,
  wrongVerb,
} from "../refusals.js";
import type { Exchange, Notes, ReadBody } from "../requests/exchange.js";

const methodNames = Object.keys(methodFacts);
const factsByName = new Map<string, MethodFacts>(Object.entries(methodFacts));

export const findMethod = (name: string): MethodFacts | undefined => factsByName.get(name);

/** Refuses an unknown method with the nearest name, and every verb but POST. */
export function checkMethod({ request: { name, verb }, method }: Exchange): MethodFacts | SandboxRefusal {
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
export function applyProfileHeader(profile: Profile, header: string | undefined): Profile | SandboxRefusal {
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

/** Parsed parameters of a request, with notes for its explanation. */
export interface Input extends Pick<Notes, "reads" | "switches"> {
  readonly parameters: MethodParameters;
  readonly refusal: AnyRefusal | undefined;
}

const none: readonly never[] = [];

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
