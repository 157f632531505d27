import { refusalIfExpired } from "../../cards/expiry.js";
import { useReward as applyReward } from "../../cards/stamps.js";
import type { Template } from "../../model/records.js";
import { isRefusal, notAStampCard } from "../../refusals.js";
import { keepOutcome, ownCardForUpdate } from "../context.js";
import type { Run } from "../run.js";

/** Writes rewards off a stamp card. */
export const useReward: Run<"useReward"> = async (context, { passSerialNumber, numberRewards }) => {
  const { tx, now, profile } = context;
  const { card, template } = await ownCardForUpdate(context, passSerialNumber);
  if (card.type !== 0) throw notAStampCard(card.type);
  context.uses("stamp.reward");
  const expired = refusalIfExpired(template.expiry, card, now);
  if (expired !== undefined) throw expired;
  if (card.status !== "installed") context.uses("card.usableAnyway");
  const { settings } = template as Template<0>;
  const outcome = applyReward({ settings, card, amount: numberRewards, now, profile });
  if (isRefusal(outcome)) throw outcome;
  context.uses(...outcome.rules);
  await keepOutcome(tx, now, outcome);
  return { result: 1 };
};
