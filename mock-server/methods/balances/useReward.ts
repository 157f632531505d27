import { ensureNotExpired } from "../../cards/expiry.js";
import { useReward as applyReward, ensureStampCard } from "../../cards/stamps.js";
import type { Template } from "../../model/records.js";
import { keepOutcome, ownCardForUpdate } from "../context.js";
import type { Run } from "../run.js";

/** Writes rewards off a stamp card. */
export const useReward: Run<"useReward"> = async (context, { passSerialNumber, numberRewards }) => {
  const { tx, now, profile } = context;
  const { card, template } = await ownCardForUpdate(context, passSerialNumber);
  ensureStampCard(card);
  context.uses("stamp.reward");
  ensureNotExpired(template.expiry, card, now);
  if (card.status !== "installed") context.uses("card.usableAnyway");
  const { settings } = template as Template<0>;
  const outcome = applyReward({ settings, card, amount: numberRewards, now, profile });
  context.uses(...outcome.rules);
  await keepOutcome(tx, now, outcome);
  return { result: 1 };
};
