import type { BalancesByType, Card, CardType, Iso, Template } from "../model/records.js";
import type { CardTypeDescriptor } from "./card-type.js";
import { cashback } from "./cashback.js";
import { certificate } from "./certificate.js";
import { coupon } from "./coupon.js";
import { discount } from "./discount.js";
import { membership } from "./membership.js";
import { stamps } from "./stamps.js";
import { subscription } from "./subscription.js";

/** A missing type does not compile. */
const descriptors = {
  0: stamps,
  1: cashback,
  2: subscription,
  3: coupon,
  4: discount,
  5: certificate,
  6: membership,
} as const satisfies { readonly [T in CardType]: CardTypeDescriptor<T> };

export type CardTypeName = (typeof descriptors)[CardType]["name"];

/** Descriptors by card type. TypeScript cannot relate a card to the descriptor found by its type. */
export const cardTypes = descriptors as unknown as Readonly<
  Record<CardType, CardTypeDescriptor<CardType, CardTypeName>>
>;

/** All card types in ascending order. */
export const allCardTypes: readonly CardType[] = Object.values(descriptors).map(({ type }) => type);

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
    ...cardTypes[template.type].balances(template.settings, known),
  } as Card;
}
