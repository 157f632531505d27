import { pageSize } from "../../../openapi/document.js";
import { ownTemplate, pageOf } from "../context.js";
import type { Run } from "../run.js";
import { clientRow } from "../wire.js";

/** The clients of a template, ten a page in order of creation. */
export const getClientsList: Run<"getClientsList"> = async (context, { idTemplate, page }) => {
  const { id } = await ownTemplate(context, idTemplate);
  context.uses("list.order", "list.pages", "client.form");
  const clients = await context.tx.clientsOf(id, pageOf(page, pageSize("getClientsList")));
  return { result: 1, rows: clients.map(clientRow) };
};
