import type { CardRules } from "./card-rules.js";

export const membership: CardRules<6> = {
  shown: ["membership.identity"],
  balances: () => ({}),
  usePass: {},
};
