import { cardTypes } from "../../cards/index.js";
import { Refusal } from "../../refusals.js";
import type { IssuedCard } from "../../store/port.js";
import { type Context, checkCard, type Method } from "../context.js";
import { cardInfo } from "../wire.js";

/** Returns a card with the fields of its type. */
export const getPassInfo: Method<"getPassInfo"> = async (context, { passSerialNumber }) => {
  const found = checkCard(context, await context.tx.card(passSerialNumber));
  return found instanceof Refusal ? found : showCard(context, found);
};

/** Returns a card as getPassInfo shows it. */
export function showCard(context: Context, { card, template }: IssuedCard): ReturnType<typeof cardInfo> {
  context.recordRules("card.status", ...cardTypes[card.type].wireRules);
  return cardInfo(card, template, context.urls);
}
