import { pageSize } from "../../../openapi/document.js";
import { ownCard, pageOf } from "../context.js";
import type { Run } from "../run.js";
import { dateTime } from "../wire.js";

/** The pushes that a card got, newest first, ten a page. */
export const getInfoPushList: Run<"getInfoPushList"> = async (context, { passSerialNumber, page }) => {
  const { card } = await ownCard(context, passSerialNumber);
  context.uses("list.order", "list.pages");
  const pushes = await context.tx.pushesOf(card.serial, pageOf(page, pageSize("getInfoPushList")));
  return { result: 1, rows: pushes.map(({ id, at, message }) => ({ id, date: dateTime(at), message })) };
};
