import type { components } from "../../openapi/control.gen.js";
import { generateClientId, generateSerialNumber, generateTemplateId } from "../model/identity.js";
import { changedSwitches, defaultProfile, type Profile, withSwitches } from "../model/profile.js";
import type { Company, Iso, Operation, Push, Template } from "../model/records.js";
import { noSequences } from "../store/memory/tables.js";
import type { SandboxRecords } from "../store/port.js";
import { completeCard, completeClient, completeTemplate, iso, isoOrNull, type StateRow } from "./complete.js";
import { ensureRecords } from "./ensure-records.js";
import { FixtureError } from "./fixture-error.js";
import { Ids } from "./ids.js";
import { schemaProblem } from "./schema-problem.js";

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
  const problem = schemaProblem("State", value);
  if (problem !== undefined) throw new FixtureError(problem.startsWith("must ") ? "a state" : "", problem);
  return value as State;
}

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

function wrongTemplate(row: StateRow<"cards">, template: Template | undefined, where: string): FixtureError {
  if (template === undefined)
    return new FixtureError(`${where}.templateId`, `template ${row.templateId} does not exist`);
  const { id, type } = template;
  return new FixtureError(`${where}.type`, `must be ${type}, the type of template ${id}, got ${row.type}`);
}

/** Returns the records of a state, with defaults for missing parts. Throws FixtureError if they contradict each other. */
export function recordsOfState(state: State, origin: Origin): SandboxRecords {
  const seed = state.seed ?? origin.seed;
  const ids = new Ids(state.sequences ?? noSequences);
  const companies = companiesOf(state, origin);
  const clock = state.clock ?? { now: null, offsetMs: 0 };

  const { templates: templateRows = [], clients: clientRows = [], cards: cardRows = [] } = state;
  const idOfTemplate = ids.rowIds(
    "template",
    templateRows,
    ({ id }) => id,
    (ordinal) => generateTemplateId(seed, ordinal),
  );
  const templates = templateRows.map((row) =>
    completeTemplate(row, idOfTemplate(row), row.companyId ?? companies[0]?.id ?? "main"),
  );
  const idOfClient = ids.rowIds(
    "client",
    clientRows,
    ({ id }) => id,
    (ordinal) => generateClientId(seed, ordinal),
  );
  const clients = clientRows.map((row) => completeClient(row, idOfClient(row)));

  const templateById = new Map(templates.map((template) => [template.id, template]));
  const serialOf = ids.rowIds(
    "card",
    cardRows,
    ({ serial }) => serial,
    (ordinal) => generateSerialNumber(seed, ordinal),
  );
  const cards = cardRows.map((row, index) => {
    const template = templateById.get(row.templateId);
    if (template?.type !== row.type) throw wrongTemplate(row, template, `cards.${index}`);
    return completeCard(row, serialOf(row), template, origin.now);
  });

  const { operations: operationRows = [], pushes: pushRows = [] } = state;
  const idOfOperation = ids.rowNumbers("operation", operationRows);
  const operations = operationRows.map((row): Operation => {
    const { serial, at = origin.now, action, amount, balance } = row;
    return { id: idOfOperation(row), serial, at: iso(at), action, amount, balance };
  });
  const idOfPush = ids.rowNumbers("push", pushRows);
  const pushes = pushRows.map((row): Push => {
    const { serial, at = origin.now, message } = row;
    return { id: idOfPush(row), serial, at: iso(at), message };
  });

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
    operations,
    pushes,
  };
  ensureRecords(records);
  return records;
}

/** Returns records as a state; {@link recordsOfState} is the inverse. */
export const stateOf = (records: SandboxRecords): State => ({
  formatVersion,
  ...(records as unknown as Omit<State, "formatVersion" | "profile">),
  profile: changedSwitches(records.profile),
});
