import type { MethodFacts } from "../../openapi/document.js";
import type { Refusal } from "../refusals.js";
import type { Change } from "../store/port.js";
import { copyOf, cutText } from "./cut-text.js";
import type { Exchange, Notes, Outcome, VendorRequest } from "./exchange.js";
import type { LoggedToken } from "./redacted-tokens.js";
import { rowsIn } from "./rows.js";
import { maxShownBytes, type Offset, type Shown, type TextArena } from "./text-arena.js";

/** A refusal as the request log stores it. */
export type LoggedRefusal = Pick<Refusal, "kind" | "rule" | "reason" | "accepted">;

/** A record that a request changed or created. */
interface ChangedRecord {
  readonly table: Change["table"];
  /** Serial number or id; the name of the table if it has only one record. */
  readonly key: string | number;
}

/** A handled request as the request log stores it. */
export interface RequestRecord
  extends Pick<Exchange, "requestId" | "at">,
    Pick<Outcome, "owner" | "profile" | "status">,
    Pick<Notes, "rules" | "reads" | "switches"> {
  /** Number among all requests of the process, from 0 on. */
  readonly nth: number;
  readonly method: MethodFacts | undefined;
  readonly verb: string;
  /** Path after `/api/v1/`. */
  readonly name: string;
  readonly query: string;
  readonly token: LoggedToken | undefined;
  readonly credentials: readonly string[];
  readonly refused: LoggedRefusal | undefined;
  readonly changes: readonly ChangedRecord[];
  /** Number of records in a list; undefined for other responses. */
  readonly rows: number | undefined;
  readonly durationMs: number;
  /** Size of the texts above that the client chose, in bytes. */
  readonly textBytes: number;
  /** Holds the bodies. */
  readonly texts: TextArena;
  readonly request: Offset;
  readonly answer: Offset;
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
  const { owner, profile, status, rules, reads, switches, answer, changes } = outcome;
  const verb = request.verb === "POST" ? "POST" : cutText(request.verb, maxLength.verb);
  const name = method?.id ?? cutText(request.name, maxLength.name);
  const query = request.query ? cutText(request.query, maxLength.query) : "";
  const credentials = request.credentials?.length ? cutNames(request.credentials) : none;
  const token = loggedToken(request, outcome);
  const refused = outcome.refused && cutRefusal(outcome.refused);
  return {
    nth,
    requestId,
    at,
    method,
    owner,
    profile,
    status,
    rules,
    reads,
    switches,
    verb,
    name,
    query,
    token,
    credentials,
    refused,
    changes: changes.length === 0 ? none : changedRecords(changes),
    rows: rowsIn(answer),
    durationMs: performance.now() - startedAt,
    textBytes: sizeOf([verb, name, query, token?.start, refused?.reason, refused?.accepted, ...credentials]),
    texts,
    request: texts.put(shown),
    // Records that were read explain refusals only; they are not worth their memory for other requests.
    seen: texts.put(refused === undefined ? undefined : shownRecords(outcome)),
    answer: texts.put(body.length <= maxShownBytes ? { json: body } : { note: `${body.length} characters, not kept` }),
  };
}

const sizeOf = (texts: readonly (string | undefined)[]): number =>
  texts.reduce((sum, text = "") => sum + text.length, 0);

function cutNames(names: readonly string[]): readonly string[] {
  const stored = names.slice(0, maxCredentials).map((name) => cutText(name, maxLength.credential));
  return names.length > stored.length ? [...stored, `…[${names.length - stored.length} more]`] : stored;
}

function loggedToken({ token }: VendorRequest, { owner }: Outcome): LoggedToken | undefined {
  if (owner !== undefined) return { start: owner.company.token, cut: 0 };
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

/** Lists changed records without the sequences that give out ids. */
const changedRecords = (changes: readonly Change[]): readonly ChangedRecord[] =>
  changes.filter(({ table }) => table !== "sequences").map((change) => ({ table: change.table, key: keyOf(change) }));

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

function shownRecords({ seen }: Notes): Shown {
  if (seen.length === 0) return undefined;
  const json = JSON.stringify(Object.assign({}, ...seen));
  return json.length <= maxShownBytes ? { json } : { note: "larger than the log keeps" };
}
