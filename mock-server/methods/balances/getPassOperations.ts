import { Refusal } from "../../refusals.js";
import type { Method } from "../context.js";
import { checkCard } from "../context.js";
import { pageOf } from "../pages.js";
import { dateTime } from "../wire.js";

/** Lists the changes of a card's balances, newest first. */
export const getPassOperations: Method<"getPassOperations"> = async (context, { passSerialNumber, page }) => {
  const found = checkCard(context, await context.tx.card(passSerialNumber));
  if (found instanceof Refusal) return found;
  context.recordRules("list.order", "list.pages", "list.operations");
  const operations = await context.tx.operationsOf(passSerialNumber, pageOf("getPassOperations", page));
  const row = ({ id, at, action, amount, balance }: (typeof operations)[number]) => ({
    id,
    date: dateTime(at),
    action,
    amount,
    balance,
  });
  return { result: 1, rows: operations.map(row) };
};
