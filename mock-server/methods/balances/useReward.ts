import { refusalIfExpired } from "../../cards/all-types.js";
import { writeOffRewards } from "../../cards/stamps.js";
import type { Template } from "../../model/records.js";
import { notAStampCard, Refusal } from "../../refusals.js";
import type { Method } from "../context.js";
import { checkCard, saveChange } from "../context.js";

/** Writes rewards off a stamp card. */
export const useReward: Method<"useReward"> = async (context, { passSerialNumber, numberRewards }) => {
  const { tx, now, profile } = context;
  const found = checkCard(context, await tx.cardForUpdate(passSerialNumber));
  if (found instanceof Refusal) return found;
  const { card, template } = found;
  if (card.type !== 0) return notAStampCard(card.type);
  context.recordRules("stamp.reward");
  const expired = refusalIfExpired(template.expiry, card, now);
  if (expired !== undefined) return expired;
  if (card.status !== "installed") context.recordRules("card.usableAnyway");
  const { settings } = template as Template<0>;
  const change = writeOffRewards({ settings, card, amount: numberRewards, now, profile });
  if (change instanceof Refusal) return change;
  context.recordRules(...change.rules);
  await saveChange(tx, now, change);
  return { result: 1 };
};
