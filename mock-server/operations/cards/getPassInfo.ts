import { ownCard } from "../context.js";
import type { Run } from "../run.js";
import { cardInfo } from "../wire.js";

/** A card, with the fields of its type. */
export const getPassInfo: Run<"getPassInfo"> = async (context, { passSerialNumber }) => {
  const [card, template] = await ownCard(context, passSerialNumber);
  return cardInfo(card, template, context.urls);
};
