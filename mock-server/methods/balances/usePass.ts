import { setExpiration } from "../../cards/expiry.js";
import { usePass as applyUse } from "../../cards/index.js";
import type { OperationAction } from "../../model/records.js";
import { isRefusal } from "../../refusals.js";
import { keepOutcome, ownCardForUpdate } from "../context.js";
import type { Run } from "../run.js";
import { validateUse } from "../validate.js";

/** Changes a card: what can be asked depends on its type, so the parameters are checked once the card is known. */
export const usePass: Run<"usePass"> = async (context, parameters) => {
  const { tx, now, profile } = context;
  const { card, template } = await ownCardForUpdate(context, parameters.passSerialNumber);
  const { action, value, reads } = validateUse(card.type, template.expiry.kind !== "none", parameters);
  context.reads(reads);
  if (action === "setExpirationDate") {
    context.uses("expiry.set");
    const extended = setExpiration(template.expiry, card, value);
    if (isRefusal(extended)) throw extended;
    await tx.saveCard(extended);
    return { result: 1 };
  }
  if (card.status !== "installed") context.uses("card.usableAnyway");
  const use = { action: action as OperationAction, amount: value };
  const outcome = applyUse(template, card, use, now, profile);
  if (isRefusal(outcome)) throw outcome;
  context.uses(...outcome.rules);
  await keepOutcome(tx, now, outcome);
  return { result: 1 };
};
