import type { RuleProfile } from "../model/profile.js";
import type { BalancesByType, Card, CardType, Iso, OperationAction, Template } from "../model/records.js";
import type { ActionResult, CardRules } from "./card-rules.js";
import { cashback } from "./cashback.js";
import { certificate } from "./certificate.js";
import { coupon } from "./coupon.js";
import { discount } from "./discount.js";
import { refusalIfExpired } from "./expiry.js";
import { membership } from "./membership.js";
import { stamps } from "./stamps.js";
import { subscription } from "./subscription.js";

/** The rules of every card type; leaving one out does not compile. */
export const cardRules: { readonly [T in CardType]: CardRules<T> } = {
  0: stamps,
  1: cashback,
  2: subscription,
  3: coupon,
  4: discount,
  5: certificate,
  6: membership,
};

/** TypeScript cannot see that a card and the rules found by its type belong together; this is the one place that says so. */
const rulesOf = (type: CardType): CardRules<CardType> => cardRules[type] as unknown as CardRules<CardType>;

type KnownBalances = Partial<BalancesByType[CardType]>;

/** A card of `template`, not installed. What is not known of its balances is as on a card that was just issued. */
export function issue(
  template: Template,
  identity: Pick<Card, "serial" | "clientId">,
  issuedAt: Iso,
  expiresAt: Iso | null,
  known: KnownBalances = {},
): Card {
  return {
    serial: identity.serial,
    templateId: template.id,
    clientId: identity.clientId,
    type: template.type,
    status: "not installed",
    issuedAt,
    expiresAt,
    ...rulesOf(template.type).balances(template.settings, known),
  } as Card;
}

/** An action of the card's type and its amount. */
export interface PassUse {
  readonly action: OperationAction;
  readonly amount: number;
}

/** Applies a usePass action of the card's type. Returns a refusal if the card has expired. */
export function usePass(
  template: Template,
  card: Card,
  use: PassUse,
  now: Iso,
  profile: RuleProfile,
): ActionResult<CardType> {
  const expired = refusalIfExpired(template.expiry, card, now);
  if (expired !== undefined) return expired;
  const action = rulesOf(card.type).usePass[use.action];
  if (action === undefined)
    throw new Error(`the document allows ${use.action} on card type ${card.type}, the rules do not`);
  return action({ settings: template.settings, card, amount: use.amount, now, profile } as never);
}
