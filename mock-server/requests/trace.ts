import type { MethodFacts } from "../../openapi/document.js";
import { defaultProfile, type Profile, type SwitchName } from "../model/profile.js";
import type { SeenRecords } from "../model/records.js";
import type { Refusal } from "../refusals.js";
import type { RuleId } from "../rules.js";
import type { Change, TokenOwner } from "../store/port.js";

/** A refusal as the request log keeps it. */
export type Refused = Pick<Refusal, "kind" | "rule" | "reason" | "accepted">;

/** What handling a request has found out. */
export interface Trace {
  readonly requestId: string;
  /** Real time, milliseconds since 1970. */
  readonly at: number;
  /** By performance.now(), in milliseconds. */
  readonly started: number;
  /** The HTTP method. */
  readonly verb: string;
  /** What stands in the path for the method, known or not. */
  readonly name: string;
  /** What follows `?` in the path. */
  readonly query: string;
  /** The access token that was sent. It is kept only so that it can be taken out of what is shown. */
  readonly token: string | undefined;
  /** Names of headers that look like they carry the token, where x-access-token does not. */
  readonly credentials: readonly string[];
  /** The parameters that its form has; undefined for all that the method has. */
  reads: readonly string[] | undefined;
  readonly facts: MethodFacts | undefined;
  owner: TokenOwner | undefined;
  profile: Profile;
  /** Of a request that is explained, the switches on which its answer depends. */
  readonly consulted: Set<SwitchName> | undefined;
  readonly rules: RuleId[];
  /** Switches that had a say in how the request was taken in. */
  switches: readonly SwitchName[];
  /** Of a refused request: records that it looked at, as they were then. */
  seen: SeenRecords[];
  changes: readonly Changed[];
  refused: Refused | undefined;
}

/** A record that a request changed, or made. */
export interface Changed {
  readonly table: Change["table"];
  /** Its serial number or id; the table's name where there is only one. */
  readonly key: string | number;
}

/** Which records were changed; the sequences that give out ids are none. */
export const changedBy = (changes: readonly Change[]): readonly Changed[] => {
  const ofRecords = changes.some(isOfSequences) ? changes.filter((change) => !isOfSequences(change)) : changes;
  return ofRecords.map((change) => ({ table: change.table, key: keyOf(change) }));
};

const isOfSequences = ({ table }: Change): boolean => table === "sequences";

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

/** Shared by all traces, because the request log keeps ten thousand of them. */
const none: readonly never[] = [];

/** Fields of a request that are logged. */
type SentRequest = Pick<Trace, "verb" | "name" | "token"> & {
  readonly query?: string | undefined;
  readonly credentials?: readonly string[] | undefined;
};

/** The trace of a request of which nothing is known yet but what it says of itself. */
export const newTrace = (
  request: SentRequest,
  known: Pick<Trace, "requestId" | "at" | "facts"> & Partial<Pick<Trace, "consulted">>,
): Trace => ({
  requestId: known.requestId,
  at: known.at,
  started: performance.now(),
  verb: request.verb,
  name: known.facts?.id ?? request.name,
  query: request.query ?? "",
  token: request.token,
  credentials: request.credentials ?? none,
  reads: undefined,
  facts: known.facts,
  owner: undefined,
  profile: defaultProfile,
  consulted: known.consulted,
  rules: [],
  switches: none,
  seen: [],
  changes: none,
  refused: undefined,
});
