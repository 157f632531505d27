import type { CardStatus, CardType, State } from "../../mock-server/index.js";
import { Named } from "./named.js";

/** A row of a fixture, as states make it; everything that nothing else follows from is there. */
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
  /** Absent: as the template's expiry setting has it. */
  readonly expiresAt?: string | null;
  readonly balances: Readonly<Record<string, number | string | null>>;
}

export interface OperationRow {
  readonly serial: string;
  readonly at: string;
  readonly action: string;
  readonly amount: number;
  readonly balance: number;
}

interface PushRow {
  readonly serial: string;
  readonly at: string;
  readonly message: string;
}

/** Whose tokens the requests of an interaction send. */
export interface Tokens {
  /** Tokens of the main company; if none is named, every token is the main company's. */
  readonly main: readonly string[];
  /** Tokens that nobody has; `any` for all. */
  readonly invalid: readonly string[] | "any";
}

/** What provider states have set up so far. A state never changes a world: it makes another. */
export interface World {
  readonly templates: readonly TemplateRow[];
  readonly clients: readonly ClientRow[];
  readonly cards: readonly CardRow[];
  /** How many operations cards are to have. */
  readonly histories: readonly { readonly serial: string; readonly count: number }[];
  /** What these are: it follows from the balances that the cards have in the end. */
  readonly operations: readonly OperationRow[];
  readonly pushes: readonly PushRow[];
  readonly tokens: Tokens;
  /** Serial numbers that no card may have. */
  readonly absent: readonly string[];
  /** What the states name, also those that come later. */
  readonly named: Named;
}

export const emptyWorld: World = {
  templates: [],
  clients: [],
  cards: [],
  histories: [],
  operations: [],
  pushes: [],
  tokens: { main: [], invalid: [] },
  absent: [],
  named: new Named([]),
};

/** A list with the row in the place of the one that is the same, or at its end. */
export function put<R>(rows: readonly R[], row: R, same: (other: R) => boolean): readonly R[] {
  const place = rows.findIndex(same);
  return place < 0 ? [...rows, row] : rows.with(place, row);
}

/** The world as a fixture of the server. */
export function fixtureOf(world: World): State {
  const { templates, clients, cards, operations, pushes } = world;
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
