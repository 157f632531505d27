import { ownCard } from "../context.js";
import type { Run } from "../run.js";
import { showCard } from "./show-card.js";

/** A card, with the fields of its type. */
export const getPassInfo: Run<"getPassInfo"> = async (context, { passSerialNumber }) => {
  const { card, template } = await ownCard(context, passSerialNumber);
  return showCard(context, card, template);
};
