import type { Schemas } from "../../openapi/document.js";
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

type CardAction<T extends CardType> = (use: CardUse<T>) => ActionResult<T>;

/** An invalid value in the settings or balances of a record; `path` is relative to them. */
export interface InvalidValue {
  readonly path: string;
  readonly problem: string;
}

/** Fields of getPassInfo beyond those that all cards have. */
type WireFields<T extends CardType> = Omit<Extract<Schemas["Card"], { type: T }>, "type" | "status" | "serialNumber">;

/** Fields of getPassInfo that only some profiles add, by card type. The SDK has the same fields. */
export interface UndocumentedByType {
  readonly 3: { readonly redeemed: boolean };
  readonly 5: { readonly balance: number };
}

/** Variables of sendInfoPush whose values come from the card. */
export const cardVariables = [
  "passCurrentStamps",
  "passTotalStamps",
  "passUnusedRewards",
  "passPoints",
  "passPersent",
] as const;

/** A parameter of the provider state of a card type. `default` and `description` are texts for its documentation. */
export interface StateParameter {
  readonly kind: "integer" | "percentage" | "boolean";
  readonly default: string;
  readonly description: string;
  readonly min?: number;
  readonly max?: number;
  /** The parameter is a setting of the template. */
  readonly isSetting?: true;
}

/** Input of a provider state: the given parameters, the template's settings, and the card's earlier balances if any. */
export interface StateInput {
  readonly given: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly before: Readonly<Record<string, unknown>> | undefined;
  readonly now: Iso;
}

/** A way to make up a history: credits of 1 alone, credits and debits in turn, or a single action. */
export type HistoryForm<Balance = string> =
  | { readonly balance: Balance; readonly credit: OperationAction; readonly debit?: OperationAction }
  | { readonly balance: Balance; readonly once: OperationAction };

/** All facts about one card type. Every key is required, so that a new type cannot leave one out. */
export interface CardTypeDescriptor<T extends CardType, Name extends string = string> {
  readonly type: T;
  /** Name in environment variables, options and documentation, such as `stamps`. */
  readonly name: Name;
  /** Word before "card" in the names of provider states, such as `stamp`. */
  readonly noun: string;
  /** Rules that decide the fields of `wire`. */
  readonly wireRules: readonly [RuleId, ...RuleId[]];
  /** Returns complete settings; `{}` gives the defaults. */
  settings(given: Partial<SettingsByType[T]>): SettingsByType[T];
  /** Returns an invalid value in settings whose single values are valid. */
  invalidSettings(settings: SettingsByType[T]): InvalidValue | undefined;
  /** Returns complete balances; `{}` gives those of a new card. */
  balances(settings: SettingsByType[T], known: Partial<BalancesByType[T]>): BalancesByType[T];
  /** Returns an invalid value in balances whose single values are valid. */
  invalidBalances(balances: BalancesByType[T]): InvalidValue | undefined;
  /** Actions of usePass, by the vendor's names. */
  readonly usePass: Readonly<Partial<Record<OperationAction, CardAction<T>>>>;
  /** Whether useReward accepts cards of this type. */
  readonly hasRewards: boolean;
  /** Returns the fields of getPassInfo. `image` returns the URL of the stamps picture. */
  wire(card: Card<T>, settings: SettingsByType[T], image: () => string): WireFields<T>;
  /** Returns fields that only some profiles add to getPassInfo. */
  undocumentedFields(card: Card<T>): T extends keyof UndocumentedByType ? UndocumentedByType[T] : Record<string, never>;
  /** Returns the rows of the card's page. */
  facts(card: Card<T>): readonly (readonly [string, unknown])[];
  /** Returns the counter of the stamps picture; undefined for a type without one. */
  stampsPicture(card: Card<T>, settings: SettingsByType[T]): { active: number; max: number } | undefined;
  /** Returns the values of variables in push texts; a missing variable becomes empty. */
  pushVariables(card: Card<T>): Readonly<Partial<Record<(typeof cardVariables)[number], number>>>;
  /** The template and the card of this type in the demo. Contracts use the same ids. */
  readonly demo: {
    readonly template: { readonly id: number; readonly name: string; readonly settings: SettingsByType[T] };
    readonly clientId: number;
    readonly serial: string;
    /** Actions that lead to the balances of the card, with their amounts. */
    readonly steps: readonly (readonly [OperationAction, number])[];
  };
  /** The provider state "a <noun> card". */
  readonly state: {
    readonly parameters: Readonly<Record<string, StateParameter>>;
    /** Returns the balances, or a message if the parameters contradict each other. */
    balances(input: StateInput): Partial<BalancesByType[T]> | string;
    /** Returns a message if balances are impossible under the template's settings. */
    impossible(balances: StateInput["given"], settings: StateInput["settings"]): string | undefined;
  };
  /** Ways to make up a history, best first; the first form that fits the balances is used. */
  readonly history: readonly HistoryForm<keyof BalancesByType[T]>[];
}

/** Returns its argument, typed by the card type in it. */
export const defineCardType = <const T extends CardType, const Name extends string>(
  descriptor: CardTypeDescriptor<T, Name>,
): CardTypeDescriptor<T, Name> => descriptor;

/** Returns a number given by a consumer, else that of the earlier balances, else the default. */
export function pick({ given, before }: StateInput, key: string, defaultValue: number): number {
  for (const value of [given[key], before?.[key]]) if (typeof value === "number") return value;
  return defaultValue;
}

/** The setting maxStamps, as provider states of several types take it. */
export const maxStampsParameter = {
  kind: "integer",
  default: "10",
  description: "Stamps on the picture; a setting of the template.",
  min: 1,
  max: 100,
  isSetting: true,
} as const satisfies StateParameter;
