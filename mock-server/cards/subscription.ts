import { Refusal } from "../refusals.js";
import type { RuleId } from "../rules.js";
import { credit, debit, withBalances } from "./all-types.js";
import {
  type ActionResult,
  type BalanceChange,
  type CardUse,
  defineCardType,
  maxStampsParameter,
  pick,
} from "./card-type.js";

function addStamps({ card, amount }: CardUse<2>): ActionResult<2> {
  const visits = credit(card.visits, amount);
  if (visits instanceof Refusal) return visits;
  return {
    card: withBalances(card, { visits, points: card.points }),
    operations: [{ action: "addStamps", amount, balance: visits }],
    rules: ["subscription.visits"],
  };
}

function takeStamps({ settings, card, amount }: CardUse<2>): ActionResult<2> {
  const visits = debit(card.visits, amount, "visits");
  if (visits instanceof Refusal) return visits;
  const operations: BalanceChange[] = [{ action: "takeStamps", amount, balance: visits }];
  const rules: RuleId[] = ["subscription.visits"];
  const earned = amount * settings.pointsPerVisit;
  const points = credit(card.points, earned, "fewer visits");
  if (points instanceof Refusal) return points;
  if (earned > 0) {
    operations.push({ action: "accruePoints", amount: earned, balance: points });
    rules.push("subscription.bonus");
  }
  return { card: withBalances(card, { visits, points }), operations, rules };
}

function spendPoints({ card, amount }: CardUse<2>): ActionResult<2> {
  const points = debit(card.points, amount, "bonus points");
  if (points instanceof Refusal) return points;
  return {
    card: withBalances(card, { visits: card.visits, points }),
    operations: [{ action: "spendPoints", amount, balance: points }],
    rules: ["subscription.points"],
  };
}

export const subscription = defineCardType({
  type: 2,
  name: "subscription",
  noun: "subscription",
  wireRules: ["subscription.visits", "subscription.bonus"],
  settings: ({ maxStamps = 10, pointsPerVisit = 0 }) => ({ maxStamps, pointsPerVisit }),
  invalidSettings: () => undefined,
  balances: (_settings, { visits = 0, points = 0 }) => ({ visits, points }),
  invalidBalances: () => undefined,
  usePass: { spendPoints, takeStamps, addStamps },
  hasRewards: false,
  wire: ({ visits, points }, { maxStamps }, image) => ({
    maxStamps,
    activeStamps: visits,
    numberScores: points,
    image: image(),
  }),
  undocumentedFields: () => ({}),
  facts: ({ visits, points }) => [
    ["Visits left", visits],
    ["Points", points],
  ],
  stampsPicture: ({ visits }, { maxStamps }) => ({ active: visits, max: maxStamps }),
  pushVariables: ({ visits }) => ({ passCurrentStamps: visits }),
  demo: {
    template: { id: 340_719, name: "Yoga", settings: { maxStamps: 10, pointsPerVisit: 3 } },
    clientId: 20_779_269,
    serial: "297150-586-205",
    steps: [
      ["addStamps", 6],
      ["takeStamps", 1],
      ["takeStamps", 2],
    ],
  },
  state: {
    parameters: {
      visits: { kind: "integer", default: "3", description: "Visits that are left; the API calls them activeStamps." },
      points: { kind: "integer", default: "9", description: "Bonus points; the API calls them numberScores." },
      maxStamps: maxStampsParameter,
      pointsPerVisit: {
        kind: "integer",
        default: "3",
        description: "Points a visit earns; a setting of the template.",
        max: 1_000_000,
        isSetting: true,
      },
    },
    balances: (input) => ({ visits: pick(input, "visits", 3), points: pick(input, "points", 9) }),
    impossible: () => undefined,
  },
  history: [{ balance: "visits", credit: "addStamps", debit: "takeStamps" }],
});
