import { applyAction } from "../cards/all-types.js";
import type { ActionResult, CardUse } from "../cards/card-type.js";
import { redeem } from "../cards/coupon.js";
import { cardTypes } from "../cards/index.js";
import { writeOffRewards } from "../cards/stamps.js";
import { defaultProfile } from "../model/profile.js";
import type { Card, CardType, Iso, OperationAction, Template } from "../model/records.js";

/** A change in the made-up history of a card. */
export type Step = (card: Card, template: Template, at: Iso) => ActionResult<CardType>;

/** Returns the step of an action, also of those that a usePass request cannot name. */
export const stepOf =
  (action: OperationAction, amount: number): Step =>
  (card, template, now) => {
    if (action === "redeem") return redeem(card as Card<3>, now);
    if (action !== "useReward")
      return applyAction(cardTypes[card.type], template, card, { action, amount }, now, defaultProfile);
    return writeOffRewards({ card, settings: template.settings, amount, now, profile: defaultProfile } as CardUse<0>);
  };
