/**
 * All refusals of the sandbox with their codes on the wire. A refusal is a value that is returned, not an Error. It
 * changes no record. `rule` is the id of the rule that refuses; `reason` becomes the header x-luna-why; `accepted` says
 * which request would succeed. Neither contains text of the client, except a key that resembles a parameter's name.
 */
import { orList } from "../shared/lists.js";
import { nearest } from "../shared/nearest.js";
import type { CardStatus, CardType, Iso } from "./model/records.js";
import type { RuleId } from "./rules.js";

/** Error codes of the vendor's page. */
export type ErrorCode = 1 | 2 | 3 | 4 | 5;

/** Common part of all refusals. `instanceof Refusal` tells a refusal from a result. */
export abstract class Refusal {
  abstract readonly kind: "documented" | "undocumented" | "sandbox";
  readonly rule: RuleId;
  readonly reason: string;
  readonly accepted: string;

  constructor(rule: RuleId, reason: string, accepted: string) {
    this.rule = rule;
    this.reason = reason;
    this.accepted = accepted;
  }
}

/** A refusal with one of the vendor's error codes. */
export class DocumentedRefusal extends Refusal {
  readonly kind = "documented";
  readonly code: ErrorCode;
  /** Of error 5: the client that has the phone or e-mail. */
  readonly userId: number | undefined;
  /** Of error 4: names of the missing parameters. */
  readonly missing: readonly string[];

  constructor(
    code: ErrorCode,
    rule: RuleId,
    reason: string,
    accepted: string,
    { userId, missing = [] }: { readonly userId?: number; readonly missing?: readonly string[] } = {},
  ) {
    super(rule, reason, accepted);
    this.code = code;
    this.userId = userId;
    this.missing = missing;
  }
}

/** The request must be refused, and the vendor documents no code. The switch undocumentedRefusal decides its form. */
export class UndocumentedRefusal extends Refusal {
  readonly kind = "undocumented";
}

/** A refusal that the vendor's API has no form for: an HTTP status and a message of the sandbox. */
export class SandboxRefusal extends Refusal {
  readonly kind = "sandbox";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    rule: RuleId,
    reason: string,
    accepted: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(rule, reason, accepted);
    this.status = status;
    this.headers = headers;
  }
}

/** Refusals that follow from the vendor's API, as methods and card types return them. */
export type MethodRefusal = DocumentedRefusal | UndocumentedRefusal;

export type AnyRefusal = MethodRefusal | SandboxRefusal;

// Error 1

const tokenHelp = "a company's token in the header x-access-token; GET /_luna/sandboxes has them";

/** The header is missing, empty or unknown; `reason` says which. */
export const invalidToken = (reason: string) => new DocumentedRefusal(1, "request.token", reason, tokenHelp);

/** The token was replaced or its sandbox was deleted while the request was handled. */
export const revokedToken = () => invalidToken("no company has the token of x-access-token any more");

/** The body was not read because its token was unknown when the request arrived. */
export const bodyNotRead = () =>
  new DocumentedRefusal(
    1,
    "request.token",
    "no company had the token of x-access-token when the request arrived",
    "the same request again",
  );

// Error 2

export const cardNotFound = () =>
  new DocumentedRefusal(
    2,
    "card.known",
    "passSerialNumber names no card",
    "a serial number that createPass or a list of cards returned",
  );

export const noCardForPhone = () =>
  new DocumentedRefusal(
    2,
    "card.byPhone",
    "no client of this template with this phone has a card",
    "a phone for which checkPassExistsByPhone returns 1",
  );

/** searchClient without a match, where the switch searchMiss is error2. */
export const noClientFound = () =>
  new DocumentedRefusal(
    2,
    "client.search",
    "no client of this template has this phone or e-mail (searchMiss=error2)",
    "a phone or an e-mail that a client of this template has; getClientsList lists them",
  );

// Error 3

export const cardOfOtherCompany = ({ owner, caller }: { readonly owner: string; readonly caller: string }) =>
  new DocumentedRefusal(
    3,
    "card.owned",
    "the card belongs to another company than the token",
    `the token of company ${owner}, or a card of company ${caller}`,
  );

