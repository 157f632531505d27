import { MatchersV3 } from "@pact-foundation/pact";

/** Matches a URL. */
export const urlMatcher = (example: string) => MatchersV3.regex(/^https?:\/\/.+$/.source, example);

/** A card type in the contract. `serial` and `template` are the defaults of the provider state "a <noun> card". */
interface ContractCardType {
  readonly noun: string;
  readonly serial: string;
  readonly template: number;
  /** Fields of getPassInfo that not all types have. */
  readonly fields: object;
  /** Calls of usePass, with the descriptions of their interactions. */
  readonly uses: readonly (readonly [description: string, parameters: object])[];
}

const image = urlMatcher("http://127.0.0.1:4010/_luna/s/default/cards/281654-389-771/stamps.svg");
const reward = { name: "Free coffee", stamps: "5,10", autoUse: false };
const spending = { amountMoneySpentTotal: 10_000, currentPersentBonus: 4 };

/** All card types, in the order of their numbers. */
export const contractCardTypes: readonly ContractCardType[] = [
  {
    noun: "stamp",
    serial: "297150-586-203",
    template: 340_717,
    fields: { maxStamps: 10, activeStamps: 3, totalStamps: 13, unusedRewards: 1, image, rewards: [reward] },
    uses: [["stamps", { numberStumps: 2 }]],
  },
  {
    noun: "cashback",
    serial: "297150-586-204",
    template: 340_718,
    fields: { ...spending, amountMoneyBonus: 400 },
    uses: [
      ["points that are earned", { action: "accruePoints", sum: 5 }],
      ["points that are spent", { action: "spendPoints", sum: 400 }],
      ["money spent with a cashback card", { action: "increaseTotalSpentSum", sum: 100 }],
      ["money given back with a cashback card", { action: "reduceTotalSpentSum", sum: 10_000 }],
    ],
  },
  {
    noun: "subscription",
    serial: "297150-586-205",
    template: 340_719,
    fields: { maxStamps: 10, activeStamps: 3, numberScores: 9, image },
    uses: [
      ["a visit", { action: "takeStamps", numberStumps: 1 }],
      ["visits sold", { action: "addStamps", numberStumps: 8 }],
      ["bonus points spent", { action: "spendPoints", sum: 9 }],
    ],
  },
  { noun: "coupon", serial: "297150-586-206", template: 340_720, fields: {}, uses: [] },
  {
    noun: "discount",
    serial: "297150-586-207",
    template: 340_721,
    fields: spending,
    uses: [
      ["money spent with a discount card", { action: "increaseTotalSpentSum", sum: 100 }],
      ["money given back with a discount card", { action: "reduceTotalSpentSum", sum: 10_000 }],
    ],
  },
  {
    noun: "certificate",
    serial: "297150-586-208",
    template: 340_722,
    fields: {},
    uses: [
      ["a certificate that is spent", { action: "spendPoints", sum: 500 }],
      ["a certificate that is topped up", { action: "accruePoints", sum: 100 }],
    ],
  },
  { noun: "membership", serial: "297150-586-209", template: 340_723, fields: {}, uses: [] },
];
