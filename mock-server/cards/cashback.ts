import { Refusal } from "../refusals.js";
import type { RuleId } from "../rules.js";
import { credit, debit, withBalances } from "./all-types.js";
import { type ActionResult, type BalanceChange, type CardUse, defineCardType, pick } from "./card-type.js";
import { demoTiers, invalidTiers, percentAfter, percentAt, percentOf, totalParameters, totalState } from "./tiers.js";

function accruePoints({ card, amount }: CardUse<1>): ActionResult<1> {
  const points = credit(card.points, amount);
  if (points instanceof Refusal) return points;
  return {
    card: withBalances(card, { points, totalSpent: card.totalSpent, percent: card.percent }),
    operations: [{ action: "accruePoints", amount, balance: points }],
    rules: ["cashback.points"],
  };
}

function spendPoints({ card, amount }: CardUse<1>): ActionResult<1> {
  const points = debit(card.points, amount, "points");
  if (points instanceof Refusal) return points;
  return {
    card: withBalances(card, { points, totalSpent: card.totalSpent, percent: card.percent }),
    operations: [{ action: "spendPoints", amount, balance: points }],
    rules: ["cashback.points"],
  };
}

function increaseTotalSpentSum({ settings, card, amount, profile }: CardUse<1>): ActionResult<1> {
  const totalSpent = credit(card.totalSpent, amount);
  if (totalSpent instanceof Refusal) return totalSpent;
  const percent = percentAfter(settings.tiers, totalSpent, card.percent, profile);
  const operations: BalanceChange[] = [{ action: "increaseTotalSpentSum", amount, balance: totalSpent }];
  const rules: RuleId[] = ["cashback.total", "cashback.tier", "tier.reached"];
  const earned = profile.spendAccruesPoints === "yes" ? percentOf(amount, percent) : 0;
  const points = credit(card.points, earned, "a smaller sum");
  if (points instanceof Refusal) return points;
  if (earned > 0) {
    operations.push({ action: "accruePoints", amount: earned, balance: points });
    rules.push("cashback.spendAccrues");
  }
  return { card: withBalances(card, { points, totalSpent, percent }), operations, rules };
}

function reduceTotalSpentSum({ settings, card, amount, profile }: CardUse<1>): ActionResult<1> {
  const totalSpent = debit(card.totalSpent, amount, "total spend");
  if (totalSpent instanceof Refusal) return totalSpent;
  const percent = percentAfter(settings.tiers, totalSpent, card.percent, profile);
  return {
    card: withBalances(card, { points: card.points, totalSpent, percent }),
    operations: [{ action: "reduceTotalSpentSum", amount, balance: totalSpent }],
    rules: ["cashback.total", "tier.reduce"],
  };
}

export const cashback = defineCardType({
  type: 1,
  name: "cashback",
  noun: "cashback",
  wireRules: ["cashback.tier", "tier.reached"],
  settings: ({ tiers = [] }) => ({ tiers }),
  invalidSettings: ({ tiers }) => invalidTiers(tiers),
  balances: ({ tiers }, { points = 0, totalSpent = 0, percent = percentAt(tiers, totalSpent) }) => ({
    points,
    totalSpent,
    percent,
  }),
  invalidBalances: () => undefined,
  usePass: { spendPoints, accruePoints, increaseTotalSpentSum, reduceTotalSpentSum },
  hasRewards: false,
  wire: ({ totalSpent, percent, points }) => ({
    amountMoneySpentTotal: totalSpent,
    currentPersentBonus: percent,
    amountMoneyBonus: points,
  }),
  undocumentedFields: () => ({}),
  facts: ({ points, totalSpent, percent }) => [
    ["Points", points],
    ["Spent", totalSpent],
    ["Cashback", `${percent} %`],
  ],
  stampsPicture: () => undefined,
  pushVariables: ({ points, percent }) => ({ passPoints: points, passPersent: percent }),
  demo: {
    template: { id: 340_718, name: "Cashback", settings: { tiers: demoTiers } },
    clientId: 20_779_268,
    serial: "297150-586-204",
    steps: [
      ["increaseTotalSpentSum", 10_000],
      ["accruePoints", 400],
    ],
  },
  state: {
    parameters: { points: { kind: "integer", default: "400", description: "The points." }, ...totalParameters },
    balances: (input) => ({ points: pick(input, "points", 400), ...totalState(input) }),
    impossible: () => undefined,
  },
  history: [{ balance: "points", credit: "accruePoints", debit: "spendPoints" }],
});
