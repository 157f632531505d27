import { isRefusal } from "../../refusals.js";
import { getCard } from "../card-access.js";
import type { Method } from "../context.js";
import { showCard } from "./show-card.js";

/** Returns a card with the fields of its type. */
export const getPassInfo: Method<"getPassInfo"> = async (context, { passSerialNumber }) => {
  const found = await getCard(context, passSerialNumber);
  return isRefusal(found) ? found : showCard(context, found);
};