// Error 4

export const missingParameters = (names: readonly string[], reason: string, accepted: string) =>
  new DocumentedRefusal(4, "request.required", reason, accepted, { missing: names });

/** Error 4 whose reason names the key of the body that resembles a missing parameter. */
export const misspeltParameter = (
  { missing, reason, accepted }: DocumentedRefusal,
  { key, name }: { readonly key: string; readonly name: string },
) => missingParameters(missing, `${reason}: unknown key "${key}"; did you mean "${name}"?`, accepted);

// Error 5

export const clientExists = ({ contact, userId }: { readonly contact: "phone" | "email"; readonly userId: number }) =>
  new DocumentedRefusal(
    5,
    "client.unique",
    `a client of this template has this ${contact} already`,
    `a ${contact} that no other client of this template has; userID in the response is the client with this ${contact}`,
    { userId },
  );

// Errors of faults

/** An error that a fault gives in place of the method. `userId` is the client of error 5. */
export const errorOfFault = (code: ErrorCode, faultId: string, userId?: number) =>
  new DocumentedRefusal(
    code,
    "request.fault",
    `the fault ${faultId} responds error ${code} in place of the method`,
    "the same request without the fault",
    userId === undefined ? {} : { userId },
  );

// Undocumented: the request itself

export const invalidBody = (found: string, accepted = "one JSON object") =>
  new UndocumentedRefusal("request.body", `the body is ${found}`, accepted);

export const wrongType = (name: string, type: string) =>
  new UndocumentedRefusal("request.type", `${name} must be of type ${type}`, `${name} as a JSON ${type}`);

export const wrongForm = (name: string) =>
  new UndocumentedRefusal(
    "request.type",
    `${name} does not match the document`,
    `${name} as GET /_luna/openapi.json describes it`,
  );

/** Amounts have a rule of their own, because their lower bound is no choice of the sandbox. */
const amounts: ReadonlySet<string> = new Set(["sum", "numberStumps", "numberRewards"]);

export const outOfRange = (name: string, bound: "at least" | "at most", limit: string) =>
  new UndocumentedRefusal(
    amounts.has(name) && bound === "at least" ? "amount.positive" : "request.range",
    `${name} must be ${bound} ${limit}`,
    `an integer that is ${bound} ${limit}`,
  );

export const pageBeforeFirst = () =>
  new UndocumentedRefusal("request.range", "page lies before the first page", "the first page or a later one");

export const tooLong = (name: string, limit: number) =>
  new UndocumentedRefusal(
    "request.length",
    `${name} must have at most ${limit} characters`,
    `${name} with at most ${limit} characters`,
  );

export const notUnicode = (name: string) =>
  new UndocumentedRefusal(
    "request.unicode",
    `${name} must be Unicode text, got half of a surrogate pair`,
    `${name} without half of a surrogate pair`,
  );

export function unknownValue(name: string, value: unknown, allowed: readonly string[]): UndocumentedRefusal {
  const near = typeof value === "string" ? nearest(value, allowed) : undefined;
  const hint = near === undefined ? `use one of ${allowed.join(", ")}` : `did you mean ${near}?`;
  return new UndocumentedRefusal("request.value", `unknown value of ${name}; ${hint}`, orList(allowed));
}

/** usePass on a card type without any action, such as membership without an expiry. */
export const noActionOfType = (type: CardType, accepted: string) =>
  new UndocumentedRefusal(
    "request.action",
    `usePass has no action for a card of type ${type} whose template has no expiry`,
    accepted,
  );

export const actionOfOtherType = (type: CardType, action: string, known: readonly string[]) =>
  new UndocumentedRefusal(
    "request.action",
    `a card of type ${type} has no action ${action}; use ${orList(known)}`,
    orList(known),
  );

// Undocumented: records

export const templateNotFound = (known: readonly number[]) =>
  new UndocumentedRefusal(
    "template.known",
    "idTemplate names no template of this company; getTemplates lists them",
    known.length === 0
      ? "no id: this company has no templates"
      : `an id of this company's templates: ${known.join(", ")}`,
  );

