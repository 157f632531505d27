import type { CardType } from "../../mock-server/index.js";
import { percentAt } from "../../mock-server/index.js";
import { integer, type Parameters, percentage, yesNo } from "./parameters.js";
import { stampsOf } from "./stamps.js";
import { contractNow } from "./usual.js";
import type { CardRow, TemplateRow } from "./world.js";

type Said = Readonly<Record<string, unknown>>;
type Balances = CardRow["balances"];

/** What the cards of one type have of their own: their parameters, and the balances that follow from them. */
interface OwnOfType {
  readonly parameters: Parameters;
  /** Settings of the template among the parameters. */
  readonly settings: readonly string[];
  /** The balances of a card that has those in `before`, or of a new one. */
  balances(said: Said, template: TemplateRow, before: Balances | undefined): Balances;
}

const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
const pick = (said: Said, before: Balances | undefined, key: string, usual: number): number =>
  number(said[key]) ?? number(before?.[key]) ?? usual;

const spending = {
  totalSpent: integer({ usual: "10000", about: "The total spend." }),
  percent: percentage({ usual: "that of the tier that totalSpent has reached", about: "The percentage." }),
};

function spent(said: Said, { settings }: TemplateRow, before: Balances | undefined) {
  const totalSpent = pick(said, before, "totalSpent", 10_000);
  const kept = said.totalSpent === undefined ? before?.percent : undefined;
  const tiers = (settings.tiers ?? []) as readonly { readonly from: number; readonly percent: number }[];
  return { totalSpent, percent: number(said.percent) ?? number(kept) ?? percentAt(tiers, totalSpent) };
}

const maxStamps = integer({ usual: "10", about: "Stamps on the picture; a setting of the template." }, 1, 100);

export const ownOfType: { readonly [T in CardType]: OwnOfType } = {
  0: {
    parameters: {
      activeStamps: integer({
        usual: "3, or what totalStamps leaves",
        about:
          "Stamps in this round: what is left of totalStamps after the full rounds. As many as maxStamps are a full card, which shows 0, unless the switch fullCard says max.",
      }),
      maxStamps,
      totalStamps: integer({ usual: "activeStamps and one full round, 13", about: "Stamps in all." }),
      unusedRewards: integer({ usual: "1", about: "Rewards that were earned and not used." }),
    },
    settings: ["maxStamps"],
    balances: (said, template, before) => {
      const isNamed = said.activeStamps !== undefined || said.totalStamps !== undefined;
      const { activeStamps, totalStamps } = (isNamed ? said : before) ?? {};
      return {
        ...stampsOf({ activeStamps: number(activeStamps), totalStamps: number(totalStamps) }, template),
        unusedRewards: pick(said, before, "unusedRewards", 1),
      };
    },
  },
  1: {
    parameters: { points: integer({ usual: "400", about: "The points." }), ...spending },
    settings: [],
    balances: (said, template, before) => ({
      points: pick(said, before, "points", 400),
      ...spent(said, template, before),
    }),
  },
  2: {
    parameters: {
      visits: integer({ usual: "3", about: "Visits that are left; the API calls them activeStamps." }),
      points: integer({ usual: "9", about: "Bonus points; the API calls them numberScores." }),
      maxStamps,
      pointsPerVisit: integer({ usual: "3", about: "Points a visit earns; a setting of the template." }, 0, 1_000_000),
    },
    settings: ["maxStamps", "pointsPerVisit"],
    balances: (said, _template, before) => ({
      visits: pick(said, before, "visits", 3),
      points: pick(said, before, "points", 9),
    }),
  },
  3: {
    parameters: { redeemed: yesNo({ usual: "false", about: "Whether staff have redeemed it." }) },
    settings: [],
    balances: ({ redeemed }, _template, before) => ({
      redeemedAt: redeemed === undefined ? (before?.redeemedAt ?? null) : redeemed ? contractNow : null,
    }),
  },
  4: { parameters: spending, settings: [], balances: spent },
  5: {
    parameters: { balance: integer({ usual: "500", about: "What is left on it." }) },
    settings: [],
    balances: (said, _template, before) => ({ balance: pick(said, before, "balance", 500) }),
  },
  6: { parameters: {}, settings: [], balances: () => ({}) },
};
