import type { Run } from "../run.js";
import { cardByPhone } from "./cards-by-contact.js";

/** 1 if the template's client with this phone has a card, whatever its status, else 0. */
export const checkPassExistsByPhone: Run<"checkPassExistsByPhone"> = async (context, { idTemplate, phone }) => ({
  result: (await cardByPhone(context, idTemplate, phone)) === undefined ? 0 : 1,
});
