import type { MethodName } from "../../openapi/document.js";
import { aside } from "../methods/wire.js";
import { defaultProfile, type PresentationProfile } from "../model/profile.js";
import { type ErrorCode, type MethodRefusal, noClientFound } from "../refusals.js";

/** An answer on its way out: what the client gets, before HTTP. */
export interface Presented {
  readonly status: number;
  readonly contentType: string;
  readonly answer: object;
  /** Why the profile makes a refusal of what the method answered. */
  readonly refused?: MethodRefusal;
}

type Fields = Readonly<Record<string, unknown>> & { readonly [aside]?: Readonly<Record<string, unknown>> };

/** A refusal as the document describes it: undocumented refusals look like error 4 in the default profile. */
export function canonicalRefusal(refusal: MethodRefusal): object {
  if (refusal.kind !== "documented") return { error: 4 };
  return refusal.userId === undefined ? { error: refusal.code } : { error: refusal.code, userID: refusal.userId };
}

/** A canonical answer as the profile presents it. */
export function presentAnswer(id: MethodName, answer: object, profile: PresentationProfile): Presented {
  if (profile === defaultProfile) return { status: 200, contentType: "application/json", answer };
  if (id === "searchClient") return presentSearch(answer as Fields, profile);
  const record = withMarker(id, presentRecord(answer as Fields, profile), profile);
  return wrapped(200, withListKey(id, record, profile), profile);
}

/** A refusal as the profile presents it. */
export function presentRefusal(id: MethodName, refusal: MethodRefusal, profile: PresentationProfile): Presented {
  if (refusal.kind === "documented") return presentError(id, refusal.code, canonicalRefusal(refusal), profile);
  if (profile.undocumentedRefusal === "result0") return wrapped(200, { result: 0 }, profile);
  const presented = presentError(id, 4, canonicalRefusal(refusal), profile);
  return profile.undocumentedRefusal === "http400" ? { ...presented, status: 400 } : presented;
}

const errorStatus: Readonly<Record<ErrorCode, number>> = { 1: 401, 2: 404, 3: 403, 4: 400, 5: 409 };

/** The one method whose `result` is its answer, and no marker. */
const hasResultOfItsOwn = (id: MethodName): boolean => id === "checkPassExistsByPhone";

function presentError(id: MethodName, code: ErrorCode, refusal: object, profile: PresentationProfile): Presented {
  const status = profile.errorStatus === "4xx" ? errorStatus[code] : 200;
  const isMarked = profile.resultMarker === "both" && !hasResultOfItsOwn(id);
  return wrapped(status, isMarked ? { result: 0, ...refusal } : refusal, profile);
}

function presentSearch(answer: Fields, profile: PresentationProfile): Presented {
  if (answer.result === 0) {
    if (profile.searchMiss === "error2")
      return { ...presentError("searchClient", 2, { error: 2 }, profile), refused: noClientFound() };
    if (profile.searchMiss === "result0") return wrapped(200, answer, profile);
  }
  const { row, ...undocumented } = answer[aside] ?? {};
  const rows = row === undefined ? [] : [presentRecord(row as Fields, profile)];
  const isList = answer.result === 0 || profile.searchHit === "rows";
  const record = isList ? { result: 1, rows } : presentRecord({ ...answer, [aside]: undocumented }, profile);
  return wrapped(200, withMarker("searchClient", record, profile), profile);
}

/** A record with its fields, and those of the records in its list, as the profile presents them. */
function presentRecord({ [aside]: undocumented, ...fields }: Fields, profile: PresentationProfile): Fields {
  return {
    ...fields,
    ...(typeof fields.phone === "string" && profile.phoneOut === "integer" ? { phone: Number(fields.phone) } : {}),
    ...(isFull(fields) && profile.fullCard === "max" ? { activeStamps: fields.maxStamps } : {}),
    ...(Array.isArray(fields.rewards) && profile.autoUse === "integer"
      ? { rewards: fields.rewards.map((reward: Fields) => ({ ...reward, autoUse: reward.autoUse ? 1 : 0 })) }
      : {}),
    ...(Array.isArray(fields.rows) ? { rows: fields.rows.map((row: Fields) => presentRecord(row, profile)) } : {}),
    ...(profile.undocumentedFields === "present" ? undocumented : {}),
  };
}

/** A stamp card whose total is a multiple of maxStamps: the counter began again. */
const isFull = ({ activeStamps, totalStamps }: Fields): boolean => activeStamps === 0 && Number(totalStamps) > 0;

function withMarker(id: MethodName, answer: Fields, { resultMarker }: PresentationProfile): Fields {
  if (resultMarker !== "none" || hasResultOfItsOwn(id)) return answer;
  const { result: _result, ...rest } = answer;
  return rest;
}

/** What the list of a method could be called, where that is open. */
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
    answer: envelope === "array" ? [answer] : answer,
  };
}
