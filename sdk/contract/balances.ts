import { MatchersV3 } from "@pact-foundation/pact";
import { contractCardTypes } from "./card-types.js";
import {
  aCard,
  aCardOfEachType,
  dateTimeMatcher,
  done,
  expired,
  interaction,
  type SdkInteraction,
  serialOf,
  twoPages,
} from "./interaction.js";

const { integer, like } = MatchersV3;

const refused = { error: 4 };
const stamps = { passSerialNumber: serialOf(0) };
const points = { passSerialNumber: serialOf(1), action: "spendPoints", sum: 5 };
const putOff = { ...expired, action: "setExpirationDate", expiryDate: 1_800_000_000 };
const operationRow = {
  id: integer(51),
  date: dateTimeMatcher,
  action: like("addStamps"),
  amount: integer(1),
  balance: integer(13),
};

export const balanceInteractions: readonly SdkInteraction[] = [
  ...contractCardTypes.flatMap(({ serial, uses }, type) =>
    uses.map(([description, parameters]) =>
      interaction([aCard(type)], description, "usePass", { passSerialNumber: serial, ...parameters }, done),
    ),
  ),
  // Every card can be extended; coupons and memberships can be used for nothing else.
  ...[0, 3, 6].map((type) =>
    interaction(
      [["an expired card", { type }]],
      `an expiry date that is put off: ${aCard(type)}`,
      "usePass",
      putOff,
      done,
    ),
  ),
  ...aCardOfEachType.map((state, type) =>
    interaction(
      [state],
      `a use without parameters: ${state}`,
      "usePass",
      { passSerialNumber: serialOf(type) },
      refused,
    ),
  ),
  interaction([["a cashback card", { points: 4 }]], "more points than there are", "usePass", points, refused),
  interaction(["an expired card"], "stamps for an expired card", "usePass", { ...expired, numberStumps: 1 }, refused),

  interaction(["a stamp card"], "a reward", "useReward", { ...stamps, numberRewards: 1 }, done),
  interaction(["a stamp card"], "more rewards than there are", "useReward", { ...stamps, numberRewards: 2 }, refused),

  ...twoPages(["operations on a card"], "operations", "getPassOperations", stamps, operationRow),
];
