import { changedSwitches, defaultProfile, withSwitches } from "../model/profile.js";
import type { Iso, SequenceKind } from "../model/records.js";
import { checkedFormat, headFormat } from "../store/disk/checksum.js";
import type { Base, Head, StateFormat, WholeState } from "../store/disk/head.js";
import { type OwnRecords, ownOf } from "../store/memory/tables.js";
import type { SandboxInfo, SandboxRecords } from "../store/port.js";
import { ensureRecords } from "./ensure-records.js";
import { loadFixture } from "./fixture.js";
import { FixtureError } from "./fixture-error.js";
import { schemaProblem } from "./schema-problem.js";
import { asState, formatVersion, type Origin, recordsOfState, type State, stateOf } from "./state.js";

/** Own records in a head: a state without lists of records. */
type OwnState = Pick<State, "seed" | "clock" | "profile" | "sequences" | "companies">;

/** The content of a head. */
interface HeadFile extends Omit<Head, "info" | "bases"> {
  readonly formatVersion: typeof headFormat;
  readonly info: Omit<SandboxInfo, "origin"> & {
    readonly origin: Omit<SandboxInfo["origin"], "profile"> & { readonly profile: Record<string, string> };
  };
  readonly bases: readonly (Omit<Base, "own"> & { readonly own: OwnState })[];
  readonly checksum?: string;
}

/** Throws FixtureError for a file name that is no valid sandbox id. */
function ensureSandboxId(id: string): void {
  const problem = schemaProblem("SandboxRequest", { id });
  if (problem !== undefined) throw new FixtureError("file name", problem.replace(/^id /, ""));
}

const newToken = (company: string): never => {
  throw new Error(`company ${company} has no token`);
};

/** Returns the own records of a sandbox as a state. Its profile has only the changed switches. */
const ownState = ({ seed, clock, profile, sequences, companies }: OwnRecords): OwnState =>
  ({ seed, clock, profile: changedSwitches(profile), sequences, companies }) as OwnState;

function ownRecords(own: OwnState, now: Iso): OwnRecords {
  const origin = { seed: own.seed ?? 0, now, profile: defaultProfile, newToken };
  return ownOf(recordsOfState(asState({ formatVersion, ...own }), origin));
}

const isNumber = (value: unknown): boolean => Number.isSafeInteger(value);

/** Throws unless the numbers and names in a head have their types. Its own records are validated as a state. */
function ensureHead({ info, origin, bases, snapshots, faults }: Partial<HeadFile>): void {
  const isPlace = (place: { base?: unknown; version?: unknown } | undefined) =>
    isNumber(place?.base) && isNumber(place?.version);
  const tests: Readonly<Record<string, boolean>> = {
    info: typeof info?.id === "string" && typeof info.createdAt === "string" && typeof info.origin === "object",
    origin: isPlace(origin),
    bases:
      Array.isArray(bases) &&
      bases.every((base) => isNumber(base?.generation) && isNumber(base.version) && typeof base.own === "object"),
    snapshots:
      Array.isArray(snapshots) && snapshots.every((snapshot) => isPlace(snapshot) && typeof snapshot.name === "string"),
    faults: Array.isArray(faults),
  };
  const invalid = Object.keys(tests).find((key) => tests[key] === false);
  if (invalid !== undefined) throw new FixtureError(invalid, "does not have the form that a server writes");
}

function decodeHead(value: object): Head | undefined {
  const file = value as HeadFile;
  if (file.formatVersion !== headFormat) return undefined;
  ensureHead(file);
  const { info, origin, bases, snapshots, faults } = file;
  const profile = withSwitches(defaultProfile, info.origin.profile);
  return {
    info: { ...info, origin: { ...info.origin, profile } },
    origin,
    bases: bases.map((base) => ({ ...base, own: ownRecords(base.own, info.createdAt) })),
    snapshots,
    faults,
  };
}

function encodeHead({ info, origin, bases, snapshots, faults }: Head): object {
  const profile = changedSwitches(info.origin.profile);
  return {
    formatVersion: headFormat,
    info: { ...info, origin: { ...info.origin, profile } },
    origin,
    bases: bases.map((base) => ({ ...base, own: ownState(base.own) })),
    snapshots,
    faults,
  };
}

/** Returns records as a state without tokens, because sandboxes may share the file. */
function encodeRecords(records: SandboxRecords): object {
  const { formatVersion: _, companies = [], ...rest } = stateOf(records);
  return { formatVersion: checkedFormat, companies: companies.map(({ id, name }) => ({ id, name })), ...rest };
}

function decodeRecords(value: object, own: OwnRecords): SandboxRecords {
  const { file: _, checksum: __, ...state } = asState(value);
  const companies = own.companies.map(({ id, name, token }) => ({ id, name, token }));
  const origin = { seed: own.seed, now: "", profile: own.profile, newToken };
  const records = recordsOfState({ ...state, companies }, origin);
  // An edited file may have records with higher ids than the head knows.
  const sequences = { ...own.sequences };
  for (const kind of Object.keys(sequences) as SequenceKind[])
    sequences[kind] = Math.max(sequences[kind], records.sequences[kind]);
  return { ...records, ...own, sequences };
}

/**
 * Returns the sandbox in a file with all records. A file without the server's part, such as an export, becomes a new
 * sandbox with the values of `fresh`.
 */
async function decodeWholeState(value: object, id: string, fresh: Omit<Origin, "profile">): Promise<WholeState> {
  const { file, checksum: _, ...rest } = asState(value);
  const state = { ...rest, formatVersion };
  if (file === undefined) {
    ensureSandboxId(id);
    const { seed = fresh.seed } = state;
    const profile = withSwitches(defaultProfile, state.profile ?? {});
    const info = { id, origin: { fixture: "state", seed, now: null, profile }, createdAt: fresh.now, expiresAt: null };
    const records = recordsOfState(state, { ...fresh, profile });
    return { info, records, origin: records, journal: undefined };
  }
  const { journal, origin, ...stored } = file;
  const { seed, now, fixture } = origin;
  const profile = withSwitches(defaultProfile, origin.profile);
  const info = {
    ...stored,
    origin: { seed, now, fixture: typeof fixture === "string" ? fixture : "state", profile },
  };
  const records = recordsOfState(state, { seed, now: info.createdAt, profile, newToken });
  return { info, records, origin: await originOf(info, fixture, records), journal };
}

/** Returns the records that a reset of an older sandbox restores. Companies keep their tokens. */
async function originOf(
  { createdAt, origin: { seed, now, profile } }: SandboxInfo,
  fixture: unknown,
  { companies }: SandboxRecords,
): Promise<SandboxRecords> {
  const time = now ?? createdAt;
  const state = await loadFixture(fixture === "state" ? { formatVersion } : fixture, seed, time);
  const clock = now === null ? {} : { clock: { now, offsetMs: 0 } };
  const tokens = new Map(companies.map(({ id, token }) => [id, token]));
  const tokenOf = (company: string) => tokens.get(company) ?? `unused-${company}`;
  return recordsOfState({ ...state, ...clock }, { seed, now: time, profile, newToken: tokenOf });
}

/** Returns the format of a server's files. `fresh` completes states that no server has written. */
export const stateFileFormat = (fresh: (id: string) => Omit<Origin, "profile">): StateFormat => ({
  encodeHead,
  decodeHead,
  encodeRecords,
  decodeRecords,
  decodeWholeState: (value, id) => decodeWholeState(value, id, fresh(id)),
  validate: (records) => {
    asState(stateOf(records));
    ensureRecords(records);
  },
});
