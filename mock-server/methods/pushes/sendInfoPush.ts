import { pushText } from "../../cards/push-text.js";
import type { Card } from "../../model/records.js";
import { type MethodRefusal, pushToUninstalledCard, Refusal } from "../../refusals.js";
import type { Context, Method } from "../context.js";
import { checkCard, clientOfCard, getTemplate } from "../context.js";
import { pageOf } from "../pages.js";

/** Sends a push to one card, or to a page of the installed cards of a template. */
export const sendInfoPush: Method<"sendInfoPush"> = async (context, request) => {
  context.recordRules("push.installed");
  if (request.pushSegment === "oneClient") {
    const found = checkCard(context, await context.tx.card(request.passSerialNumber));
    if (found instanceof Refusal) return found;
    const { card } = found;
    if (card.status !== "installed") return pushToUninstalledCard(card.status);
    return (await send(context, card, request.messageText)) ?? { result: 1 };
  }
  context.recordRules("push.tens");
  const template = await getTemplate(context, Number(request.idTemplate));
  if (template instanceof Refusal) return template;
  const cards = await context.tx.cardsWithStatus(template.id, "installed", pageOf("sendInfoPush", request.page));
  for (const card of cards) {
    const refusal = await send(context, card, request.messageText);
    if (refusal !== undefined) return refusal;
  }
  return { result: 1, numberOfRowsSelected: cards.length };
};

async function send(context: Context, card: Card, message: string): Promise<MethodRefusal | undefined> {
  const text = pushText(message, card, await clientOfCard(context, card));
  if (text instanceof Refusal) return text;
  if (text !== message) context.recordRules("push.variables");
  await context.tx.addPush({ serial: card.serial, at: context.now, message: text });
  return undefined;
}
