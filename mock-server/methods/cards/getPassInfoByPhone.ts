import { noCardForPhone, Refusal } from "../../refusals.js";
import type { Method } from "../context.js";
import { checkCard } from "../context.js";
import { cardByPhone } from "./cards-by-contact.js";
import { showCard } from "./getPassInfo.js";

/** Returns the card of the template's client with this phone; error 2 without a card. */
export const getPassInfoByPhone: Method<"getPassInfoByPhone"> = async (context, { idTemplate, phone }) => {
  const card = await cardByPhone(context, idTemplate, phone);
  if (card instanceof Refusal) return card;
  if (card === undefined) return noCardForPhone();
  const found = checkCard(context, await context.tx.card(card.serial));
  return found instanceof Refusal ? found : showCard(context, found);
};
