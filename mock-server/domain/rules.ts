import { amountRules } from "./amounts.js";
import { cashbackRules } from "./cards/cashback.js";
import { certificateRules } from "./cards/certificate.js";
import { couponRules } from "./cards/coupon.js";
import { discountRules } from "./cards/discount.js";
import { membershipRules } from "./cards/membership.js";
import { stampRules } from "./cards/stamps.js";
import { subscriptionRules } from "./cards/subscription.js";
import { clientRules } from "./clients.js";
import { expiryRules } from "./expiry.js";
import { lifecycleRules } from "./lifecycle.js";
import { listRules } from "./lists.js";
import type { RuleText } from "./provenance.js";
import { pushRules } from "./push-text.js";
import { requestRules } from "./requests.js";
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
