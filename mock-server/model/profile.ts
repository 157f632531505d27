import { nearest } from "../../shared/nearest.js";
import type { EvidenceLevel } from "./evidence.js";

/** A value of a switch, with how sure it is and why. */
export interface SwitchValue {
  readonly value: string;
  readonly level: EvidenceLevel;
  readonly why: string;
}

/**
 * What the vendor's page leaves open, as named switches. A profile is a value for every switch. The first value of each
 * switch is the default. Presentation switches change how a request is taken in or an answer is presented: only intake
 * and presentation read them. Rule switches are part of what a rule is given.
 */
export interface Switch {
  readonly kind: "presentation" | "rule";
  /** What is open. */
  readonly question: string;
  /** The first is the default. */
  readonly values: readonly SwitchValue[];
  /** What a client does so that any of the values is right for it. */
  readonly advice: string;
  /** Which single answer of the real service would settle it. */
  readonly settledBy: string;
}

export const presentationSwitches = {
  envelope: {
    kind: "presentation",
    question: "Whether an answer is an object or that object in an array of one.",
    values: [
      { value: "object", level: "observed", why: "every working public client reads an object" },
      {
        value: "array",
        level: "sample",
        why: "the only sample of an answer on the vendor's page that survives is wrapped in an array",
      },
    ],
    advice: "If the answer is an array, go on with its first element.",
    settledBy: "Any answer, as it came: getTemplates with a valid token is enough.",
  },
  contentType: {
    kind: "presentation",
    question: "The Content-Type of answers.",
    values: [
      { value: "json", level: "documented", why: "the vendor's page says application/json" },
      {
        value: "html",
        level: "observed",
        why: "one shipped client decodes the answer from a string, so its answers came as another type",
      },
      {
        value: "json-utf8",
        level: "assumed",
        why: "many servers add the parameter charset=utf-8 to application/json",
      },
    ],
    advice: "Parse the body as JSON whatever its content type says.",
    settledBy: "The Content-Type header of any answer.",
  },
  errorStatus: {
    kind: "presentation",
    question: "The HTTP status of errors 1 to 5.",
    values: [
      {
        value: "200",
        level: "inferred",
        why: "the page shows no other status and says that any request can return a code in `error`",
      },
      {
        value: "4xx",
        level: "assumed",
        why: "401, 404, 403, 400 and 409 for errors 1 to 5, as an API that uses statuses would do",
      },
    ],
    advice: "Read the body before the status, and take `error` from it whatever the status is.",
    settledBy: "The HTTP status of getTemplates with a token that nobody has.",
  },
  resultMarker: {
    kind: "presentation",
    question: "Whether answers carry `result` to tell success from failure (checkPassExistsByPhone always does).",
    values: [
      { value: "success", level: "sample", why: "the surviving sample of a success has result 1" },
      { value: "none", level: "assumed", why: "the tables of answer fields do not list result" },
      { value: "both", level: "assumed", why: "a marker that says 1 for success would say 0 beside an error" },
    ],
    advice:
      "Take an answer as a failure if it has `error` or if its `result` is 0 (which is a no in searchClient and checkPassExistsByPhone), and not because `result` is missing.",
    settledBy:
      "All keys of any success and of any error, such as getPassInfo of a card that is there and of one that is not.",
  },
  phoneOut: {
    kind: "presentation",
    question: "The type of a phone in answers.",
    values: [
      { value: "string", level: "observed", why: "a working public client gets a string of digits" },
      { value: "integer", level: "documented", why: "the table of parameters types phone as integer" },
    ],
    advice: "Turn the phone into a string of digits before you compare or keep it.",
    settledBy: "One row of getClientsList for a client with a phone.",
  },
  listKey: {
    kind: "presentation",
    question: "The key of the lists of getClientPassesBy…, getTemplateClientPasses and getPassOperations.",
    values: [
      { value: "rows", level: "inferred", why: "getInfoPushList and getClientsList have rows" },
      {
        value: "noun",
        level: "inferred",
        why: "getTemplates has templates, so these could have passes, clients and operations",
      },
    ],
    advice: "Take the list from whichever of the two keys is there.",
    settledBy: "The answer of getPassOperations for any card.",
  },
  searchHit: {
    kind: "presentation",
    question: "How searchClient answers when it finds the client.",
    values: [
      { value: "flat", level: "assumed", why: "fields beside result, as in createClient" },
      { value: "rows", level: "assumed", why: "a search could answer a list of client rows, as getClientsList does" },
    ],
    advice: "Take the client's fields from the first of `rows` where there are rows (its `id` is the user id).",
    settledBy: "The answer of searchClient for a client who exists.",
  },
  searchMiss: {
    kind: "presentation",
    question: "How searchClient answers when it finds nobody.",
    values: [
      { value: "result0", level: "assumed", why: "as checkPassExistsByPhone says no" },
      {
        value: "error2",
        level: "assumed",
        why: "error 2 is the only documented code that says that something is not there",
      },
      { value: "empty", level: "assumed", why: "a search that answers a list would answer an empty one" },
    ],
    advice: "Take no user id, in whatever form, as nobody found.",
    settledBy: "The answer of searchClient for a phone that no client has.",
  },
  undocumentedRefusal: {
    kind: "presentation",
    question: "How a request is refused for which the vendor's page has no error code, such as a balance too low.",
    values: [
      { value: "error4", level: "assumed", why: "error 4 is the nearest documented code" },
      { value: "result0", level: "assumed", why: "result 0 without a code" },
      { value: "http400", level: "assumed", why: "HTTP 400, as frameworks answer what does not validate" },
    ],
    advice: "Take everything that is not a clear success as a refusal, whatever code it has.",
    settledBy: "The status and the body that usePass answers to spending one point more than a card has.",
  },
  autoUse: {
    kind: "presentation",
    question: "The type of autoUse in a stamp card's rewards.",
    values: [
      { value: "boolean", level: "assumed", why: "the page does not type it, and it is a yes or no" },
      { value: "integer", level: "assumed", why: "the engine's language may write 0 or 1" },
    ],
    advice: "Test autoUse for truth and do not compare it with true.",
    settledBy: "The `rewards` of getPassInfo for a stamp card whose template has a reward.",
  },
  fullCard: {
    kind: "presentation",
    question: "activeStamps of a stamp card whose total is a multiple of maxStamps.",
    values: [
      {
        value: "zero",
        level: "inferred",
        why: "the counter wraps, as the page's sample of 13 stamps in all and 3 active shows",
      },
      { value: "max", level: "assumed", why: "a card could show itself full until the next stamp" },
    ],
    advice: "Work out the counter from totalStamps and maxStamps, or treat 0 and maxStamps alike.",
    settledBy: "getPassInfo of a stamp card right after the stamp that fills it.",
  },
  undocumentedFields: {
    kind: "presentation",
    question: "Whether answers have fields that the page does not list and that its other calls suggest.",
    values: [
      { value: "absent", level: "documented", why: "the page's tables of answer fields lack them" },
      {
        value: "present",
        level: "assumed",
        why: "balance (type 5), redeemed (type 3), expiryDate, and email of a client are known to the vendor",
      },
    ],
    advice: "Ignore fields you do not know, and do not depend on fields that the page does not list.",
    settledBy: "getPassInfo of a certificate, with all its keys.",
  },
  firstPage: {
    kind: "presentation",
    question: "The number of the first page.",
    values: [
      { value: "1", level: "observed", why: "a working public client starts at 1, and the page's sample shows page 2" },
      { value: "0", level: "assumed", why: "the page does not say where pages begin" },
    ],
    advice: "Make the first page's number a setting, or leave `page` out for the first page where it is optional.",
    settledBy: "getClientsList with page 0 for a template with one client: the client, an empty list or a refusal.",
  },
  phoneIn: {
    kind: "presentation",
    question: "Whether a phone that is sent as a string of digits, with or without +, is taken.",
    values: [
      { value: "accepted", level: "observed", why: "real clients send strings" },
      { value: "refused", level: "documented", why: "the page types phone as integer" },
    ],
    advice: "Send the phone as a number, with the country code and without +.",
    settledBy: 'checkPassExistsByPhone with the phone of a card as a string such as "+12025550143".',
  },
  numberIn: {
    kind: "presentation",
    question: "Whether another number that is sent as a string of digits is taken.",
    values: [
      { value: "accepted", level: "observed", why: "PHP clients send strings" },
      { value: "refused", level: "documented", why: "the page types these parameters as integer" },
    ],
    advice: "Send numbers as JSON numbers.",
    settledBy: "getClientsList with idTemplate as a string of digits.",
  },
} as const satisfies Readonly<Record<string, Switch>>;

