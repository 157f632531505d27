import type { CardType } from "../../mock-server/index.js";

/** The moment at which the sandbox of every interaction stands still, so that a verdict does not depend on the day. */
export const contractNow = "2026-01-15T12:00:00.000Z";

/** The words for card types in the names of states. */
export const cardNouns = {
  0: "stamp",
  1: "cashback",
  2: "subscription",
  3: "coupon",
  4: "discount",
  5: "certificate",
  6: "membership",
} as const satisfies Readonly<Record<CardType, string>>;

export const cardTypes = [0, 1, 2, 3, 4, 5, 6] as const satisfies readonly CardType[];

// The ids are those of the demo fixture, so that what was tried there by hand can be written into a contract.
export const usualTemplate = (type: CardType): number => 340_717 + type;
export const usualClient = (type: CardType): number => 20_779_267 + type;
export const usualSerial = (type: CardType): string => `297150-586-${203 + type}`;
export const usualPhone = 12_025_550_143;
export const usualEmail = "jane.doe@example.com";

const names = ["Coffee", "Cashback", "Yoga", "Welcome coupon", "Discount", "Gift certificate", "Club"] as const;

export const usualName = (type: CardType): string => names[type];

/** The type of a template that was not said to be of any. */
export const usualType = (template: number): CardType =>
  cardTypes.find((type) => usualTemplate(type) === template) ?? 0;

const tiers = [
  { from: 0, percent: 3 },
  { from: 10_000, percent: 4 },
  { from: 50_000, percent: 5 },
];

export function usualSettings(type: CardType): Readonly<Record<string, unknown>> {
  if (type === 0) return { maxStamps: 10, rewards: [{ name: "Free coffee", stamps: [5, 10], autoUse: false }] };
  if (type === 2) return { maxStamps: 10, pointsPerVisit: 3 };
  return type === 1 || type === 4 ? { tiers } : {};
}
