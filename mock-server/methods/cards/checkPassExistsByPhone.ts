import { Refusal } from "../../refusals.js";
import type { Method } from "../context.js";
import { cardByPhone } from "./cards-by-contact.js";

/** Returns 1 if the template's client with this phone has a card in any status, otherwise 0. */
export const checkPassExistsByPhone: Method<"checkPassExistsByPhone"> = async (context, { idTemplate, phone }) => {
  const card = await cardByPhone(context, idTemplate, phone);
  if (card instanceof Refusal) return card;
  return { result: card === undefined ? 0 : 1 };
};
