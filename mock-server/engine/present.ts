import type { MethodName } from "../../openapi/document.js";
import { nearestSurely } from "../../shared/nearest.js";
import { undocumentedFields } from "../methods/wire.js";
import type { PresentationProfile } from "../model/profile.js";
import { type AnyRefusal, type ErrorCode, type MethodRefusal, misspeltParameter, noClientFound } from "../refusals.js";
import type { Exchange, Outcome } from "../requests/exchange.js";
import { StateGoneError, StoreFullError, StoreUnavailableError } from "../store/port.js";

/** A response before it is serialized. */
export type Presented = Pick<Outcome, "status" | "contentType" | "body"> &
  Partial<Pick<Outcome, "headers" | "refused">>;

const contentTypes: Readonly<Record<PresentationProfile["contentType"], string>> = {
  json: "application/json",
  html: "text/html; charset=UTF-8",
  "json-utf8": "application/json; charset=utf-8",
};

type Fields = Readonly<Record<string, unknown>> & { readonly [undocumentedFields]?: Readonly<Record<string, unknown>> };

/** Returns a refusal as the document describes it. In the default profile, undocumented refusals look like error 4. */
export function canonicalRefusal(refusal: MethodRefusal): object {
  if (refusal.kind !== "documented") return { error: 4 };
  return refusal.userId === undefined ? { error: refusal.code } : { error: refusal.code, userID: refusal.userId };
}

/** Presents a canonical answer under a profile. */
export function presentAnswer(id: MethodName, answer: object, profile: PresentationProfile): Presented {
  if (id === "searchClient") return presentSearch(answer as Fields, profile);
  const record = withMarker(id, presentRecord(answer as Fields, profile), profile);
  return wrapped(200, withListKey(id, record, profile), profile);
}

/** Presents a refusal under a profile. Error 4 names a misspelt parameter that was sent. */
export function presentRefusal(exchange: Exchange, refusal: AnyRefusal, profile: PresentationProfile): Presented {
  const refused = nameMisspelt(refusal, exchange);
  return { ...presentError(exchange.method?.id, refused, profile), refused };
}

/** Maximum number of keys that are compared; clients do not send more. */
const maxKeys = 20;

/** Matches keys that may be part of a header. */
const plainName = /^[\w-]{1,64}$/;

/** Adds the key that resembles a missing parameter to error 4. */
function nameMisspelt(refusal: AnyRefusal, { method, body }: Exchange): AnyRefusal {
  if (refusal.kind !== "documented" || refusal.missing.length === 0) return refusal;
  const sent = body.refusal === undefined ? Object.keys(body.parameters) : [];
  const isKnown = (key: string) => method?.parameters.some(({ name }) => name === key) === true;
  for (const key of sent.slice(0, maxKeys)) {
    const name = plainName.test(key) && !isKnown(key) ? nearestSurely(key, refusal.missing) : undefined;
    if (name !== undefined) return misspeltParameter(refusal, { key, name });
  }
  return refusal;
}

/** Presents an error of the store or an internal error, which is logged. */
export function presentFailure(
  { requestId, method }: Exchange,
  error: unknown,
  log: (message: string) => void,
): Presented {
  if (error instanceof StoreFullError) return presentMessage(507, error.message);
  if (error instanceof StateGoneError) return presentMessage(503, error.message);
  if (error instanceof StoreUnavailableError) return presentMessage(error.status, error.message);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log(`request ${requestId} (${method?.id ?? "no method"}) failed: ${text}`);
  return presentMessage(500, `internal error; see request ${requestId} in the server's log`);
}

/** Refusals of the sandbox look the same under every profile. */
function presentError(id: MethodName | undefined, refusal: AnyRefusal, profile: PresentationProfile): Presented {
  if (refusal.kind === "sandbox")
    return { ...presentMessage(refusal.status, refusal.reason), headers: refusal.headers };
  if (refusal.kind === "documented") return presentCode(id, refusal.code, canonicalRefusal(refusal), profile);
  if (profile.undocumentedRefusal === "result0") return wrapped(200, { result: 0 }, profile);
  const presented = presentCode(id, 4, canonicalRefusal(refusal), profile);
  return profile.undocumentedRefusal === "http400" ? { ...presented, status: 400 } : presented;
}

