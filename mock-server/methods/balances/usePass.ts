import { applyAction, setExpiration } from "../../cards/all-types.js";
import { cardTypes } from "../../cards/index.js";
import type { OperationAction } from "../../model/records.js";
import { Refusal } from "../../refusals.js";
import type { Method } from "../context.js";
import { checkCard, saveChange } from "../context.js";
import { validateUse } from "../validate.js";

/** Applies an action to a card. The other parameters are validated once the type of the card is known. */
export const usePass: Method<"usePass"> = async (context, parameters) => {
  const { tx, now, profile } = context;
  const found = checkCard(context, await tx.cardForUpdate(parameters.passSerialNumber));
  if (found instanceof Refusal) return found;
  const { card, template } = found;
  const use = validateUse(card.type, template.expiry.kind !== "none", parameters);
  if (use instanceof Refusal) return use;
  context.recordReadParameters(use.reads);
  if (use.action === "setExpirationDate") {
    context.recordRules("expiry.set");
    const extended = setExpiration(template.expiry, card, use.value);
    if (extended instanceof Refusal) return extended;
    await tx.saveCard(extended);
    return { result: 1 };
  }
  if (card.status !== "installed") context.recordRules("card.usableAnyway");
  const action = use.action as OperationAction;
  const change = applyAction(cardTypes[card.type], template, card, { action, amount: use.value }, now, profile);
  if (change instanceof Refusal) return change;
  context.recordRules(...change.rules);
  await saveChange(tx, now, change);
  return { result: 1 };
};
