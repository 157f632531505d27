/** Rules of all card types: expiry, exact amounts, the actions of usePass and of the customer. */

import { dayMs } from "../../shared/units.js";
import type { RuleProfile } from "../model/profile.js";
import type {
  BalancesByType,
  Card,
  CardStatus,
  CardType,
  CommonCardFields,
  Expiry,
  Iso,
  OperationAction,
  Template,
} from "../model/records.js";
import { balanceTooLarge, balanceTooLow, cardExpired, noExpirySetting, type UndocumentedRefusal } from "../refusals.js";
import type { ActionResult, CardTypeDescriptor } from "./card-type.js";

/** Returns the expiry date of a card that is issued at `now`; null if it never expires. */
export function expiryAtIssue(expiry: Expiry, now: Iso): Iso | null {
  if (expiry.kind === "none") return null;
  if (expiry.kind === "fixed") return expiry.at;
  return new Date(Date.parse(now) + expiry.days * dayMs).toISOString();
}

export function isExpired(card: Card, now: Iso): card is Card & { readonly expiresAt: Iso } {
  return card.expiresAt !== null && card.expiresAt <= now;
}

/** Returns the refusal of an expired card; undefined if the card can be used. */
export function refusalIfExpired(expiry: Expiry, card: Card, now: Iso): UndocumentedRefusal | undefined {
  return isExpired(card, now) ? cardExpired(card.expiresAt, { canExtend: expiry.kind !== "none" }) : undefined;
}

/** Returns the card with a new expiry date in UNIX seconds, or a refusal if the template has no expiry. */
export function setExpiration<C extends Card>(expiry: Expiry, card: C, unixSeconds: number): C | UndocumentedRefusal {
  if (expiry.kind === "none") return noExpirySetting();
  return { ...card, expiresAt: new Date(unixSeconds * 1000).toISOString() };
}

/** Returns `balance + amount`, or a refusal if the sum is not exact. `accepted` describes a valid amount. */
export function credit(balance: number, amount: number, accepted?: string): number | UndocumentedRefusal {
  const after = balance + amount;
  if (Number.isSafeInteger(after)) return after;
  return balanceTooLarge(accepted ?? `at most ${Number.MAX_SAFE_INTEGER - balance} more`);
}

/** Returns `balance - amount`, or a refusal if the balance is too low. `name` is that of the balance. */
export const debit = (balance: number, amount: number, name: string): number | UndocumentedRefusal =>
  amount > balance ? balanceTooLow({ balance, amount, name }) : balance - amount;

/** Returns a card with new balances. Naming the other fields takes a tenth of the time of a spread. */
export function withBalances<T extends CardType>(card: CommonCardFields<T>, balances: BalancesByType[T]): Card<T> {
  const { serial, templateId, clientId, type, status, issuedAt, expiresAt } = card;
  const changed: CommonCardFields<T> & BalancesByType[T] = {
    serial,
    templateId,
    clientId,
    type,
    status,
    issuedAt,
    expiresAt,
    ...balances,
  };
  return changed as Card<T>;
}

/** An action of the card's type and its amount. */
export interface PassUse {
  readonly action: OperationAction;
  readonly amount: number;
}

/** Applies a usePass action of the card's type. Returns a refusal if the card has expired. */
export function applyAction(
  descriptor: CardTypeDescriptor<CardType>,
  template: Template,
  card: Card,
  use: PassUse,
  now: Iso,
  profile: RuleProfile,
): ActionResult<CardType> {
  const expired = refusalIfExpired(template.expiry, card, now);
  if (expired !== undefined) return expired;
  const action = descriptor.usePass[use.action];
  if (action === undefined)
    throw new Error(`the document allows ${use.action} on card type ${card.type}, its descriptor does not`);
  return action({ settings: template.settings, card, amount: use.amount, now, profile } as never);
}

/** An action of the customer on the phone. */
export type CustomerAction = "install" | "delete";

/** Returns the card after the customer's action; undefined if its status does not allow it. Installing twice changes nothing. */
export function afterCustomer<C extends Card>(card: C, action: CustomerAction): C | undefined {
  const status: CardStatus = action === "install" ? "installed" : "deleted";
  if (action === "delete" && card.status === "not installed") return undefined;
  return card.status === status ? card : { ...card, status };
}
