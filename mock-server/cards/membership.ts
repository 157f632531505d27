import { defineCardType } from "./card-type.js";

export const membership = defineCardType({
  type: 6,
  name: "membership",
  noun: "membership",
  wireRules: ["membership.identity"],
  settings: () => ({}),
  invalidSettings: () => undefined,
  balances: () => ({}),
  invalidBalances: () => undefined,
  usePass: {},
  hasRewards: false,
  wire: () => ({}),
  undocumentedFields: () => ({}),
  facts: () => [],
  stampsPicture: () => undefined,
  pushVariables: () => ({}),
  demo: {
    template: { id: 340_723, name: "Club", settings: {} },
    clientId: 20_779_273,
    serial: "297150-586-209",
    steps: [],
  },
  state: { parameters: {}, balances: () => ({}), impossible: () => undefined },
  history: [],
});
