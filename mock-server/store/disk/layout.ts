import type { StoredSandbox } from "../memory/persistence.js";
import { ownOf, type Tables } from "../memory/tables.js";
import type { NumberedFile } from "./file-names.js";
import type { Base, Head, Place } from "./head.js";

/** Step `version` after base `in` restored a state of base `from`, which is needed as long as base `in`. */
export interface Use {
  readonly in: number;
  readonly version: number;
  readonly from: number;
}

/** Returns uses with another. Sandboxes may be reset many times, so only the first use of a base is noted. */
export const withUse = (uses: readonly Use[], use: Use): readonly Use[] =>
  use.in === use.from || uses.some((known) => known.in === use.in && known.from === use.from) ? uses : [...uses, use];

/** The places of a sandbox's states in its files. */
export interface Layout {
  /** By generation. The last base is the present base. Empty if a file with all records is the only base. */
  readonly bases: readonly Base[];
  readonly origin: Place;
  readonly originTables: Tables;
  /** Places of snapshots by name. */
  readonly snapshots: ReadonlyMap<string, Place>;
  readonly uses: readonly Use[];
  /** Numbers of bases that cannot be read again, so that their states are needed in new bases. */
  readonly lost: ReadonlySet<number>;
}

/** The number of a file with all records, in place of a base. Its origin has no journal. */
export const wholeState = 0;
export const wholeStateOrigin: Place = { base: -1, version: 0 };

/** Returns the generation of the present base. */
export const presentOf = ({ bases }: Layout): number => bases.at(-1)?.generation ?? wholeState;

/** Returns the number of the last step that is not a step of the sandbox itself after the present base. */
export function beginOf({ bases }: Layout): number {
  const base = bases.at(-1);
  return base?.forks?.at(-1)?.version ?? base?.version ?? -1;
}

/** Returns the lowest number of a journal with steps of the sandbox itself. */
export const firstGeneration = ({ bases }: Layout): number => bases.at(-1)?.forks?.at(-1)?.generation ?? 0;

/** Whether a state of one of the bases needs the file. */
export const isUsed = ({ kind, generation }: NumberedFile, bases: readonly Base[]): boolean =>
  bases.some((base) =>
    kind === "base"
      ? generation === base.generation
      : generation >= base.generation && generation <= (base.end ?? Number.POSITIVE_INFINITY),
  );

const isLost = ({ lost }: Layout, { base }: Place): boolean => base <= wholeState || lost.has(base);

/** A state that gets a base of its own, by the name of its snapshot; undefined is the origin. */
export type LostStates = ReadonlyMap<string | undefined, number>;

/** Returns the states whose files are lost, each with the number of its new base. */
export function lostStates(layout: Layout | undefined, lastGeneration: number): LostStates {
  if (layout === undefined) return new Map();
  const places: [string | undefined, Place][] = [[undefined, layout.origin], ...layout.snapshots];
  const names = places.flatMap(([name, place]) => (isLost(layout, place) ? [name] : []));
  return new Map(names.map((name, at) => [name, lastGeneration + 1 + at]));
}

/** A layout with the tables that are written to new bases. */
export interface NextLayout {
  readonly layout: Layout;
  readonly moved: ReadonlyMap<number, Tables>;
}

/** Returns the layout with a new base of the present state, and without bases that nothing needs any more. */
export function nextLayout(
  before: Layout | undefined,
  stored: StoredSandbox,
  generation: number,
  lost: LostStates,
): NextLayout {
  const present: Base = { generation, version: stored.version, own: ownOf(stored.tables) };
  const moved = new Map<number, Tables>();
  const added: Base[] = [];
  const placeOf = (name: string | undefined, place: Place, tables: Tables): Place => {
    const base = lost.get(name);
    if (base === undefined) return place;
    moved.set(base, tables);
    added.push({ generation: base, version: place.version, own: ownOf(tables), end: base });
    return { base, version: place.version };
  };
  const isNewOrigin = before?.originTables !== stored.origin;
  const origin = isNewOrigin
    ? { base: generation, version: stored.version }
    : placeOf(undefined, before.origin, stored.origin);
  const snapshots = new Map<string, Place>();
  for (const [name, { tables }] of stored.snapshots) {
    const place = before?.snapshots.get(name);
    if (place === undefined) throw new Error(`snapshot ${name} has no place`);
    snapshots.set(name, placeOf(name, place, tables));
  }
  const places = [origin, ...snapshots.values()];
  const needed = new Set(places.map(({ base }) => base));
  const uses = before?.uses ?? [];
  // A used base may use a base in turn.
  for (let size = 0; size < needed.size; ) {
    size = needed.size;
    for (const use of uses) if (needed.has(use.in)) needed.add(use.from);
  }
  /** Ends a base. Its journals are needed only if a state after its beginning is. */
  const ended = (base: Base): Base => {
    const isIn = (place: Place) => place.base === base.generation && place.version > base.version;
    const hasJournals = places.some(isIn) || uses.some((use) => use.from === base.generation);
    return { ...base, end: hasJournals ? (base.end ?? generation - 1) : base.generation - 1 };
  };
  const old = (before?.bases ?? []).filter((base) => needed.has(base.generation)).map(ended);
  const layout = {
    bases: [...old, ...added, present],
    origin,
    originTables: stored.origin,
    snapshots,
    uses: uses.filter((use) => needed.has(use.in)),
    lost: new Set<number>(),
  };
  return { layout, moved };
}

/** Returns the layout of a fork that begins with files of its source. */
export function forkLayout(stored: StoredSandbox, source: Base, generation: number): Layout {
  const { version, origin: originTables } = stored;
  const { end: _, forks = [], ...base } = source;
  const own = ownOf(originTables);
  return {
    bases: [{ ...base, own, forks: [...forks, { version, generation }] }],
    origin: { base: base.generation, version },
    originTables,
    snapshots: new Map(),
    uses: [],
    lost: new Set(),
  };
}

/** Returns a base that leads to the state after a step with files that a fork can use; undefined without one. */
export function forkableBase({ bases, snapshots, uses, lost }: Layout, version: number): Base | undefined {
  const base = bases.findLast((candidate) => candidate.version <= version);
  if (base === undefined || lost.has(base.generation)) return undefined;
  const { generation } = base;
  const isReachable =
    base.end === undefined ||
    [...snapshots.values()].some((place) => place.base === generation && place.version >= version);
  const usesOthers = uses.some((use) => use.in === generation && use.version <= version);
  return isReachable && !usesOthers ? base : undefined;
}

/** Returns the content of the head. */
export function headOf({ bases, origin, snapshots }: Layout, stored: StoredSandbox): Head {
  const { info, faults } = stored;
  const named = [...snapshots].map(([name, place]) => {
    const createdAt = stored.snapshots.get(name)?.createdAt ?? info.createdAt;
    return { name, createdAt, ...place };
  });
  return { info, origin, bases, snapshots: named, faults };
}
