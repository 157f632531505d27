import { nearestSurely } from "../../shared/nearest.js";
import { defaultProfile } from "../model/profile.js";
import { type AnyRefusal, type ErrorCode, errorOfFault, misspeltParameter, revokedToken } from "../refusals.js";
import type { Exchange, FiredFault, Notes, Outcome, VendorResponse } from "../requests/exchange.js";
import { type RuleId, rules } from "../rules.js";
import {
  type Change,
  StateGoneError,
  StoreFullError,
  StoreUnavailableError,
  UnknownSandboxError,
} from "../store/port.js";
import { type Presented, presentAnswer, presentMessage, presentRefusal } from "./present.js";
import type { Authenticated, Sender } from "./request.js";

const none: readonly never[] = [];
const noNotes: Notes = { rules: none, seen: none, reads: undefined, switches: none };

/** Creates the outcome of a method that returned an answer. */
export function succeeded(
  caller: Authenticated,
  answer: object,
  notes: Partial<Notes>,
  changes: readonly Change[],
): Outcome {
  const { observed, method } = caller;
  // The canonical answer is in the default profile.
  const presented =
    observed === defaultProfile
      ? { status: 200, contentType: "application/json", body: answer }
      : presentAnswer(method.id, answer, observed);
  return conclude(caller, presented, notes, changes);
}

/** Creates the outcome of a refused request. */
export function refused(
  exchange: Exchange,
  sender: Sender,
  refusal: AnyRefusal,
  notes: Partial<Notes> = noNotes,
): Outcome {
  const named = nameMisspelt(refusal, exchange);
  return conclude(sender, { ...presentRefusal(exchange.method?.id, named, sender.observed), refused: named }, notes);
}

/** Creates the outcome of a request whose fault takes the place of the method. Only an error has a response yet. */
export function replaced(exchange: Exchange, caller: Authenticated, { id, effect }: FiredFault): Outcome {
  if (effect.kind === "error")
    return refused(exchange, caller, errorOfFault(effect.code as ErrorCode, id, effect.userID));
  return conclude(caller, { status: 0, contentType: "application/json", body: null }, noNotes);
}

/** Creates the outcome of a request that failed. Logs unexpected errors. */
export function failed(exchange: Exchange, sender: Sender, error: unknown, log: (message: string) => void): Outcome {
  if (error instanceof UnknownSandboxError) {
    // The request does not belong to a later sandbox of the same name.
    return refused(exchange, { ...sender, owner: undefined }, revokedToken());
  }
  return conclude(sender, presentError(exchange, error, log), noNotes);
}

function presentError({ requestId, method }: Exchange, error: unknown, log: (message: string) => void): Presented {
  if (error instanceof StoreFullError) return presentMessage(507, error.message);
  if (error instanceof StateGoneError) return presentMessage(503, error.message);
  if (error instanceof StoreUnavailableError) return presentMessage(error.status, error.message);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log(`request ${requestId} (${method?.id ?? "no method"}) failed: ${text}`);
  return presentMessage(500, `internal error; see request ${requestId} in the server's log`);
}

function conclude(
  { owner, version, profile, consulted }: Sender,
  { status, contentType, body, headers, refused }: Presented,
  { rules = none, seen = none, reads, switches = none }: Partial<Notes>,
  changes: readonly Change[] = none,
): Outcome {
  return {
    owner,
    version,
    profile,
    consulted,
    status,
    contentType,
    body,
    headers,
    refused,
    rules: refused === undefined || rules.includes(refused.rule) ? rules : [...rules, refused.rule],
    seen,
    reads,
    switches,
    changes,
  };
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

/** Maximum length of the value of a header, in characters. */
const maxHeaderLength = 512;

/** Serializes an outcome. */
export function toResponse({ requestId }: Exchange, outcome: Outcome): VendorResponse {
  const { status, contentType, body, headers, refused, consulted } = outcome;
  const sent: Record<string, string> = headers === undefined ? {} : { ...headers };
  sent["content-type"] = contentType;
  sent["x-luna-request-id"] = requestId;
  if (refused !== undefined) sent["x-luna-why"] = refused.reason.slice(0, maxHeaderLength);
  if (consulted !== undefined) {
    sent["x-luna-rules"] = withEvidence(outcome.rules).slice(0, maxHeaderLength);
    sent["x-luna-switches"] = [...consulted].join(", ");
  }
  return { status, headers: sent, body: JSON.stringify(body) };
}

/** Lists rules with their evidence levels, such as `stamp.add documented, stamp.wrap inferred`. */
const withEvidence = (ids: readonly RuleId[]): string => ids.map((id) => `${id} ${rules[id].level}`).join(", ");
