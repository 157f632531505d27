import { pageSize } from "../../../openapi/document.js";
import { pushText } from "../../cards/push-text.js";
import type { Card } from "../../model/records.js";
import { isRefusal, pushToUninstalledCard } from "../../refusals.js";
import { type Context, clientOfCard, ownCard, ownTemplate, pageOf } from "../context.js";
import type { Run } from "../run.js";

async function send(context: Context, card: Card, message: string): Promise<void> {
  const { tx, now } = context;
  const text = pushText(message, card, await clientOfCard(context, card));
  if (isRefusal(text)) throw text;
  if (text !== message) context.uses("push.variables");
  await tx.addPush({ serial: card.serial, at: now, message: text });
}

/** A push to one card, or to the next ten installed cards of a template. */
export const sendInfoPush: Run<"sendInfoPush"> = async (context, request) => {
  context.uses("push.installed");
  if (request.pushSegment === "oneClient") {
    const { card } = await ownCard(context, request.passSerialNumber);
    if (card.status !== "installed") {
      throw pushToUninstalledCard(card.status);
    }
    await send(context, card, request.messageText);
    return { result: 1 };
  }
  context.uses("push.tens");
  const { id } = await ownTemplate(context, Number(request.idTemplate));
  const page = pageOf(request.page, pageSize("sendInfoPush"));
  const cards = await context.tx.cardsWithStatus(id, "installed", page);
  for (const card of cards) await send(context, card, request.messageText);
  return { result: 1, numberOfRowsSelected: cards.length };
};