export const clientNotFound = () =>
  new UndocumentedRefusal(
    "client.known",
    "userID names no client of this template",
    "a userID that createClient or searchClient returned for this template; getClientsList lists them",
  );

export const pushToUninstalledCard = (status: CardStatus) =>
  new UndocumentedRefusal(
    "push.notInstalled",
    `the card is ${status}; a push reaches installed cards only`,
    "a card that is installed",
  );

export const pushTooLong = (limit: number) =>
  new UndocumentedRefusal(
    "push.length",
    `the text would have more than ${limit} characters`,
    "a shorter messageText, or fewer variables in it",
  );

// Undocumented: rules of cards

export const balanceTooLow = ({
  balance,
  amount,
  name,
}: {
  readonly balance: number;
  readonly amount?: number;
  readonly name: string;
}) =>
  new UndocumentedRefusal(
    "amount.enough",
    `not enough ${name}: ${balance} left${amount === undefined ? "" : `, ${amount} requested`}`,
    balance === 0 ? `no amount, while the card has no ${name}` : `from 1 to ${balance}`,
  );

export const balanceTooLarge = (accepted: string) =>
  new UndocumentedRefusal("amount.exact", "the balance would be too large to be exact", accepted);

export const cardExpired = (expiresAt: Iso, { canExtend }: { readonly canExtend: boolean }) =>
  canExtend
    ? new UndocumentedRefusal(
        "expiry.blocks",
        `the card expired at ${expiresAt}; setExpirationDate can extend it`,
        "setExpirationDate with a later date, and then this call; or this call before the card expired",
      )
    : new UndocumentedRefusal("expiry.blocks", `the card expired at ${expiresAt}`, "this call before the card expired");

export const noExpirySetting = () =>
  new UndocumentedRefusal(
    "expiry.set",
    "setExpirationDate needs a template with the expiry setting on",
    "a card of a template that has an expiry; here PATCH /_luna/sandboxes/:id/templates/:id can set one",
  );

export const alreadyRedeemed = (redeemedAt: Iso) =>
  new UndocumentedRefusal("coupon.redeem", `the coupon was redeemed at ${redeemedAt}`, "an unredeemed coupon");

export const notACoupon = (type: CardType) =>
  new UndocumentedRefusal("coupon.redeem", `redeem needs a coupon (type 3), got type ${type}`, "a card of type 3");

export const notAStampCard = (type: CardType) =>
  new UndocumentedRefusal(
    "stamp.onlyRewards",
    `useReward needs a stamp card (type 0), got type ${type}`,
    "a card of type 0",
  );

// Ours: HTTP status and message of the sandbox

export const invalidProfileHeader = (reason: string) =>
  new SandboxRefusal(400, "request.profile", `x-luna-profile: ${reason}`, "presentation switches as name=value");

export const invalidFaultHeader = (reason: string) =>
  new SandboxRefusal(400, "request.fault", `x-luna-fault: ${reason}`, "an effect such as error; code=2");

export function unknownMethod(
  near: string | undefined,
  known: readonly string[],
  { extraSlash }: { readonly extraSlash: boolean },
): SandboxRefusal {
  const hint =
    near === undefined
      ? `the methods are ${known.join(", ")}`
      : `did you mean ${near}?${extraSlash ? " remove the extra slash" : ""}`;
  return new SandboxRefusal(404, "request.method", `unknown method; ${hint}`, near ?? orList(known));
}

export const wrongVerb = (method: string) =>
  new SandboxRefusal(405, "request.verb", `${method} is called with POST`, "the same request with POST", {
    allow: "POST, OPTIONS",
  });

export const bodyTooLarge = (limit: number) =>
  new SandboxRefusal(413, "request.size", `the body is larger than ${limit} bytes`, "a smaller body", {
    connection: "close",
  });

export const compressedBody = () =>
  new SandboxRefusal(415, "request.encoding", "the body is compressed; send it as plain JSON", "plain JSON");

export const noRoomForBody = () =>
  new SandboxRefusal(
    503,
    "request.size",
    "the bodies of other requests take all the memory for bodies; try again",
    "the same request later",
    { "retry-after": "1" },
  );
