import { cardTypes } from "../../cards/index.js";
import type { IssuedCard } from "../../store/port.js";
import type { Context } from "../context.js";
import { cardInfo } from "../wire.js";

/** Returns a card as getPassInfo shows it. */
export function showCard(context: Context, { card, template }: IssuedCard): ReturnType<typeof cardInfo> {
  context.recordRules("card.status", ...cardTypes[card.type].shown);
  return cardInfo(card, template, context.urls);
}
