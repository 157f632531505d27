import type { Run } from "../run.js";
import { cardRows } from "./cards-by-contact.js";

/** The cards of everybody with this e-mail, in all templates of the company. */
export const getClientPassesByEmail: Run<"getClientPassesByEmail"> = async (context, { email }) => {
  const clients = await context.tx.clientsByEmail(context.company.id, email);
  return { result: 1, rows: await cardRows(context, clients) };
};
