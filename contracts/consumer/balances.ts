import { MatchersV3 } from "@pact-foundation/pact";
import { dateTime, done, expired, given, type Interaction, nobodys, rivals, rows, serialOf } from "./interaction.js";

const { integer, like } = MatchersV3;

const use = (type: number, parameters: object) => ({ passSerialNumber: serialOf(type), ...parameters });
const history = (page: number) => ({ passSerialNumber: serialOf(0), page });
const operation = {
  id: integer(51),
  date: dateTime,
  action: like("addStamps"),
  amount: integer(1),
  balance: integer(13),
};

export const balanceInteractions: readonly Interaction[] = [
  given(["a stamp card"], "stamps", "usePass", use(0, { numberStumps: 2 }), done),
  given(["a cashback card"], "points that are earned", "usePass", use(1, { action: "accruePoints", sum: 5 }), done),
  given(["a cashback card"], "points that are spent", "usePass", use(1, { action: "spendPoints", sum: 400 }), done),
  given(
    ["a cashback card"],
    "money spent with a cashback card",
    "usePass",
    use(1, { action: "increaseTotalSpentSum", sum: 100 }),
    done,
  ),
  given(
    [["a cashback card", { points: 4 }]],
    "more points than there are",
    "usePass",
    use(1, { action: "spendPoints", sum: 5 }),
    { error: 4 },
  ),
  given(["a subscription card"], "a visit", "usePass", use(2, { action: "takeStamps", numberStumps: 1 }), done),
  given(["a subscription card"], "visits sold", "usePass", use(2, { action: "addStamps", numberStumps: 8 }), done),
  given(["a subscription card"], "bonus points spent", "usePass", use(2, { action: "spendPoints", sum: 9 }), done),
  given(
    ["a discount card"],
    "money spent with a discount card",
    "usePass",
    use(4, { action: "increaseTotalSpentSum", sum: 100 }),
    done,
  ),
  given(
    ["a discount card"],
    "money given back",
    "usePass",
    use(4, { action: "reduceTotalSpentSum", sum: 10_000 }),
    done,
  ),
  given(
    ["a certificate card"],
    "a certificate that is spent",
    "usePass",
    use(5, { action: "spendPoints", sum: 500 }),
    done,
  ),
  given(
    ["a certificate card"],
    "a certificate that is topped up",
    "usePass",
    use(5, { action: "accruePoints", sum: 100 }),
    done,
  ),
  given(
    ["an expired card"],
    "an expiry date that is put off",
    "usePass",
    { ...expired, action: "setExpirationDate", expiryDate: 1_800_000_000 },
    done,
  ),
  given(["an expired card"], "stamps for an expired card", "usePass", { ...expired, numberStumps: 1 }, { error: 4 }),
  given(["no card"], "stamps for no card", "usePass", { ...nobodys, numberStumps: 1 }, { error: 2 }),
  given(
    ["a card of another company"],
    "stamps for somebody else's card",
    "usePass",
    { ...rivals, numberStumps: 1 },
    {
      error: 3,
    },
  ),

  given(["a stamp card"], "a reward", "useReward", use(0, { numberRewards: 1 }), done),
  given(["a stamp card"], "more rewards than there are", "useReward", use(0, { numberRewards: 2 }), { error: 4 }),
  given(
    ["a card of another company"],
    "somebody else's reward",
    "useReward",
    { ...rivals, numberRewards: 1 },
    {
      error: 3,
    },
  ),

  given(["operations on a card"], "a full page of operations", "getPassOperations", history(1), {
    result: 1,
    rows: rows(50, operation),
  }),
  given(["operations on a card"], "the last page of operations", "getPassOperations", history(2), {
    result: 1,
    rows: rows(1, operation),
  }),
  given(["no card"], "the operations of no card", "getPassOperations", nobodys, { error: 2 }),
];
