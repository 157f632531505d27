/**
 * The records of a sandbox. They are immutable: a change makes a new record.
 * Times are ISO 8601 strings in UTC with milliseconds, so they compare as strings.
 */
export type CardType = 0 | 1 | 2 | 3 | 4 | 5 | 6;
export type CardStatus = "not installed" | "installed" | "deleted";
export type Iso = string;

export interface Company {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

/** When cards of a template expire: never, on one date, or some days after their issue. */
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

/** From this total spend on (whole currency units), this percentage (0 to 100) applies. */
export interface Tier {
  readonly from: number;
  readonly percent: number;
}

/** What a template of each card type can be set to. The vendor's API has no call for it. */
export interface SettingsByType {
  readonly 0: { readonly maxStamps: number; readonly rewards: readonly Reward[] };
  readonly 1: { readonly tiers: readonly Tier[] };
  readonly 2: { readonly maxStamps: number; readonly pointsPerVisit: number };
  readonly 3: Readonly<Record<never, never>>;
  readonly 4: { readonly tiers: readonly Tier[] };
  readonly 5: Readonly<Record<never, never>>;
  readonly 6: Readonly<Record<never, never>>;
}

/** The balances a card of each type carries. */
export interface BalancesByType {
  /** `autoUseRewards` is the part of `unusedRewards` that the next visit writes off by itself. */
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

interface CardCommon<T extends CardType> {
  readonly serial: string;
  readonly templateId: number;
  readonly clientId: number;
  readonly type: T;
  readonly status: CardStatus;
  readonly issuedAt: Iso;
  readonly expiresAt: Iso | null;
}

export type Template<T extends CardType = CardType> = T extends CardType ? TemplateOf<T> : never;
export type Card<T extends CardType = CardType> = T extends CardType ? CardCommon<T> & BalancesByType[T] : never;

export const formFields = ["Field0", "Field1", "Field2", "Field3", "Field4", "Field5"] as const;
export type FormField = (typeof formFields)[number];

/** A person known to one template. `phone` is digits with the country code, `fields` what the form asked. */
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

/** What changed a balance, in the words of getPassOperations. */
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

/** One change of one balance of a card; `balance` is that balance after it. */
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

/** A sandbox's time: frozen at `now`, or the real time plus `offsetMs` milliseconds. */
export interface Clock {
  readonly now: Iso | null;
  readonly offsetMs: number;
}

/** The kinds of things that get an id, each with a sequence of its own. */
export type SequenceKind = "template" | "client" | "card" | "operation" | "push";
/** The last ordinal of a sequence, far below the largest exact number so that counting stays exact. */
export const largestOrdinal = 2 ** 52;
export type Sequences = Readonly<Record<SequenceKind, number>>;

/** Records that a request has read, as they were at that moment. */
export interface SeenRecords {
  readonly card?: Card;
  readonly template?: Template;
  readonly client?: Client;
}
