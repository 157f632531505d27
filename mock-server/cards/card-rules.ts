import type { RuleProfile } from "../model/profile.js";
import type { BalancesByType, Card, CardType, Iso, OperationAction, SettingsByType } from "../model/records.js";
import type { RuleId } from "../rules.js";

/** What a rule is given: nothing else decides what it answers. */
export interface Use<T extends CardType> {
  readonly settings: SettingsByType[T];
  readonly card: Card<T>;
  /** Whole, greater than zero; the unit is the action's: stamps, visits, points, currency, rewards. */
  readonly amount: number;
  readonly now: Iso;
  readonly profile: RuleProfile;
}

/** One balance that changed; becomes a row of getPassOperations. */
export interface Entry {
  readonly action: OperationAction;
  readonly amount: number;
  readonly balance: number;
}

/** What a rule answers: the card after it, what to write down, and which rules had a say. */
export interface Outcome<T extends CardType> {
  readonly card: Card<T>;
  readonly entries: readonly Entry[];
  readonly rules: readonly RuleId[];
}

export type Action<T extends CardType> = (use: Use<T>) => Outcome<T>;

/** All that happens to a card of one type. */
export interface CardRules<T extends CardType> {
  /** The rules behind what the card shows. */
  readonly shown: readonly RuleId[];
  /** The balances of a card: those that are known, and the others as they follow from them; none are a new card's. */
  balances(settings: SettingsByType[T], known: Partial<BalancesByType[T]>): BalancesByType[T];
  /** What usePass can do, by the vendor's word for the action. */
  readonly usePass: Readonly<Partial<Record<OperationAction, Action<T>>>>;
}
