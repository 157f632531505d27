import { allTypesRules } from "./cards/all-types.rules.js";
import { cashbackRules } from "./cards/cashback.rules.js";
import { certificateRules } from "./cards/certificate.rules.js";
import { couponRules } from "./cards/coupon.rules.js";
import { discountRules } from "./cards/discount.rules.js";
import { membershipRules } from "./cards/membership.rules.js";
import { pushRules } from "./cards/push-text.rules.js";
import { stampRules } from "./cards/stamps.rules.js";
import { subscriptionRules } from "./cards/subscription.rules.js";
import { tierRules } from "./cards/tiers.rules.js";
import { requestRules } from "./engine/request.rules.js";
import { clientRules } from "./methods/clients/client.rules.js";
import { listRules } from "./methods/list.rules.js";
import type { RuleText } from "./model/rule.js";

const texts = {
  ...requestRules,
  ...clientRules,
  ...listRules,
  ...allTypesRules,
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

/** All rules of the sandbox by id, as `GET /_luna/rules` lists them. */
export const rules: Readonly<Record<RuleId, RuleText>> = texts;
