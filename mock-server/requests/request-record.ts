import type { MethodFacts } from "../../openapi/document.js";
import { isJson, type Json, unwrapEnvelope } from "../../shared/json.js";
import type { Refusal } from "../refusals.js";
import type { RuleId } from "../rules.js";
import { type LoggedBody, noOffset, type Offset, type TextArena } from "../store/memory/request-ring.js";
import type { Change } from "../store/port.js";
import { copyOf, cutText } from "./cut-text.js";
import { type Exchange, maxShownBytes, type Notes, type Outcome, type VendorRequest } from "./exchange.js";
import type { LoggedToken } from "./redacted-tokens.js";

/** A refusal as the request log stores it. */
export type LoggedRefusal = Pick<Refusal, "kind" | "rule" | "reason" | "accepted">;

/** A record that a request changed or created. */
interface ChangedRecord {
  readonly table: Change["table"];
  /** Serial number or id; the name of the table if it has only one record. */
  readonly key: string | number;
}

/** Parts of a request that the client chose freely, cut to a maximum length. */
interface SentTexts {
  readonly verb: string;
  /** Path after `/api/v1/`. */
  readonly name: string;
  readonly query: string;
  /** undefined for a missing or a valid token. */
  readonly invalidToken: LoggedToken | undefined;
  readonly credentials: readonly string[];
}

/** A handled request as the request log stores it. */
export interface RequestRecord
  extends Pick<Exchange, "requestId" | "at" | "method">,
    Pick<Outcome, "owner" | "version" | "profile" | "status" | "fault">,
    Pick<Notes, "rules" | "reads" | "switches"> {
  /** Number among all requests of the process, from 0 on. */
  readonly nth: number;
  readonly sent: SentTexts;
  readonly refused: LoggedRefusal | undefined;
  /** Table and key of each changed record in turn; {@link changedRecords} pairs them. One list takes little memory. */
  readonly changedKeys: readonly (string | number)[];
  /** Number of records in a list; undefined for other responses. */
  readonly rows: number | undefined;
  readonly durationMs: number;
  /** Estimated memory of `sent` and `refused`, in bytes. */
  readonly textBytes: number;
  /** Holds the bodies. */
  readonly texts: TextArena;
  readonly request: Offset;
  readonly response: Offset;
  /** Records that a refusal depends on, by their kind. */
  readonly seen: Offset;
}

/** Maximum length of each text that a client chooses, in characters. */
const maxLength = { verb: 32, name: 200, query: 1000, token: 200, credential: 100, reason: 1000 } as const;

/** Maximum number of stored header names. */
const maxCredentials = 10;

/** Shared by all records, because the request log stores ten thousand of them. */
const none: readonly never[] = [];

/** Creates the record of a handled request, whose bodies go to `texts`. `body` is the body of the response. */
export function createRecord(
  { request, requestId, at, startedAt, method, body: { shown } }: Exchange,
  outcome: Outcome,
  { nth, body, texts }: { readonly nth: number; readonly body: string; readonly texts: TextArena },
): RequestRecord {
  const { owner, version, profile, status, rules, reads, switches, changes, fault } = outcome;
  const refused = outcome.refused && cutRefusal(outcome.refused);
  const sent = sentTexts(request, outcome, method);
  return {
    nth,
    requestId,
    at,
    method,
    owner,
    version,
    profile,
    status,
    rules: sharedRules(method, rules),
    reads,
    switches,
    sent,
    refused,
    textBytes: bytesOf(sent, refused),
    changedKeys: changedKeys(changes),
    fault,
    rows: rowsIn(outcome.body),
    durationMs: performance.now() - startedAt,
    texts,
    request: texts.put(shown),
    // Records that were read explain refusals only; they are not worth their memory for other requests.
    seen: refused === undefined ? noOffset : texts.put(shownRecords(outcome)),
    response: texts.put(
      body.length <= maxShownBytes ? { json: body } : { placeholder: `${body.length} characters, omitted` },
    ),
  };
}

/** Estimates the memory of texts, in bytes. Usual requests share theirs. */
function bytesOf(
  { verb, name, query, invalidToken, credentials }: SentTexts,
  refused: LoggedRefusal | undefined,
): number {
  const refusal = refused === undefined ? 0 : refused.reason.length + refused.accepted.length;
  const token = invalidToken?.start.length ?? 0;
  return verb.length + name.length + query.length + token + refusal + credentials.join("").length;
}

