import type { Run } from "../run.js";
import { phoneDigits } from "../wire.js";
import { cardRows } from "./cards-by-contact.js";

/** The cards of everybody with this phone, in all templates of the company. */
export const getClientPassesByPhone: Run<"getClientPassesByPhone"> = async (context, { phone }) => {
  const clients = await context.tx.clientsByPhone(context.company.id, phoneDigits(phone) ?? "");
  return { result: 1, rows: await cardRows(context, clients) };
};
