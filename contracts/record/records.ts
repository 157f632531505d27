import type { CardType, State } from "../../mock-server/index.js";
import { contractNow } from "../states/usual.js";

export interface TemplateRecord {
  readonly id: number;
  readonly companyId: string;
  readonly name: string;
  readonly type: CardType;
  readonly expiry: { readonly kind: string; readonly at?: string };
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface ClientRecord {
  readonly id: number;
  readonly templateId: number;
  readonly sName: string;
  readonly fName: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly dateOfBirth: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

export interface CardRecord {
  readonly serial: string;
  readonly templateId: number;
  readonly clientId: number;
  readonly type: CardType;
  readonly status: string;
  readonly expiresAt: string | null;
  readonly [balance: string]: unknown;
}

/** The records of a sandbox as one company sees them. */
export interface Records {
  readonly templates: readonly TemplateRecord[];
  readonly clients: readonly ClientRecord[];
  readonly cards: readonly CardRecord[];
  /** Cards of other companies. */
  readonly foreign: readonly CardRecord[];
  readonly operations: readonly { readonly serial: string }[];
  readonly pushes: readonly { readonly serial: string }[];
  /** What a moment of the sandbox's clock is on the clock that contracts are verified under. */
  readonly replayed: (moment: string) => string;
}

/** A state as the control plane exports it is complete, so that its rows are records. */
export function recordsOf(state: State, companyId: string): Records {
  const templates = (state.templates ?? []) as unknown as readonly TemplateRecord[];
  const own = templates.filter((template) => template.companyId === companyId);
  const ids = new Set(own.map(({ id }) => id));
  const cards = (state.cards ?? []) as unknown as readonly CardRecord[];
  const now = state.clock?.now ?? new Date(Date.now() + (state.clock?.offsetMs ?? 0)).toISOString();
  const shift = Date.parse(contractNow) - Date.parse(now);
  return {
    templates: own,
    clients: ((state.clients ?? []) as unknown as readonly ClientRecord[]).filter(({ templateId }) =>
      ids.has(templateId),
    ),
    cards: cards.filter(({ templateId }) => ids.has(templateId)),
    foreign: cards.filter(({ templateId }) => !ids.has(templateId)),
    operations: (state.operations ?? []) as readonly { readonly serial: string }[],
    pushes: (state.pushes ?? []) as readonly { readonly serial: string }[],
    replayed: (moment) => new Date(Math.max(0, Date.parse(moment) + shift)).toISOString(),
  };
}
