import { pageSize, type RequestOf } from "../../../openapi/document.js";
import type { Card } from "../../model/records.js";
import type { Page } from "../../store/port.js";
import { type Context, clientOfCard, ownTemplate, pageOf } from "../context.js";
import type { Run } from "../run.js";
import { clientRow } from "../wire.js";

type Mode = Exclude<RequestOf<"getTemplateClientPasses">["selectionMode"], "PassNotCreated">;

/** The cards of each selection; `PassInstalled` leaves out the expired ones, as the vendor's page says. */
const cardsOf: Readonly<
  Record<Mode, (context: Context, template: number, page: Page) => ReturnType<Context["tx"]["validCards"]>>
> = {
  PassInstalled: ({ tx, now }, template, page) => tx.validCards(template, now, page),
  passNotInstalled: ({ tx }, template, page) => tx.cardsWithStatus(template, "not installed", page),
  passDeleted: ({ tx }, template, page) => tx.cardsWithStatus(template, "deleted", page),
};

/** The clients of a template by the state of their card, a hundred a page in order of creation. */
export const getTemplateClientPasses: Run<"getTemplateClientPasses"> = async (
  context,
  { idTemplate, selectionMode, page },
) => {
  const { id } = await ownTemplate(context, idTemplate);
  context.uses("list.order", "list.pages", "card.valid", "client.form");
  const part = pageOf(page, pageSize("getTemplateClientPasses"));
  if (selectionMode === "PassNotCreated") {
    return { result: 1, rows: (await context.tx.clientsWithoutCard(id, part)).map(clientRow) };
  }
  const row = async (card: Card) => ({
    ...clientRow(await clientOfCard(context, card)),
    serialNumber: card.serial,
    status: card.status,
  });
  const cards = await cardsOf[selectionMode](context, id, part);
  return { result: 1, rows: await Promise.all(cards.map(row)) };
};
