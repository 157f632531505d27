import type { State } from "../../mock-server/index.js";
import { contractNow } from "../states/usual.js";
import type { CardRow, ClientRow, TemplateRow } from "../states/world.js";

/** The records of a sandbox as one company sees them. */
export interface Records {
  readonly templates: readonly TemplateRow[];
  readonly clients: readonly ClientRow[];
  readonly cards: readonly CardRow[];
  /** Cards of other companies. */
  readonly foreign: readonly CardRow[];
  readonly operations: readonly { readonly serial: string }[];
  readonly pushes: readonly { readonly serial: string }[];
  /** The number of the first page, as the sandbox reads it. */
  readonly firstPage: number;
  /** What a moment of the sandbox's clock is on the clock that contracts are verified under. */
  readonly replayed: (moment: string) => string;
}

type Exported = Omit<CardRow, "balances"> & { readonly issuedAt: string };

/** A card as it is exported has its balances among its other fields. */
function cardOf({
  serial,
  type,
  templateId,
  clientId,
  status,
  issuedAt: _,
  expiresAt,
  ...balances
}: Exported): CardRow {
  const common = { serial, type, templateId, clientId, status, ...(expiresAt === undefined ? {} : { expiresAt }) };
  return { ...common, balances: balances as CardRow["balances"] };
}

/** A state as the control plane exports it is complete, so that its rows are records. */
export function recordsOf(state: State, companyId: string): Records {
  const { templates: all = [], clients = [], cards: exported = [], operations = [], pushes = [], profile } = state;
  const templates = (all as unknown as readonly TemplateRow[]).filter((template) => template.companyId === companyId);
  const ids = new Set(templates.map(({ id }) => id));
  const cards = (exported as unknown as readonly Exported[]).map(cardOf);
  const now = state.clock?.now ?? new Date(Date.now() + (state.clock?.offsetMs ?? 0)).toISOString();
  const shift = Date.parse(contractNow) - Date.parse(now);
  return {
    templates,
    clients: (clients as unknown as readonly ClientRow[]).filter(({ templateId }) => ids.has(templateId)),
    cards: cards.filter(({ templateId }) => ids.has(templateId)),
    foreign: cards.filter(({ templateId }) => !ids.has(templateId)),
    operations: operations as readonly { readonly serial: string }[],
    pushes: pushes as readonly { readonly serial: string }[],
    firstPage: Number(profile?.firstPage ?? 1),
    replayed: (moment) => new Date(Math.max(0, Date.parse(moment) + shift)).toISOString(),
  };
}