function sentTexts(request: VendorRequest, { owner }: Outcome, method: MethodFacts | undefined): SentTexts {
  const { verb, name, query = "", token, credentials = none } = request;
  if (verb === "POST" && method !== undefined && owner !== undefined && query === "" && credentials.length === 0)
    return plainTexts(method);
  return {
    verb: verb === "POST" ? verb : cutText(verb, maxLength.verb),
    name: method?.id ?? cutText(name, maxLength.name),
    query: query === "" ? query : cutText(query, maxLength.query),
    invalidToken: owner === undefined ? cutToken(token) : undefined,
    credentials: credentials.length === 0 ? none : cutNames(credentials),
  };
}

const plainByMethod = new Map<string, SentTexts>();

/** Returns the texts of a usual request, which all records of the method share. */
function plainTexts({ id }: MethodFacts): SentTexts {
  const known = plainByMethod.get(id);
  if (known !== undefined) return known;
  const texts = { verb: "POST", name: id, query: "", invalidToken: undefined, credentials: none };
  plainByMethod.set(id, texts);
  return texts;
}

function cutNames(names: readonly string[]): readonly string[] {
  const stored = names.slice(0, maxCredentials).map((name) => cutText(name, maxLength.credential));
  return names.length > stored.length ? [...stored, `…[${names.length - stored.length} more]`] : stored;
}

function cutToken(token: string | undefined): LoggedToken | undefined {
  if (!token) return undefined;
  const cut = Math.max(0, token.length - maxLength.token);
  return { start: copyOf(token.slice(0, maxLength.token)), cut };
}

/** Cuts the texts of a refusal, because the accepted alternative may be a list of any length. */
const cutRefusal = ({ kind, rule, reason, accepted }: Refusal): LoggedRefusal => ({
  kind,
  rule,
  reason: reason.length > maxLength.reason ? cutText(reason, maxLength.reason) : reason,
  accepted: accepted.length > maxLength.reason ? cutText(accepted, maxLength.reason) : accepted,
});

const rulesByMethod = new Map<string | undefined, readonly RuleId[]>();

/** Returns a copy of the rules, which records of the method share as long as its requests apply the same rules. */
function sharedRules(method: MethodFacts | undefined, rules: readonly RuleId[]): readonly RuleId[] {
  const last = rulesByMethod.get(method?.id);
  if (last?.length === rules.length && last.every((rule, at) => rule === rules[at])) return last;
  const copy = [...rules];
  rulesByMethod.set(method?.id, copy);
  return copy;
}

/** Lists tables and keys of changed records, without the sequences that give out ids. */
function changedKeys(changes: readonly Change[]): readonly (string | number)[] {
  if (changes.length === 0) return none;
  const keys: (string | number)[] = [];
  for (const change of changes) if (change.table !== "sequences") keys.push(change.table, keyOf(change));
  // A copy, because an array that has grown reserves more memory.
  return keys.slice();
}

/** Returns the records that a request changed or created. */
export function changedRecords({ changedKeys }: RequestRecord): readonly ChangedRecord[] {
  const records: ChangedRecord[] = [];
  for (let at = 0; at < changedKeys.length; at += 2)
    records.push({ table: changedKeys[at] as Change["table"], key: changedKeys[at + 1] as string | number });
  return records;
}

function keyOf(change: Change): string | number {
  switch (change.table) {
    case "cards":
      return change.after.serial;
    case "clock":
    case "profile":
    case "sequences":
      return change.table;
    default:
      return change.after.id;
  }
}

function shownRecords({ seen }: Notes): LoggedBody {
  if (seen.length === 0) return undefined;
  const json = JSON.stringify(Object.assign({}, ...seen));
  return json.length <= maxShownBytes ? { json } : { placeholder: "larger than the log keeps" };
}

/** Returns the fields of a response, without the array that some profiles wrap it in. */
export const responseFields = (response: unknown): Json => {
  const inner = unwrapEnvelope(response);
  return isJson(inner) ? inner : {};
};

/** The list of a response, under its names in all profiles. */
type Listed = Readonly<Partial<Record<"rows" | "templates" | "passes" | "clients" | "operations", readonly unknown[]>>>;

/** Counts the records of a list; undefined for other responses. Some profiles wrap the response in an array. */
export function rowsIn(body: object | null): number | undefined {
  const { rows, templates, passes, clients, operations }: Listed = (Array.isArray(body) ? body[0] : body) ?? {};
  return (rows ?? templates ?? passes ?? clients ?? operations)?.length;
}
