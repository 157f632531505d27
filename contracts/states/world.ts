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
  readonly operations: readonly OperationRow[];
  readonly pushes: readonly PushRow[];
  readonly tokens: Tokens;
  /** Serial numbers without a card. */
  readonly absent: readonly string[];
  /** Ids and contacts in the parameters of all states, including later states. Generated records avoid them. */
  readonly named: ReadonlySet<unknown>;
}

export const emptyWorld: World = {
  templates: [],
  clients: [],
  cards: [],
  operations: [],
  pushes: [],
  tokens: { main: [], invalid: [] },
  absent: [],
  named: new Set(),
};

/** Returns the first number from `first` on that is not taken. */
export function nextFree(first: number, isTaken: (candidate: number) => boolean): number {
  let candidate = first;
  while (isTaken(candidate)) candidate += 1;
  return candidate;
}

/** Returns the first id from `first` on that no record has and no state names. */
export const freeId = ({ templates, clients, named }: World, first: number): number =>
  nextFree(first, (id) => named.has(id) || [...templates, ...clients].some((row) => row.id === id));

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