export const ruleSwitches = {
  spendAccruesPoints: {
    kind: "rule",
    question: "Whether increaseTotalSpentSum on a cashback card also credits points.",
    values: [
      { value: "no", level: "documented", why: "the page's text speaks of the total only" },
      { value: "yes", level: "sample", why: "10000 spent, 4 percent and 400 points on the page fit together" },
    ],
    advice: "Read the points with getPassInfo after increaseTotalSpentSum and do not work them out.",
    settledBy: "getPassInfo of a cashback card before and after one increaseTotalSpentSum.",
  },
  tierAfterReduce: {
    kind: "rule",
    question: "Whether the percentage goes down again when the total spend is reduced.",
    values: [
      { value: "recomputed", level: "assumed", why: "the percentage follows from the total" },
      { value: "kept", level: "assumed", why: "a level once reached could stay" },
    ],
    advice: "Read the percentage with getPassInfo after reduceTotalSpentSum.",
    settledBy: "getPassInfo of a discount card after reduceTotalSpentSum has taken it below its tier.",
  },
  secondPass: {
    kind: "rule",
    question: "What createPass does for a client who has a card.",
    values: [
      { value: "same", level: "assumed", why: "the same card again, also after it was deleted on the phone" },
      { value: "new", level: "assumed", why: "a new card each time; the calls by phone then take the newest" },
    ],
    advice: "Ask checkPassExistsByPhone before createPass, and keep the serial number that createPass answers.",
    settledBy: "The serial numbers that createPass answers when it is called twice for one client.",
  },
  useRewardCount: {
    kind: "rule",
    question: "How many rewards useReward writes off.",
    values: [
      { value: "number", level: "documented", why: "the table of parameters has numberRewards" },
      { value: "all", level: "documented", why: "the method's text says that it writes off all rewards" },
    ],
    advice: "Call useReward with all unused rewards, or read unusedRewards with getPassInfo afterwards.",
    settledBy: "getPassInfo of a stamp card with two unused rewards after useReward with numberRewards 1.",
  },
} as const satisfies Readonly<Record<string, Switch>>;

