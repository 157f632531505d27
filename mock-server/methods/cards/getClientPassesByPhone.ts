import type { Method } from "../context.js";
import { phoneDigits } from "../wire.js";
import { cardRows } from "./cards-by-contact.js";

/** Lists the cards of all clients with this phone, in all templates of the company. */
export const getClientPassesByPhone: Method<"getClientPassesByPhone"> = async (context, { phone }) => {
  const clients = await context.tx.clientsByPhone(context.company.id, phoneDigits(phone) ?? "");
  return { result: 1, rows: await cardRows(context, clients) };
};
