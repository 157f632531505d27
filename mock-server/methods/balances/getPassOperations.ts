import { pageSize } from "../../../openapi/document.js";
import { ownCard, pageOf } from "../context.js";
import type { Run } from "../run.js";
import { dateTime } from "../wire.js";

/** What changed the card's balances, newest first, fifty a page. */
export const getPassOperations: Run<"getPassOperations"> = async (context, { passSerialNumber, page }) => {
  const { card } = await ownCard(context, passSerialNumber);
  context.uses("list.order", "list.pages", "list.operations");
  const operations = await context.tx.operationsOf(card.serial, pageOf(page, pageSize("getPassOperations")));
  const row = ({ id, at, action, amount, balance }: (typeof operations)[number]) => ({
    id,
    date: dateTime(at),
    action,
    amount,
    balance,
  });
  return { result: 1, rows: operations.map(row) };
};
