import type { CardStatus, CardType, State } from "../../mock-server/index.js";

/** A template in the fixture of an interaction. */
export interface TemplateRow {
  readonly id: number;
  readonly companyId: string;
  readonly name: string;
  readonly type: CardType;
  readonly expiry: { readonly kind: string; readonly at?: string; readonly days?: number };
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface ClientRow {
  readonly id: number;
  readonly templateId: number;
  readonly sName: string;
  readonly fName: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly dateOfBirth: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface CardRow {
  readonly serial: string;
  readonly type: CardType;
  readonly templateId: number;
  readonly clientId: number;
  readonly status: CardStatus;
  /** Absent: the template's expiry setting decides. */
  readonly expiresAt?: string | null;
  readonly balances: Readonly<Record<string, number | string | null>>;
}

/** Records of an interaction. Each of its provider states adds some or changes them. */
export interface World {
  readonly templates: TemplateRow[];
  readonly clients: ClientRow[];
  readonly cards: CardRow[];
  operations: NonNullable<State["operations"]>;
  readonly pushes: NonNullable<State["pushes"]>;
  /** Valid tokens of the main company; if empty, every token is valid. */
  readonly validTokens: string[];
  readonly invalidTokens: string[];
  /** Whether every token is invalid. */
  allTokensInvalid: boolean;
  /** Serial numbers without a card. */
  readonly absent: string[];
  /** Ids and contacts in the parameters of all states, including later states. Generated records avoid them. */
  readonly named: ReadonlySet<unknown>;
}

export const createWorld = (named: Iterable<unknown>): World => ({
  templates: [],
  clients: [],
  cards: [],
  operations: [],
  pushes: [],
  validTokens: [],
  invalidTokens: [],
  allTokensInvalid: false,
  absent: [],
  named: new Set(named),
});

/** Returns the first number from `first` on that is not taken. */
export function nextFree(first: number, isTaken: (candidate: number) => boolean): number {
  let candidate = first;
  while (isTaken(candidate)) candidate += 1;
  return candidate;
}

/** Returns the first id from `first` on that no record has and no state names. */
export const freeId = ({ templates, clients, named }: World, first: number): number =>
  nextFree(first, (id) => named.has(id) || [...templates, ...clients].some((row) => row.id === id));

/** Adds a row, or replaces the row with the same key. Returns the row. */
export function addOrReplace<R, K extends keyof R>(rows: R[], row: R, key: K): R {
  const index = rows.findIndex((existing) => existing[key] === row[key]);
  rows[index < 0 ? rows.length : index] = row;
  return row;
}

/** Returns the world as a fixture. */
export function fixtureOf({ templates, clients, cards, operations, pushes }: World): State {
  return {
    formatVersion: 1,
    companies: [
      { id: "main", name: "Main" },
      { id: "rival", name: "Rival" },
    ],
    templates,
    clients,
    cards: cards.map(({ balances, ...card }) => ({ ...card, ...balances })),
    operations,
    pushes,
  } as unknown as State;
}
