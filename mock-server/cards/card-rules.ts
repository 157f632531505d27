import type { RuleProfile } from "../model/profile.js";
import type { BalancesByType, Card, CardType, Iso, OperationAction, SettingsByType } from "../model/records.js";
import type { MethodRefusal } from "../refusals.js";
import type { RuleId } from "../rules.js";

/** Input of an action. Its result depends on nothing else. */
export interface CardUse<T extends CardType> {
  readonly settings: SettingsByType[T];
  readonly card: Card<T>;
  /** A positive integer in the unit of the action: stamps, visits, points, currency or rewards. */
  readonly amount: number;
  readonly now: Iso;
  readonly profile: RuleProfile;
}

/** A change of one balance; becomes a row of getPassOperations. */
export interface BalanceChange {
  readonly action: OperationAction;
  readonly amount: number;
  readonly balance: number;
}

/** Result of an action: the changed card, new rows of its history, and the applied rules. */
export interface CardChange<T extends CardType> {
  readonly card: Card<T>;
  readonly operations: readonly BalanceChange[];
  readonly rules: readonly RuleId[];
}

export type ActionResult<T extends CardType> = CardChange<T> | MethodRefusal;

export type CardAction<T extends CardType> = (use: CardUse<T>) => ActionResult<T>;

/** All that happens to a card of one type. */
export interface CardRules<T extends CardType> {
  /** The rules behind what the card shows. */
  readonly shown: readonly RuleId[];
  /** The balances of a card: those that are known, and the others as they follow from them; none are a new card's. */
  balances(settings: SettingsByType[T], known: Partial<BalancesByType[T]>): BalancesByType[T];
  /** What usePass can do, by the vendor's word for the action. */
  readonly usePass: Readonly<Partial<Record<OperationAction, CardAction<T>>>>;
}
