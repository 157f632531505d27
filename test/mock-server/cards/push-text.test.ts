import { expect, test } from "vitest";
import { pushText } from "../../../mock-server/cards/push-text.js";
import type { Client } from "../../../mock-server/model/records.js";
import { cardOf } from "../../support/use.js";

const client: Client = {
  id: 1,
  templateId: 1,
  sName: "Doe",
  fName: "Jane {{clientPhone}}",
  phone: "12025550143",
  email: null,
  dateOfBirth: null,
  fields: {},
};
const stamps = cardOf(0, { activeStamps: 3, totalStamps: 13, unusedRewards: 1, autoUseRewards: 0 });

test("push.variables: values replace names once, not inside other values", () => {
  expect(pushText("{{clientFName}}/{{ clientSName }}", stamps, client)).toBe("Jane {{clientPhone}}/Doe");
});

test("push.variables: a missing value becomes empty, an unknown name stays", () => {
  expect(pushText("[{{clientEmail}}] [{{clientDateOfBirth}}] {{nothing}} {{toString}} {{", stamps, client)).toBe(
    "[] [] {{nothing}} {{toString}} {{",
  );
});

test.each([
  [stamps, "3 13 1  "],
  [cardOf(1, { points: 400, totalSpent: 10_000, percent: 4 }), "   400 4"],
  [cardOf(2, { visits: 3, points: 9 }), "3    "],
  [cardOf(4, { totalSpent: 10_000, percent: 4 }), "    4"],
  [cardOf(5, { balance: 500 }), "    "],
  [cardOf(6, {}), "    "],
])("push.variables: a card shows the variables of its type (%#)", (card, expected) => {
  const text = "{{passCurrentStamps}} {{passTotalStamps}} {{passUnusedRewards}} {{passPoints}} {{passPersent}}";
  expect(pushText(text, card, client)).toBe(expected);
});
