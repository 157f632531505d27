import type { components } from "../../openapi/control.gen.js";
import { expiryAtIssue } from "../cards/expiry.js";
import { cardTypeOf, issueCard } from "../cards/index.js";
import { clientId, generateSerialNumber, templateId } from "../model/identity.js";
import { defaultProfile, type Profile, switchedIn, withSwitches } from "../model/profile.js";
import {
  type Card,
  type Client,
  type Company,
  type Iso,
  largestOrdinal,
  type Operation,
  type Push,
  type SequenceKind,
  type Template,
} from "../model/records.js";
import { noSequences } from "../store/memory/tables.js";
import type { SandboxRecords } from "../store/port.js";
import { checkRecords, FixtureError, noSuchMoment, parseMoment } from "./check.js";
import { flawIn } from "./violation.js";

/** All records of a sandbox or a part of them, as fixtures, exports and state files contain them. */
export type State = components["schemas"]["State"];

/** Version of fixtures and exports. State files have a different version, because they end with a checksum. */
export const formatVersion = 1 as const;

/** Values for the parts that a state leaves out. */
export interface Origin {
  readonly seed: number;
  readonly now: Iso;
  readonly profile: Profile;
  /** Returns a token for a company without one. */
  readonly newToken: (companyId: string) => string;
}

/** Returns the value as a state. Throws FixtureError with the first problem. */
export function asState(value: unknown): State {
  const flaw = flawIn("State", value);
  if (flaw !== undefined) throw new FixtureError("", flaw);
  return value as State;
}

function iso(at: string): Iso {
  const found = parseMoment(at);
  if (found === undefined) throw new FixtureError(at, noSuchMoment);
  return found;
}

const isoOrNull = (at: string | null): Iso | null => (at === null ? null : iso(at));

/** Generates ids that are neither in the state nor taken from the sequence before. */
class Ids {
  readonly sequences: Record<SequenceKind, number>;

  constructor(state: State) {
    this.sequences = { ...(state.sequences ?? noSequences) };
  }

  free<Id>(kind: SequenceKind, named: ReadonlySet<Id>, idOf: (ordinal: number) => Id): Id {
    const tries = Math.min(named.size + 1000, largestOrdinal - this.sequences[kind]);
    for (let left = tries; left > 0; left -= 1) {
      this.sequences[kind] += 1;
      const id = idOf(this.sequences[kind]);
      if (!named.has(id)) return id;
    }
    throw new FixtureError(`${kind}s`, "no free ids left");
  }
}

const named = <R, K extends keyof R>(rows: readonly R[] | undefined, key: K): Set<Exclude<R[K], undefined>> =>
  new Set((rows ?? []).flatMap((row) => (row[key] === undefined ? [] : [row[key] as Exclude<R[K], undefined>])));

function companiesOf(state: State, { newToken }: Origin): Company[] {
  const company = ({ id, name, token }: NonNullable<State["companies"]>[number]): Company => ({
    id,
    name: name ?? id,
    token: token ?? newToken(id),
  });
  const companies = (state.companies ?? []).map(company);
  // Every sandbox has at least two companies, so that error 3 can happen.
  for (const id of ["main", "rival"]) {
    if (companies.length < 2 && !companies.some((other) => other.id === id)) companies.push(company({ id }));
  }
  return companies;
}

type Row<K extends "templates" | "clients" | "cards" | "operations" | "pushes"> = NonNullable<State[K]>[number];

/** Returns a template with defaults for missing parts. */
export function completeTemplate(row: Row<"templates">, id: number, companyId: string): Template {
  const settings = cardTypeOf(row.type).settings((row.settings ?? {}) as Partial<Template["settings"]>);
  const expiry = row.expiry?.kind === "fixed" ? { ...row.expiry, at: iso(row.expiry.at) } : row.expiry;
  return { id, companyId, name: row.name, type: row.type, expiry: expiry ?? { kind: "none" }, settings } as Template;
}

function completeClient(row: Row<"clients">, id: number): Client {
  const { templateId, sName, fName, phone = null, email = null, dateOfBirth = null, fields = {} } = row;
  return { id, templateId, sName, fName, phone, email, dateOfBirth, fields: fields as Client["fields"] };
}

