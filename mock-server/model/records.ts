/**
 * The records of a sandbox. They are immutable: a change creates a new record. Times are ISO 8601 strings in UTC with
 * milliseconds, so they compare as strings.
 */

export type CardType = 0 | 1 | 2 | 3 | 4 | 5 | 6;
export type CardStatus = "not installed" | "installed" | "deleted";
/** A time in UTC such as 2026-01-15T12:00:00.000Z. */
export type Iso = string;

export interface Company {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

/** Expiry of a template's cards: never, on a fixed date, or some days after their issue. */
export type Expiry =
  | { readonly kind: "none" }
  | { readonly kind: "fixed"; readonly at: Iso }
  | { readonly kind: "afterIssue"; readonly days: number };

/** A reward is credited each time the stamp counter reaches one of its milestones. */
export interface Reward {
  readonly name: string;
  readonly stamps: readonly number[];
  readonly autoUse: boolean;
}

/** The percentage (0 to 100) that applies from a total spend on (whole currency units). */
export interface Tier {
  readonly from: number;
  readonly percent: number;
}

/** Settings of a template by card type. The vendor's API has no call for them. */
export interface SettingsByType {
  readonly 0: { readonly maxStamps: number; readonly rewards: readonly Reward[] };
  readonly 1: { readonly tiers: readonly Tier[] };
  readonly 2: { readonly maxStamps: number; readonly pointsPerVisit: number };
  readonly 3: Readonly<Record<never, never>>;
  readonly 4: { readonly tiers: readonly Tier[] };
  readonly 5: Readonly<Record<never, never>>;
  readonly 6: Readonly<Record<never, never>>;
}

/** Balances of a card by card type. */
export interface BalancesByType {
  /** `autoUseRewards` is the part of `unusedRewards` that the next visit writes off. */
  readonly 0: {
    readonly activeStamps: number;
    readonly totalStamps: number;
    readonly unusedRewards: number;
    readonly autoUseRewards: number;
  };
  readonly 1: { readonly points: number; readonly totalSpent: number; readonly percent: number };
  readonly 2: { readonly visits: number; readonly points: number };
  readonly 3: { readonly redeemedAt: Iso | null };
  readonly 4: { readonly totalSpent: number; readonly percent: number };
  readonly 5: { readonly balance: number };
  readonly 6: Readonly<Record<never, never>>;
}

interface TemplateOf<T extends CardType> {
  readonly id: number;
  readonly companyId: string;
  readonly name: string;
  readonly type: T;
  readonly expiry: Expiry;
  readonly settings: SettingsByType[T];
}

/** Fields of all cards. */
export interface CommonCardFields<T extends CardType> {
  readonly serial: string;
  readonly templateId: number;
  readonly clientId: number;
  readonly type: T;
  readonly status: CardStatus;
  readonly issuedAt: Iso;
  readonly expiresAt: Iso | null;
}

export type Template<T extends CardType = CardType> = T extends CardType ? TemplateOf<T> : never;
export type Card<T extends CardType = CardType> = T extends CardType ? CommonCardFields<T> & BalancesByType[T] : never;

export const formFields = ["Field0", "Field1", "Field2", "Field3", "Field4", "Field5"] as const;
export type FormField = (typeof formFields)[number];

/** A client of one template. `phone` has digits with the country code, `fields` the answers of the card issue form. */
export interface Client {
  readonly id: number;
  readonly templateId: number;
  readonly sName: string;
  readonly fName: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly dateOfBirth: string | null;
  readonly fields: Readonly<Partial<Record<FormField, string>>>;
}

/** Kind of a change of a balance, in the words of getPassOperations. */
export type OperationAction =
  | "addStamps"
  | "creditReward"
  | "useReward"
  | "takeStamps"
  | "spendPoints"
  | "accruePoints"
  | "increaseTotalSpentSum"
  | "reduceTotalSpentSum"
  | "redeem";

/** A change of one balance of a card; `balance` is the new balance. */
export interface Operation {
  readonly id: number;
  readonly serial: string;
  readonly at: Iso;
  readonly action: OperationAction;
  readonly amount: number;
  readonly balance: number;
}

export interface Push {
  readonly id: number;
  readonly serial: string;
  readonly at: Iso;
  readonly message: string;
}

/** The time of a sandbox: frozen at `now`, or the real time plus `offsetMs` milliseconds. */
export interface Clock {
  readonly now: Iso | null;
  readonly offsetMs: number;
}

/** Kinds of records with ids. Each kind has its own sequence. */
export type SequenceKind = "template" | "client" | "card" | "operation" | "push";
/** The last ordinal of a sequence. It is far below the largest exact number, so that counting stays exact. */
export const largestOrdinal = 2 ** 52;
export type Sequences = Readonly<Record<SequenceKind, number>>;

/** Records that a request has read, as they were at that moment. */
export interface SeenRecords {
  readonly card?: Card;
  readonly template?: Template;
  readonly client?: Client;
}