/** A response that a fault withholds. */
export const withheld: Presented = { status: 0, contentType: contentTypes.json, body: null };

/** Presents a message of the sandbox, for which the vendor's API has no form. */
const presentMessage = (status: number, message: string): Presented => ({
  status,
  contentType: contentTypes.json,
  body: { message },
});

const errorStatus: Readonly<Record<ErrorCode, number>> = { 1: 401, 2: 404, 3: 403, 4: 400, 5: 409 };

/** Returns whether `result` is the answer of a method instead of a marker. */
const isResultAnswer = (id: MethodName | undefined): boolean => id === "checkPassExistsByPhone";

function presentCode(
  id: MethodName | undefined,
  code: ErrorCode,
  refusal: object,
  profile: PresentationProfile,
): Presented {
  const status = profile.errorStatus === "4xx" ? errorStatus[code] : 200;
  const isMarked = profile.resultMarker === "both" && !isResultAnswer(id);
  return wrapped(status, isMarked ? { result: 0, ...refusal } : refusal, profile);
}

function presentSearch(answer: Fields, profile: PresentationProfile): Presented {
  if (answer.result === 0) {
    if (profile.searchMiss === "error2")
      return { ...presentCode("searchClient", 2, { error: 2 }, profile), refused: noClientFound() };
    if (profile.searchMiss === "result0") return wrapped(200, answer, profile);
  }
  const { row, ...undocumented } = answer[undocumentedFields] ?? {};
  const rows = row === undefined ? [] : [presentRecord(row as Fields, profile)];
  const isList = answer.result === 0 || profile.searchHit === "rows";
  const record = isList
    ? { result: 1, rows }
    : presentRecord({ ...answer, [undocumentedFields]: undocumented }, profile);
  return wrapped(200, withMarker("searchClient", record, profile), profile);
}

/** Presents a record, and the records of its list, under a profile. */
function presentRecord(
  { [undocumentedFields]: undocumented, ...fields }: Fields,
  profile: PresentationProfile,
): Fields {
  return {
    ...fields,
    ...(typeof fields.phone === "string" && profile.phoneOut === "integer" ? { phone: Number(fields.phone) } : {}),
    ...(hasAllStamps(fields) && profile.fullCard === "max" ? { activeStamps: fields.maxStamps } : {}),
    ...(Array.isArray(fields.rewards) && profile.autoUse === "integer"
      ? { rewards: fields.rewards.map((reward: Fields) => ({ ...reward, autoUse: reward.autoUse ? 1 : 0 })) }
      : {}),
    ...(Array.isArray(fields.rows) ? { rows: fields.rows.map((row: Fields) => presentRecord(row, profile)) } : {}),
    ...(profile.undocumentedFields === "present" ? undocumented : {}),
  };
}

/** Returns whether the total of a stamp card is a multiple of maxStamps, so that its counter is 0 again. */
const hasAllStamps = ({ activeStamps, totalStamps }: Fields): boolean => activeStamps === 0 && Number(totalStamps) > 0;

function withMarker(id: MethodName, answer: Fields, { resultMarker }: PresentationProfile): Fields {
  if (resultMarker !== "none" || isResultAnswer(id)) return answer;
  const { result: _result, ...rest } = answer;
  return rest;
}

/** Alternative names of lists whose name the vendor's docs leave open. */
const nouns: Partial<Record<MethodName, string>> = {
  getClientPassesByPhone: "passes",
  getClientPassesByEmail: "passes",
  getTemplateClientPasses: "clients",
  getPassOperations: "operations",
};

function withListKey(id: MethodName, answer: Fields, { listKey }: PresentationProfile): Fields {
  const noun = nouns[id];
  if (listKey !== "noun" || noun === undefined) return answer;
  const { rows, ...rest } = answer;
  return { ...rest, [noun]: rows };
}

function wrapped(status: number, answer: object, { envelope, contentType }: PresentationProfile): Presented {
  return {
    status,
    contentType: contentTypes[contentType],
    body: envelope === "array" ? [answer] : answer,
  };
}