type ValuesOf<T extends Readonly<Record<string, Switch>>> = {
  readonly [K in keyof T]: T[K]["values"][number]["value"];
};

export type PresentationProfile = ValuesOf<typeof presentationSwitches>;
export type RuleProfile = ValuesOf<typeof ruleSwitches>;
/** A value for every switch. */
export type Profile = PresentationProfile & RuleProfile;
export type SwitchName = keyof Profile;

/** Every switch by its name. */
export const switches: Readonly<Record<SwitchName, Switch>> = { ...presentationSwitches, ...ruleSwitches };
export const switchNames = Object.keys(switches) as SwitchName[];

/** The values of a switch, the default first. */
export const valuesOf = (name: SwitchName): readonly string[] => switches[name].values.map(({ value }) => value);

/**
 * What speaks for a value of a switch; empty for a value that there is not.
 *
 * @example
 * evidenceOf("phoneOut", "string"); // "observed: a working public client gets a string of digits"
 */
export function evidenceOf(name: SwitchName, value: string): string {
  const found = switches[name].values.find((known) => known.value === value);
  return found === undefined ? "" : `${found.level}: ${found.why}`;
}

export const defaultProfile: Profile = Object.freeze(
  Object.fromEntries(switchNames.map((name) => [name, valuesOf(name)[0]])) as unknown as Profile,
);

/** A switch or a value that there is not; the message lists those there are. */
export class UnknownSwitchError extends Error {
  override name = "UnknownSwitchError" as const;
}

/** Throws UnknownSwitchError, with what was most likely meant, for a name or a value that there is not. */
function ensureKnown(name: string, value: unknown): void {
  if (!Object.hasOwn(switches, name)) {
    const near = nearest(name, switchNames);
    const hint = near === undefined ? "" : `did you mean ${near}? `;
    throw new UnknownSwitchError(`there is no such switch: ${hint}there are ${switchNames.join(", ")}`);
  }
  const values = valuesOf(name as SwitchName);
  if (!values.includes(value as string)) throw new UnknownSwitchError(`${name} is ${values.join(" or ")}`);
}

/**
 * A profile with some switches set. Throws UnknownSwitchError for a name or a value that there is not.
 *
 * @example
 * withSwitches(defaultProfile, { envelope: "array" }).envelope; // "array"
 */
export function withSwitches(profile: Profile, set: Readonly<Record<string, unknown>>): Profile {
  for (const [name, value] of Object.entries(set)) ensureKnown(name, value);
  const changed = Object.entries(set).filter(([name, value]) => profile[name as SwitchName] !== value);
  return changed.length === 0 ? profile : Object.freeze({ ...profile, ...Object.fromEntries(changed) });
}

/**
 * Switches as a command line or a header writes them. Throws UnknownSwitchError for what is not a list of `name=value`, and
 * for names and values that there are not.
 *
 * @example
 * parseSwitches("envelope=array, errorStatus=4xx"); // { envelope: "array", errorStatus: "4xx" }
 */
export function parseSwitches(text: string): Partial<Profile> {
  const pairs = text.split(",").map((part) => {
    const [, name, value] = /^\s*(\w+)=([\w-]+)\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined)
      throw new UnknownSwitchError(
        "switches are set as name=value, several with commas, such as envelope=array,errorStatus=4xx",
      );
    ensureKnown(name, value);
    return [name, value] as const;
  });
  return Object.fromEntries(pairs);
}

/** Returns a profile with the same values, and the set of switches that are read from it. */
export function observe(profile: Profile): {
  readonly observed: Profile;
  readonly consulted: ReadonlySet<SwitchName>;
} {
  const consulted = new Set<SwitchName>();
  const lookUp = (name: SwitchName) => () => {
    consulted.add(name);
    return profile[name];
  };
  const getters = switchNames.map((name) => [name, { enumerable: true, get: lookUp(name) }] as const);
  return { observed: Object.defineProperties({}, Object.fromEntries(getters)) as Profile, consulted };
}

/** The switches of a profile that are not at their default. */
export const switchedIn = (profile: Profile): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(profile).filter(([name, value]) => defaultProfile[name as SwitchName] !== value));
