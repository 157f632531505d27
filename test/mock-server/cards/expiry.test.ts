import { expect, test } from "vitest";
import {
  applyAction,
  expiryAtIssue,
  isExpired,
  refusalIfExpired,
  setExpiration,
} from "../../../mock-server/cards/all-types.js";
import { cardTypes } from "../../../mock-server/cards/index.js";
import { defaultProfile } from "../../../mock-server/model/profile.js";
import type { Template } from "../../../mock-server/model/records.js";
import { accepted, cardOf, reasonOf } from "../../support/use.js";

const now = "2026-01-15T12:00:00.000Z";
const card = { ...cardOf(5, { balance: 10 }), expiresAt: now };

test("expiry.setting: none, a fixed date, or days after issue", () => {
  expect(expiryAtIssue({ kind: "none" }, now)).toBeNull();
  expect(expiryAtIssue({ kind: "fixed", at: "2027-01-01T00:00:00.000Z" }, now)).toBe("2027-01-01T00:00:00.000Z");
  expect(expiryAtIssue({ kind: "afterIssue", days: 30 }, now)).toBe("2026-02-14T12:00:00.000Z");
});

test("a card expires exactly at its date", () => {
  expect(isExpired(card, "2026-01-15T11:59:59.999Z")).toBe(false);
  expect(isExpired(card, now)).toBe(true);
  expect(isExpired({ ...card, expiresAt: null }, "9999-12-31T23:59:59.999Z")).toBe(false);
});

test("expiry.blocks: an expired card cannot be used", () => {
  expect(reasonOf(refusalIfExpired({ kind: "afterIssue", days: 1 }, card, now))).toMatch(
    "the card expired at 2026-01-15T12:00:00.000Z",
  );
  const template = { id: 1, companyId: "main", name: "T", type: 5, expiry: { kind: "none" }, settings: {} } as Template;
  expect(
    reasonOf(
      applyAction(cardTypes[card.type], template, card, { action: "spendPoints", amount: 1 }, now, defaultProfile),
    ),
  ).toMatch(/expired/);
});

test("expiry.set: sets UNIX seconds if the template has an expiry", () => {
  const unix = Date.parse("2027-01-01T00:00:00Z") / 1000;
  const extended = accepted(setExpiration({ kind: "afterIssue", days: 1 }, card, unix));
  expect(extended.expiresAt).toBe("2027-01-01T00:00:00.000Z");
  expect(reasonOf(setExpiration({ kind: "none" }, card, unix))).toMatch(/needs a template with the expiry setting on/);
});
