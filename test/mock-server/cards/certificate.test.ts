import { expect, test } from "vitest";
import { certificate } from "../../../mock-server/cards/certificate.js";
import { accepted, cardOf, reasonOf, use } from "../../support/use.js";

const attempt = (action: keyof typeof certificate.usePass, balance: number, amount: number) => {
  const rule = certificate.usePass[action];
  if (rule === undefined) throw new Error(`no ${action}`);
  return rule(use<5>(cardOf(5, { balance }), {}, amount));
};

const apply = (...use: Parameters<typeof attempt>) => accepted(attempt(...use));

test("certificate.balance: starts at zero, is credited and spent in parts", () => {
  expect(certificate.balances({}, {})).toEqual({ balance: 0 });
  expect(apply("accruePoints", 0, 500)).toMatchObject({
    card: { balance: 500 },
    operations: [{ amount: 500, balance: 500 }],
  });
  expect(apply("spendPoints", 500, 200)).toMatchObject({
    card: { balance: 300 },
    operations: [{ amount: 200, balance: 300 }],
  });
});

test("certificate.balance: spending more than the balance is refused", () => {
  expect(reasonOf(attempt("spendPoints", 300, 301))).toMatch("not enough balance: 300 left, 301 requested");
});
