import { type CardTypeName, cardTypeNames, type TriedSandbox } from "./sandbox.js";
import { valuesIn, valueText } from "./value.js";

const typeNames = Object.keys(cardTypeNames) as CardTypeName[];

/** The names of the environment variables that the command gets. */
export interface VariableNames {
  readonly url: string;
  readonly token: string;
  readonly templates: Readonly<Record<CardTypeName, string>>;
}

export const usualNames: VariableNames = {
  url: "LUNA_BASE_URL",
  token: "LUNA_TOKEN",
  templates: {
    stamps: "LUNA_TEMPLATE_STAMPS",
    cashback: "LUNA_TEMPLATE_CASHBACK",
    subscription: "LUNA_TEMPLATE_SUBSCRIPTION",
    coupon: "LUNA_TEMPLATE_COUPON",
    discount: "LUNA_TEMPLATE_DISCOUNT",
    certificate: "LUNA_TEMPLATE_CERTIFICATE",
    membership: "LUNA_TEMPLATE_MEMBERSHIP",
  },
};

/** The variables of one run. One without a value is undefined, so that none is taken over from outside. */
export function variables(
  names: VariableNames,
  { url, baseUrl, token, templates, switched }: TriedSandbox,
): Readonly<Record<string, string | undefined>> {
  return {
    ...Object.fromEntries(typeNames.map((type) => [names.templates[type], templates[type]?.toString()])),
    [names.url]: baseUrl,
    [names.token]: token,
    LUNA_CONTROL_URL: `${url}/_luna`,
    LUNA_READING: valuesIn(switched).map(valueText).join(","),
  };
}