function completeCard(row: Row<"cards">, serial: string, template: Template, now: Iso): Card {
  const { templateId: _template, clientId, issuedAt, expiresAt, ...rest } = row;
  const issued = issuedAt === undefined ? now : iso(issuedAt);
  const expires = expiresAt === undefined ? expiryAtIssue(template.expiry, issued) : isoOrNull(expiresAt);
  const redeemed =
    "redeemedAt" in rest && rest.redeemedAt !== undefined ? { redeemedAt: isoOrNull(rest.redeemedAt) } : {};
  const known = { ...rest, ...redeemed };
  return { ...issueCard(template, { serial, clientId }, issued, expires, known), ...known, serial } as Card;
}

/** Returns the records of a state, with defaults for missing parts. Throws FixtureError if they contradict each other. */
export function recordsOfState(state: State, origin: Origin): SandboxRecords {
  const seed = state.seed ?? origin.seed;
  const ids = new Ids(state);
  const companies = companiesOf(state, origin);
  const clock = state.clock ?? { now: null, offsetMs: 0 };

  const templateIds = named(state.templates, "id");
  const templates = (state.templates ?? []).map((row) => {
    const id = row.id ?? ids.free("template", templateIds, (ordinal) => templateId(seed, ordinal));
    templateIds.add(id);
    return completeTemplate(row, id, row.companyId ?? companies[0]?.id ?? "main");
  });

  const clientIds = named(state.clients, "id");
  const clients = (state.clients ?? []).map((row) => {
    const id = row.id ?? ids.free("client", clientIds, (ordinal) => clientId(seed, ordinal));
    clientIds.add(id);
    return completeClient(row, id);
  });

  const templateById = new Map(templates.map((template) => [template.id, template]));
  const serials = named(state.cards, "serial");
  const cards = (state.cards ?? []).map((row, index) => {
    const template = templateById.get(row.templateId);
    if (template === undefined)
      throw new FixtureError(`cards.${index}.templateId`, `template ${row.templateId} does not exist`);
    if (template.type !== row.type) {
      throw new FixtureError(
        `cards.${index}.type`,
        `must be ${template.type}, the type of template ${template.id}, got ${row.type}`,
      );
    }
    const serial = row.serial ?? ids.free("card", serials, (ordinal) => generateSerialNumber(seed, ordinal));
    serials.add(serial);
    return completeCard(row, serial, template, origin.now);
  });

  const numbered = <R extends { readonly id: number }>(
    kind: "operation" | "push",
    rows: readonly { readonly id?: number; readonly at?: string }[],
  ): R[] => {
    const taken = named(rows, "id");
    return rows.map((row) => {
      const id = row.id ?? ids.free(kind, taken, (ordinal) => ordinal);
      taken.add(id);
      ids.sequences[kind] = Math.max(ids.sequences[kind], id);
      return { ...row, id, at: row.at === undefined ? origin.now : iso(row.at) } as unknown as R;
    });
  };
  const operations = numbered<Operation>("operation", state.operations ?? []);
  const pushes = numbered<Push>("push", state.pushes ?? []);

  const records = {
    seed,
    clock: { ...clock, now: isoOrNull(clock.now) },
    // A state lists the switches that differ from the default profile; without the key, the profile of the sandbox stays.
    profile: state.profile === undefined ? origin.profile : withSwitches(defaultProfile, state.profile),
    sequences: ids.sequences,
    companies,
    templates,
    clients,
    cards,
    operations: operations.map(({ id, serial, at, action, amount, balance }) => ({
      id,
      serial,
      at,
      action,
      amount,
      balance,
    })),
    pushes: pushes.map(({ id, serial, at, message }) => ({ id, serial, at, message })),
  };
  checkRecords(records);
  return records;
}

/** Returns records as a state; {@link recordsOfState} is the inverse. */
export const stateOf = (records: SandboxRecords): State => ({
  formatVersion,
  ...(records as unknown as Omit<State, "formatVersion" | "profile">),
  profile: switchedIn(records.profile),
});
