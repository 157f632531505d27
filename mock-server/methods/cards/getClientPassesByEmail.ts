import type { Method } from "../context.js";
import { cardRows } from "./cards-by-contact.js";

/** Lists the cards of all clients with this e-mail, in all templates of the company. */
export const getClientPassesByEmail: Method<"getClientPassesByEmail"> = async (context, { email }) => {
  const clients = await context.tx.clientsByEmail(context.company.id, email);
  return { result: 1, rows: await cardRows(context, clients) };
};
