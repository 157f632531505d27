import type { MethodName } from "../../openapi/document.js";
import { undocumentedFields } from "../methods/wire.js";
import type { PresentationProfile } from "../model/profile.js";
import { type AnyRefusal, type ErrorCode, type MethodRefusal, noClientFound } from "../refusals.js";
import type { Outcome } from "../requests/exchange.js";

/** A response before it is serialized. */
export type Presented = Pick<Outcome, "status" | "contentType" | "body"> &
  Partial<Pick<Outcome, "headers" | "refused">>;

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

/** Presents a refusal under a profile. Refusals of the sandbox look the same under every profile. */
export function presentRefusal(
  id: MethodName | undefined,
  refusal: AnyRefusal,
  profile: PresentationProfile,
): Presented {
  if (refusal.kind === "sandbox")
    return { ...presentMessage(refusal.status, refusal.reason), headers: refusal.headers };
  if (refusal.kind === "documented") return presentError(id, refusal.code, canonicalRefusal(refusal), profile);
  if (profile.undocumentedRefusal === "result0") return wrapped(200, { result: 0 }, profile);
  const presented = presentError(id, 4, canonicalRefusal(refusal), profile);
  return profile.undocumentedRefusal === "http400" ? { ...presented, status: 400 } : presented;
}

/** Presents a message of the sandbox, for which the vendor's API has no form. */
export const presentMessage = (status: number, message: string): Presented => ({
  status,
  contentType: contentTypes.json,
  body: { message },
});

const errorStatus: Readonly<Record<ErrorCode, number>> = { 1: 401, 2: 404, 3: 403, 4: 400, 5: 409 };

/** Returns whether `result` is the answer of a method instead of a marker. */
const isResultAnswer = (id: MethodName | undefined): boolean => id === "checkPassExistsByPhone";

function presentError(
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
      return { ...presentError("searchClient", 2, { error: 2 }, profile), refused: noClientFound() };
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

const contentTypes: Readonly<Record<PresentationProfile["contentType"], string>> = {
  json: "application/json",
  html: "text/html; charset=UTF-8",
  "json-utf8": "application/json; charset=utf-8",
};

function wrapped(status: number, answer: object, { envelope, contentType }: PresentationProfile): Presented {
  return {
    status,
    contentType: contentTypes[contentType],
    body: envelope === "array" ? [answer] : answer,
  };
}
