import { requestRules } from "../engine/request-rules.js";
import { clientRules } from "../methods/clients/client-rules.js";
import { listRules } from "../methods/pages.js";
import type { RuleText } from "../model/evidence.js";
import { amountRules } from "./amounts.js";
import { cashbackRules } from "./cashback.js";
import { certificateRules } from "./certificate.js";
import { couponRules } from "./coupon.js";
import { discountRules } from "./discount.js";
import { expiryRules } from "./expiry.js";
import { lifecycleRules } from "./lifecycle.js";
import { membershipRules } from "./membership.js";
import { pushRules } from "./push-text.js";
import { stampRules } from "./stamps.js";
import { subscriptionRules } from "./subscription.js";
import { tierRules } from "./tiers.js";

const texts = {
  ...requestRules,
  ...clientRules,
  ...listRules,
  ...amountRules,
  ...lifecycleRules,
  ...expiryRules,
  ...stampRules,
  ...tierRules,
  ...cashbackRules,
  ...subscriptionRules,
  ...couponRules,
  ...discountRules,
  ...certificateRules,
  ...membershipRules,
  ...pushRules,
};

export type RuleId = keyof typeof texts;

/** Every rule of the sandbox by its id, as `GET /_luna/rules` lists them. */
export const rules: Readonly<Record<RuleId, RuleText>> = texts;
