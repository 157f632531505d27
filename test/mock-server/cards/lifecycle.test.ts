import { expect, test } from "vitest";
import { afterCustomer } from "../../../mock-server/cards/all-types.js";
import { cardOf } from "../../support/use.js";

const card = { ...cardOf(6, {}), status: "not installed" as const };

test("card.status: a card is installed, deleted and installed again", () => {
  const installed = afterCustomer(card, "install");
  expect(installed?.status).toBe("installed");
  const deleted = installed && afterCustomer(installed, "delete");
  expect(deleted?.status).toBe("deleted");
  expect(deleted && afterCustomer(deleted, "install")?.status).toBe("installed");
});

test("a second installation and an early deletion change nothing", () => {
  const installed = afterCustomer(card, "install");
  expect(installed && afterCustomer(installed, "install")).toBe(installed);
  expect(afterCustomer(card, "delete")).toBeUndefined();
});
