import { Refusal } from "../../refusals.js";
import type { Method } from "../context.js";
import { getTemplate } from "../context.js";
import { pageOf } from "../pages.js";
import { clientRow } from "../wire.js";

/** Lists the clients of a template in order of creation. */
export const getClientsList: Method<"getClientsList"> = async (context, { idTemplate, page }) => {
  const template = await getTemplate(context, idTemplate);
  if (template instanceof Refusal) return template;
  context.recordRules("list.order", "list.pages", "client.form");
  const clients = await context.tx.clientsOf(template.id, pageOf("getClientsList", page));
  return { result: 1, rows: clients.map(clientRow) };
};
