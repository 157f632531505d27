import type { EvidenceLevel } from "./evidence.js";

/** A value of a switch with its evidence. */
interface SwitchValue {
  readonly value: string;
  readonly level: EvidenceLevel;
  readonly why: string;
}

/**
 * A question that the vendor's docs leave open. Presentation switches affect how a request is parsed or a response is
 * presented; no rule reads them. Rule switches are inputs of rules.
 */
export interface Switch {
  readonly kind: "presentation" | "rule";
  readonly question: string;
  /** The first value is the default. */
  readonly values: readonly SwitchValue[];
  /** How to write a client that works under every value. */
  readonly advice: string;
  /** The response of the real service that would settle the question. */
  readonly settledBy: string;
}

/** Switches that a single request may set. */
export const presentationSwitches = {
  envelope: {
    kind: "presentation",
    question: "Whether a response is an object or an array with that object.",
    values: [
      { value: "object", level: "observed", why: "every working public client reads an object" },
      {
        value: "array",
        level: "sample",
        why: "the only surviving sample of a response on the vendor's page is wrapped in an array",
      },
    ],
    advice: "If the response is an array, use its first element.",
    settledBy: "The raw body of any response, such as getTemplates with a valid token.",
  },
  contentType: {
    kind: "presentation",
    question: "The Content-Type of responses.",
    values: [
      { value: "json", level: "documented", why: "the vendor's page says application/json" },
      {
        value: "html",
        level: "observed",
        why: "a shipped client decodes the response from a string, so its responses had another type",
      },
      {
        value: "json-utf8",
        level: "assumed",
        why: "many servers add the parameter charset=utf-8 to application/json",
      },
    ],
    advice: "Parse the body as JSON and ignore its content type.",
    settledBy: "The Content-Type header of any response.",
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
        why: "401, 404, 403, 400 and 409 for errors 1 to 5, as is usual for HTTP APIs",
      },
    ],
    advice: "Read the body before the status, and take `error` from it under any status.",
    settledBy: "The HTTP status of getTemplates with an unknown token.",
  },
  resultMarker: {
    kind: "presentation",
    question: "Whether responses have `result` to tell success from failure (checkPassExistsByPhone always has it).",
    values: [
      { value: "success", level: "sample", why: "the surviving sample of a success has result 1" },
      { value: "none", level: "assumed", why: "the tables of response fields do not list result" },
      { value: "both", level: "assumed", why: "a marker that is 1 for success could be 0 for an error" },
    ],
    advice:
      "Treat a response as a failure if it has `error` or if its `result` is 0 (in searchClient and checkPassExistsByPhone: not found). A missing `result` is no failure.",
    settledBy: "All keys of any success and of any error, such as getPassInfo of an existing and of an unknown card.",
  },
  phoneOut: {
    kind: "presentation",
    question: "The type of a phone in responses.",
    values: [
      { value: "string", level: "observed", why: "a working public client reads a string of digits" },
      { value: "integer", level: "documented", why: "the table of parameters types phone as integer" },
    ],
    advice: "Convert the phone to a string of digits before you compare or store it.",
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
    advice: "Read the list from either of the two keys.",
    settledBy: "The response of getPassOperations for any card.",
  },
  searchHit: {
    kind: "presentation",
    question: "How searchClient responds when it finds the client.",
    values: [
      { value: "flat", level: "assumed", why: "fields next to result, as in createClient" },
      { value: "rows", level: "assumed", why: "a search could return a list of client rows, like getClientsList" },
    ],
    advice: "If the response has `rows`, read the client's fields from the first row (its `id` is the user id).",
    settledBy: "The response of searchClient for an existing client.",
  },
  searchMiss: {
    kind: "presentation",
    question: "How searchClient responds when it finds no client.",
    values: [
      { value: "result0", level: "assumed", why: "as checkPassExistsByPhone reports a missing card" },
      {
        value: "error2",
        level: "assumed",
        why: "error 2 is the only documented code for something missing",
      },
      { value: "empty", level: "assumed", why: "a search that returns a list would return an empty list" },
    ],
    advice: "Treat every response without a user id as no match.",
    settledBy: "The response of searchClient for a phone that no client has.",
  },
  undocumentedRefusal: {
    kind: "presentation",
    question: "How a request is refused if the vendor's page has no error code for it, such as a balance too low.",
    values: [
      { value: "error4", level: "assumed", why: "error 4 is the nearest documented code" },
      { value: "result0", level: "assumed", why: "result 0 without a code" },
      { value: "http400", level: "assumed", why: "HTTP 400, as frameworks respond to invalid requests" },
    ],
    advice: "Treat everything but a clear success as a refusal, with any code.",
    settledBy: "The status and body of usePass when it spends one point more than a card has.",
  },
  autoUse: {
    kind: "presentation",
    question: "The type of autoUse in a stamp card's rewards.",
    values: [
      { value: "boolean", level: "assumed", why: "the page gives no type, and the value is yes or no" },
      { value: "integer", level: "assumed", why: "the engine's language may write 0 or 1" },
    ],
    advice: "Test autoUse for truthiness; do not compare it with true.",
    settledBy: "The `rewards` of getPassInfo for a stamp card whose template has a reward.",
  },
  fullCard: {
    kind: "presentation",
    question: "activeStamps of a stamp card whose total is a multiple of maxStamps.",
    values: [
      {
        value: "zero",
        level: "inferred",
        why: "the counter wraps: the page's sample has 13 stamps in total and 3 active",
      },
      { value: "max", level: "assumed", why: "a card could look full until the next stamp" },
    ],
    advice: "Compute the counter from totalStamps and maxStamps, or treat 0 and maxStamps alike.",
    settledBy: "getPassInfo of a stamp card right after the stamp that fills it.",
  },
  undocumentedFields: {
    kind: "presentation",
    question: "Whether responses have fields that the page does not list but that its other calls suggest.",
    values: [
      { value: "absent", level: "documented", why: "the page's tables of response fields lack them" },
      {
        value: "present",
        level: "assumed",
        why: "balance (type 5), redeemed (type 3), expiryDate, and email of a client are known to the vendor",
      },
    ],
    advice: "Ignore unknown fields, and do not depend on fields that the page does not list.",
    settledBy: "getPassInfo of a certificate, with all its keys.",
  },
  firstPage: {
    kind: "presentation",
    question: "The number of the first page.",
    values: [
      { value: "1", level: "observed", why: "a working public client starts at 1, and the page's sample shows page 2" },
      { value: "0", level: "assumed", why: "the page does not give the number of the first page" },
    ],
    advice: "Make the number of the first page a setting, or omit `page` for the first page if it is optional.",
    settledBy: "getClientsList with page 0 for a template with one client: the client, an empty list or a refusal.",
  },
  phoneIn: {
    kind: "presentation",
    question: "Whether a phone may be sent as a string of digits, with or without +.",
    values: [
      { value: "accepted", level: "observed", why: "real clients send strings" },
      { value: "refused", level: "documented", why: "the page types phone as integer" },
    ],
    advice: "Send the phone as a number, with the country code and without +.",
    settledBy: 'checkPassExistsByPhone with the phone of a card as a string such as "+12025550143".',
  },
  numberIn: {
    kind: "presentation",
    question: "Whether numbers other than phones may be sent as a string of digits.",
    values: [
      { value: "accepted", level: "observed", why: "PHP clients send strings" },
      { value: "refused", level: "documented", why: "the page types these parameters as integer" },
    ],
    advice: "Send numbers as JSON numbers.",
    settledBy: "getClientsList with idTemplate as a string of digits.",
  },
} as const satisfies Readonly<Record<string, Switch>>;

/** Switches that are set for a whole sandbox. */
export const ruleSwitches = {
  spendAccruesPoints: {
    kind: "rule",
    question: "Whether increaseTotalSpentSum on a cashback card also credits points.",
    values: [
      { value: "no", level: "documented", why: "the page's text mentions only the total" },
      { value: "yes", level: "sample", why: "10000 spent at 4 percent give the 400 points on the page" },
    ],
    advice: "Read the points with getPassInfo after increaseTotalSpentSum; do not compute them.",
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
    question: "How createPass treats a client who already has a card.",
    values: [
      { value: "same", level: "assumed", why: "the same card, also after it was deleted from the phone" },
      { value: "new", level: "assumed", why: "a new card each time; the calls by phone then use the newest" },
    ],
    advice: "Call checkPassExistsByPhone before createPass, and store the serial number that createPass returns.",
    settledBy: "The serial numbers that createPass returns for two calls for one client.",
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
