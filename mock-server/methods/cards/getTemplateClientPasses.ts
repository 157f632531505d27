import type { RequestOf } from "../../../openapi/document.js";
import type { Card } from "../../model/records.js";
import { Refusal } from "../../refusals.js";
import type { Page } from "../../store/port.js";
import type { Context, Method } from "../context.js";
import { clientOfCard, getTemplate } from "../context.js";
import { pageOf } from "../pages.js";
import { clientRow } from "../wire.js";

type CardSelection = Exclude<RequestOf<"getTemplateClientPasses">["selectionMode"], "PassNotCreated">;

/** The cards of each selection. The vendor's page excludes expired cards from `PassInstalled`. */
const cardsOf: Readonly<
  Record<CardSelection, (context: Context, template: number, page: Page) => ReturnType<Context["tx"]["validCards"]>>
> = {
  PassInstalled: ({ tx, now }, template, page) => tx.validCards(template, now, page),
  passNotInstalled: ({ tx }, template, page) => tx.cardsWithStatus(template, "not installed", page),
  passDeleted: ({ tx }, template, page) => tx.cardsWithStatus(template, "deleted", page),
};

/** Lists the clients of a template by the status of their card, in order of creation. */
export const getTemplateClientPasses: Method<"getTemplateClientPasses"> = async (
  context,
  { idTemplate, selectionMode, page },
) => {
  const template = await getTemplate(context, idTemplate);
  if (template instanceof Refusal) return template;
  context.recordRules("list.order", "list.pages", "card.valid", "client.form");
  const part = pageOf("getTemplateClientPasses", page);
  if (selectionMode === "PassNotCreated") {
    return { result: 1, rows: (await context.tx.clientsWithoutCard(template.id, part)).map(clientRow) };
  }
  const row = async (card: Card) => ({
    ...clientRow(await clientOfCard(context, card)),
    serialNumber: card.serial,
    status: card.status,
  });
  const cards = await cardsOf[selectionMode](context, template.id, part);
  return { result: 1, rows: await Promise.all(cards.map(row)) };
};
