import { MatchersV3 } from "@pact-foundation/pact";
import {
  aCard,
  aCardOfEachType,
  dateTime,
  done,
  expired,
  given,
  type Interaction,
  serialOf,
  twoPages,
} from "./interaction.js";

const { integer, like } = MatchersV3;

/** What usePass does to a card of a type. */
const uses: readonly (readonly [type: number, what: string, parameters: object])[] = [
  [0, "stamps", { numberStumps: 2 }],
  [1, "points that are earned", { action: "accruePoints", sum: 5 }],
  [1, "points that are spent", { action: "spendPoints", sum: 400 }],
  [1, "money spent with a cashback card", { action: "increaseTotalSpentSum", sum: 100 }],
  [1, "money given back with a cashback card", { action: "reduceTotalSpentSum", sum: 10_000 }],
  [2, "a visit", { action: "takeStamps", numberStumps: 1 }],
  [2, "visits sold", { action: "addStamps", numberStumps: 8 }],
  [2, "bonus points spent", { action: "spendPoints", sum: 9 }],
  [4, "money spent with a discount card", { action: "increaseTotalSpentSum", sum: 100 }],
  [4, "money given back with a discount card", { action: "reduceTotalSpentSum", sum: 10_000 }],
  [5, "a certificate that is spent", { action: "spendPoints", sum: 500 }],
  [5, "a certificate that is topped up", { action: "accruePoints", sum: 100 }],
];

const refused = { error: 4 };
const stamps = { passSerialNumber: serialOf(0) };
const points = { passSerialNumber: serialOf(1), action: "spendPoints", sum: 5 };
const putOff = { ...expired, action: "setExpirationDate", expiryDate: 1_800_000_000 };
const method = {
  id: integer(51),
  date: dateTime,
  action: like("addStamps"),
  amount: integer(1),
  balance: integer(13),
};

export const balanceInteractions: readonly Interaction[] = [
  ...uses.map(([type, what, parameters]) =>
    given([aCard(type)], what, "usePass", { passSerialNumber: serialOf(type), ...parameters }, done),
  ),
  // Every card can be extended; coupons and memberships can be used for nothing else.
  ...[0, 3, 6].map((type) =>
    given([["an expired card", { type }]], `an expiry date that is put off: ${aCard(type)}`, "usePass", putOff, done),
  ),
  ...aCardOfEachType.map((state, type) =>
    given([state], `a use that says nothing more: ${state}`, "usePass", { passSerialNumber: serialOf(type) }, refused),
  ),
  given([["a cashback card", { points: 4 }]], "more points than there are", "usePass", points, refused),
  given(["an expired card"], "stamps for an expired card", "usePass", { ...expired, numberStumps: 1 }, refused),

  given(["a stamp card"], "a reward", "useReward", { ...stamps, numberRewards: 1 }, done),
  given(["a stamp card"], "more rewards than there are", "useReward", { ...stamps, numberRewards: 2 }, refused),

  ...twoPages(["operations on a card"], "operations", "getPassOperations", stamps, method),
];
