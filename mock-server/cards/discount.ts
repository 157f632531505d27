import { Refusal } from "../refusals.js";
import { credit, debit, withBalances } from "./all-types.js";
import { type ActionResult, type CardUse, defineCardType } from "./card-type.js";
import { demoTiers, invalidTiers, percentAfter, percentAt, totalParameters, totalState } from "./tiers.js";

function increaseTotalSpentSum({ settings, card, amount, profile }: CardUse<4>): ActionResult<4> {
  const totalSpent = credit(card.totalSpent, amount);
  if (totalSpent instanceof Refusal) return totalSpent;
  const percent = percentAfter(settings.tiers, totalSpent, card.percent, profile);
  return {
    card: withBalances(card, { totalSpent, percent }),
    operations: [{ action: "increaseTotalSpentSum", amount, balance: totalSpent }],
    rules: ["discount.total", "discount.tier", "tier.reached"],
  };
}

function reduceTotalSpentSum({ settings, card, amount, profile }: CardUse<4>): ActionResult<4> {
  const totalSpent = debit(card.totalSpent, amount, "total spend");
  if (totalSpent instanceof Refusal) return totalSpent;
  const percent = percentAfter(settings.tiers, totalSpent, card.percent, profile);
  return {
    card: withBalances(card, { totalSpent, percent }),
    operations: [{ action: "reduceTotalSpentSum", amount, balance: totalSpent }],
    rules: ["discount.total", "tier.reduce"],
  };
}

export const discount = defineCardType({
  type: 4,
  name: "discount",
  noun: "discount",
  wireRules: ["discount.tier", "tier.reached"],
  settings: ({ tiers = [] }) => ({ tiers }),
  invalidSettings: ({ tiers }) => invalidTiers(tiers),
  balances: ({ tiers }, { totalSpent = 0, percent = percentAt(tiers, totalSpent) }) => ({ totalSpent, percent }),
  invalidBalances: () => undefined,
  usePass: { increaseTotalSpentSum, reduceTotalSpentSum },
  hasRewards: false,
  wire: ({ totalSpent, percent }) => ({ amountMoneySpentTotal: totalSpent, currentPersentBonus: percent }),
  undocumentedFields: () => ({}),
  facts: ({ totalSpent, percent }) => [
    ["Spent", totalSpent],
    ["Discount", `${percent} %`],
  ],
  stampsPicture: () => undefined,
  pushVariables: ({ percent }) => ({ passPersent: percent }),
  demo: {
    template: { id: 340_721, name: "Discount", settings: { tiers: demoTiers } },
    clientId: 20_779_271,
    serial: "297150-586-207",
    steps: [
      ["increaseTotalSpentSum", 12_000],
      ["reduceTotalSpentSum", 2_000],
    ],
  },
  state: { parameters: totalParameters, balances: totalState, impossible: () => undefined },
  history: [{ balance: "totalSpent", credit: "increaseTotalSpentSum", debit: "reduceTotalSpentSum" }],
});
