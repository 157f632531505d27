import { Refusal } from "../../refusals.js";
import type { Method } from "../context.js";
import { checkCard } from "../context.js";
import { pageOf } from "../pages.js";
import { dateTime } from "../wire.js";

/** Lists the pushes of a card, newest first. */
export const getInfoPushList: Method<"getInfoPushList"> = async (context, { passSerialNumber, page }) => {
  const found = checkCard(context, await context.tx.card(passSerialNumber));
  if (found instanceof Refusal) return found;
  context.recordRules("list.order", "list.pages");
  const pushes = await context.tx.pushesOf(passSerialNumber, pageOf("getInfoPushList", page));
  return { result: 1, rows: pushes.map(({ id, at, message }) => ({ id, date: dateTime(at), message })) };
};
