import type { CardStatus, CardType, State } from "../../mock-server/index.js";
import { NamedIds } from "./named.js";

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

/** Tokens in the requests of an interaction. */
interface Tokens {
  /** Tokens of the main company; if empty, every token is valid. */
  readonly main: readonly string[];
  /** Invalid tokens; `any` for all. */
  readonly invalid: readonly string[] | "any";
}

/** Records set up by provider states. It is immutable: a state returns a new world. */
export interface World {
  readonly templates: readonly TemplateRow[];
  readonly clients: readonly ClientRow[];
  readonly cards: readonly CardRow[];
  /** Number of operations per card. */
  readonly histories: readonly { readonly serial: string; readonly count: number }[];
  /** Operations, computed last from the final balances of the cards. */
  readonly operations: readonly OperationRow[];
  readonly pushes: readonly PushRow[];
  readonly tokens: Tokens;
  /** Serial numbers without a card. */
  readonly absent: readonly string[];
  /** Ids and contacts in the parameters of all states, including later states. */
  readonly named: NamedIds;
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
  named: new NamedIds([]),
};

/** Returns the list with the row in place of the first match, or at its end. */
export function put<R>(rows: readonly R[], row: R, matches: (candidate: R) => boolean): readonly R[] {
  const index = rows.findIndex(matches);
  return index < 0 ? [...rows, row] : rows.with(index, row);
}

/** Returns the world as a fixture. */
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
