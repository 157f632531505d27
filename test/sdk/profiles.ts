/** The responses under every value of every presentation switch, and the expected results of the client. */
import { defaultProfile, type PresentationProfile, valuesOf } from "../../mock-server/model/profile.js";
import { presentationSwitches } from "../../mock-server/model/switches.js";
import { exampleExchanges as examples } from "../openapi/examples.js";

export type { PresentationProfile } from "../../mock-server/model/profile.js";

// biome-ignore lint/suspicious/noExplicitAny: an answer of any method
type Body = any;

export interface SwitchedExchange {
  readonly id: (typeof examples)[number]["id"];
  readonly name: string;
  readonly request: Body;
  readonly answer: Body;
}

const stampCard = examples.find(({ id, name }) => id === "getPassInfo" && name === "stampCard") as SwitchedExchange;

/** The examples of the document, and a full stamp card, which they lack. */
export const exchanges: readonly SwitchedExchange[] = [
  ...examples,
  { ...stampCard, name: "fullStampCard", answer: { ...stampCard.answer, activeStamps: 0, totalStamps: 20 } },
];

/** The examples with an undocumented error 4. */
const undocumented = new Set(["balanceTooLow", "actionOfAnotherType", "tooMany", "notInstalled"]);
const isUndocumented = ({ name, answer }: SwitchedExchange) => answer.error === 4 && undocumented.has(name);

const statuses: Readonly<Record<number, number>> = { 1: 401, 2: 404, 3: 403, 4: 400, 5: 409 };
const nouns: Readonly<Record<string, string>> = {
  getClientPassesByPhone: "passes",
  getClientPassesByEmail: "passes",
  getTemplateClientPasses: "clients",
  getPassOperations: "operations",
};
const email = "jane@example.com";
const dateOfBirth = "1990-01-31";

/** Yields each object of a body, beginning with the body. */
function* objectsIn(value: Body): Generator<Body> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield value;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}

/** Adds the undocumented fields to a response, in place. */
function addUndocumented(id: string, body: Body): void {
  for (const card of objectsIn(body)) {
    if (card.type === 5) card.balance = 500;
    if (card.type === 3) card.redeemed = false;
    if ("type" in card && "serialNumber" in card) card.expiryDate = 1_893_456_000;
  }
  if ((id === "getClientInfo" || id === "searchClient") && "phone" in body) body.email = email;
}

/** Presents a response under a profile. */
export function presented(exchange: SwitchedExchange, profile: PresentationProfile): Response {
  const { id, answer } = exchange;
  let body: Body = structuredClone(answer);
  const isRefusalError = "error" in body;
  const isMiss = id === "searchClient" && body.result === 0;
  let status = isRefusalError && profile.errorStatus === "4xx" ? (statuses[body.error] ?? 400) : 200;

  if (!isRefusalError && profile.undocumentedFields === "present") addUndocumented(id, body);
  for (const inner of objectsIn(body)) {
    if (profile.fullCard === "max" && inner.totalStamps > 0 && inner.totalStamps % inner.maxStamps === 0) {
      inner.activeStamps = inner.maxStamps;
    }
    if (profile.phoneOut === "integer" && typeof inner.phone === "string") inner.phone = Number(inner.phone);
    if (profile.autoUse === "integer" && "autoUse" in inner) inner.autoUse = Number(inner.autoUse);
  }
  if (id === "searchClient" && body.result === 1 && profile.searchHit === "rows") {
    const { result, userID, ...client } = body;
    body = { result, rows: [{ id: userID, dateOfBirth, email, ...client }] };
  }
  if (isMiss && profile.searchMiss === "error2") {
    body = { error: 2 };
    if (profile.errorStatus === "4xx") status = 404;
  }
  if (isMiss && profile.searchMiss === "empty") body = { result: 1, rows: [] };
  const noun = nouns[id];
  if (noun !== undefined && "rows" in body && profile.listKey === "noun") {
    const { rows, ...rest } = body;
    body = { ...rest, [noun]: rows };
  }
  if (profile.resultMarker === "none" && body.result === 1 && id !== "checkPassExistsByPhone") delete body.result;
  if (profile.resultMarker === "both" && "error" in body) body = { result: 0, ...body };
  if (isUndocumented(exchange) && profile.undocumentedRefusal !== "error4") {
    const isBare = profile.undocumentedRefusal === "result0";
    body = isBare ? { result: 0 } : { error: 4 };
    status = isBare ? 200 : 400;
  }
  const type = contentTypes[profile.contentType];
  const text = JSON.stringify(profile.envelope === "array" ? [body] : body);
  return new Response(text, { status, headers: { "content-type": type } });
}

const contentTypes = {
  json: "application/json",
  html: "text/html; charset=UTF-8",
  "json-utf8": "application/json; charset=utf-8",
} as const satisfies Record<PresentationProfile["contentType"], string>;

/** Returns the expected outcome: equal under all profiles, except for information that some profiles lack. */
export function expected(exchange: SwitchedExchange, profile: PresentationProfile): unknown {
  const { id, answer } = exchange;
  if (isUndocumented(exchange)) {
    return {
      refused: profile.undocumentedRefusal === "result0" ? "UndocumentedRefusalError" : "MissingParametersError",
    };
  }
  if ("error" in answer) {
    const names = [
      "InvalidTokenError",
      "CardNotFoundError",
      "CardNotOwnedError",
      "MissingParametersError",
      "ClientExistsError",
    ];
    const { error, ...rest } = answer;
    return { refused: names[error - 1], ...rest };
  }
  const { result, ...value } = structuredClone(answer);
  if (id === "checkPassExistsByPhone") return { value: result === 1 };
  if (id === "searchClient" && result === 0) return { value: undefined };
  if (profile.undocumentedFields === "present") addUndocumented(id, value);
  if (id === "searchClient" && profile.searchHit === "rows") {
    return { value: { id: value.userID, dateOfBirth, email, ...value } };
  }
  return { value: Object.keys(value).length === 0 ? undefined : value };
}

export const defaults: PresentationProfile = defaultProfile;

/** The profiles with a single changed switch. */
export const everyValue = (Object.keys(presentationSwitches) as (keyof PresentationProfile)[]).flatMap((name) =>
  valuesOf(name).map((value) => ({ name, value, profile: { ...defaults, [name]: value } as PresentationProfile })),
);
