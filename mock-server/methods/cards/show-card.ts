import { cardTypes } from "../../cards/index.js";
import type { Card, Template } from "../../model/records.js";
import type { Context } from "../context.js";
import { cardInfo } from "../wire.js";

/** A card with the fields of its type, as getPassInfo answers it. */
export function showCard(context: Context, card: Card, template: Template): ReturnType<typeof cardInfo> {
  context.uses("card.status", ...cardTypes[card.type].shown);
  return cardInfo(card, template, context.urls);
}
