import { Refusal } from "../refusals.js";
import { credit, debit, withBalances } from "./all-types.js";
import { type ActionResult, type CardUse, defineCardType, pick } from "./card-type.js";

function accruePoints({ card, amount }: CardUse<5>): ActionResult<5> {
  const balance = credit(card.balance, amount);
  if (balance instanceof Refusal) return balance;
  return {
    card: withBalances(card, { balance }),
    operations: [{ action: "accruePoints", amount, balance }],
    rules: ["certificate.balance"],
  };
}

function spendPoints({ card, amount }: CardUse<5>): ActionResult<5> {
  const balance = debit(card.balance, amount, "balance");
  if (balance instanceof Refusal) return balance;
  return {
    card: withBalances(card, { balance }),
    operations: [{ action: "spendPoints", amount, balance }],
    rules: ["certificate.balance"],
  };
}

export const certificate = defineCardType({
  type: 5,
  name: "certificate",
  noun: "certificate",
  wireRules: ["certificate.balance"],
  settings: () => ({}),
  invalidSettings: () => undefined,
  balances: (_settings, { balance = 0 }) => ({ balance }),
  invalidBalances: () => undefined,
  usePass: { spendPoints, accruePoints },
  hasRewards: false,
  wire: () => ({}),
  undocumentedFields: ({ balance }) => ({ balance }),
  facts: ({ balance }) => [["Balance", balance]],
  stampsPicture: () => undefined,
  pushVariables: () => ({}),
  demo: {
    template: { id: 340_722, name: "Gift certificate", settings: {} },
    clientId: 20_779_272,
    serial: "297150-586-208",
    steps: [
      ["accruePoints", 800],
      ["spendPoints", 300],
    ],
  },
  state: {
    parameters: { balance: { kind: "integer", default: "500", description: "Remaining balance." } },
    balances: (input) => ({ balance: pick(input, "balance", 500) }),
    impossible: () => undefined,
  },
  history: [{ balance: "balance", credit: "accruePoints", debit: "spendPoints" }],
});
