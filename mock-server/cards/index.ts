import type { RuleProfile } from "../model/profile.js";
import type { BalancesByType, Card, CardType, Iso, OperationAction, Template } from "../model/records.js";
import type { ActionResult, CardTypeDescriptor } from "./card-type.js";
import { cashback } from "./cashback.js";
import { certificate } from "./certificate.js";
import { coupon } from "./coupon.js";
import { discount } from "./discount.js";
import { refusalIfExpired } from "./expiry.js";
import { membership } from "./membership.js";
import { stamps } from "./stamps.js";
import { subscription } from "./subscription.js";

/** Descriptors by card type; a missing type does not compile. */
export const cardTypes = {
  0: stamps,
  1: cashback,
  2: subscription,
  3: coupon,
  4: discount,
  5: certificate,
  6: membership,
} as const satisfies { readonly [T in CardType]: CardTypeDescriptor<T> };

export type CardTypeName = (typeof cardTypes)[CardType]["name"];

/** Returns the descriptor of a type. TypeScript cannot relate a card to the descriptor found by its type. */
export const cardTypeOf = (type: CardType): CardTypeDescriptor<CardType, CardTypeName> =>
  cardTypes[type] as unknown as CardTypeDescriptor<CardType, CardTypeName>;

/** All card types in ascending order. */
export const allCardTypes: readonly CardType[] = Object.values(cardTypes).map(({ type }) => type);

type KnownBalances = Partial<BalancesByType[CardType]>;

/** Returns a new card of a template, not installed. Missing balances are those of a new card. */
export function issueCard(
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
    ...cardTypeOf(template.type).balances(template.settings, known),
  } as Card;
}

/** An action of the card's type and its amount. */
export interface PassUse {
  readonly action: OperationAction;
  readonly amount: number;
}

/** Applies a usePass action of the card's type. Returns a refusal if the card has expired. */
export function applyAction(
  template: Template,
  card: Card,
  use: PassUse,
  now: Iso,
  profile: RuleProfile,
): ActionResult<CardType> {
  const expired = refusalIfExpired(template.expiry, card, now);
  if (expired !== undefined) return expired;
  const action = cardTypeOf(card.type).usePass[use.action];
  if (action === undefined)
    throw new Error(`the document allows ${use.action} on card type ${card.type}, its descriptor does not`);
  return action({ settings: template.settings, card, amount: use.amount, now, profile } as never);
}
