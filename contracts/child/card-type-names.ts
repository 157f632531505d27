import type { CardType } from "../../mock-server/index.js";

/** The card types as environment variables and `templates` call them. */
export const cardTypeNames = {
  stamps: 0,
  cashback: 1,
  subscription: 2,
  coupon: 3,
  discount: 4,
  certificate: 5,
  membership: 6,
} as const satisfies Readonly<Record<string, CardType>>;
export type CardTypeName = keyof typeof cardTypeNames;
