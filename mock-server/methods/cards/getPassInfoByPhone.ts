import { noCardForPhone } from "../../refusals.js";
import { ownCard } from "../context.js";
import type { Run } from "../run.js";
import { cardByPhone } from "./cards-by-contact.js";
import { showCard } from "./show-card.js";

/** The card of the template's client with this phone; error 2 if there is none. */
export const getPassInfoByPhone: Run<"getPassInfoByPhone"> = async (context, { idTemplate, phone }) => {
  const found = await cardByPhone(context, idTemplate, phone);
  if (found === undefined) throw noCardForPhone();
  const { card, template } = await ownCard(context, found.serial);
  return showCard(context, card, template);
};
