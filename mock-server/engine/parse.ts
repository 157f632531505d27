import type { MethodFacts, Parameter } from "../../openapi/document.js";
import type { Parameters } from "../methods/validate.js";
import type { PresentationProfile } from "../model/profile.js";

type IntakeSwitch = "phoneIn" | "numberIn" | "firstPage";

/** The switch that decides whether a string is taken for a parameter that is a number; undefined if it cannot be one. */
function switchFor(text: string, { kind }: Parameter): "phoneIn" | "numberIn" | undefined {
  if (kind === "phone" && /^\+?\d{1,15}$/.test(text)) return "phoneIn";
  if (kind === "integer" && /^-?\d{1,20}$/.test(text)) return "numberIn";
  return undefined;
}

/**
 * The parameters of a request in their canonical form: only those the document knows, none null or empty,
 * with the profiles of phoneIn, numberIn and firstPage applied. `used` hears of each of these that had a say.
 */
export function intake(
  { parameters }: MethodFacts,
  body: Readonly<Record<string, unknown>>,
  profile: PresentationProfile,
  used: (name: IntakeSwitch) => void,
): Parameters {
  const number = (text: string, parameter: Parameter): number | string => {
    const name = switchFor(text, parameter);
    if (name === undefined) return text;
    used(name);
    return profile[name] === "accepted" ? Number(text) : text;
  };
  const page = (value: unknown): unknown => {
    used("firstPage");
    return profile.firstPage === "0" && typeof value === "number" ? value + 1 : value;
  };
  const taken: Record<string, unknown> = {};
  for (const parameter of parameters) {
    const { name, anyCase } = parameter;
    const sent = Object.hasOwn(body, name) ? body[name] : undefined;
    if (sent === undefined || sent === null || sent === "") continue;
    const value =
      typeof sent === "string" ? (anyCase?.find((known) => isSame(known, sent)) ?? number(sent, parameter)) : sent;
    taken[name] = name === "page" ? page(value) : value;
  }
  return taken;
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
