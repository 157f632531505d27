import { join } from "node:path";
import { ownOf, type Tables } from "../memory/tables.js";
import type { Change } from "../port.js";
import { DamagedFileError } from "./damaged-file.js";
import type { NumberedFile } from "./file-names.js";
import type { Base, Place } from "./head.js";
import { type JournalLine, keyFields, type LineChange, type RestoringStep } from "./journal-lines.js";
import { type Use, withUse } from "./layout.js";
import { readJournal } from "./read-journal.js";

export interface ReplayOptions {
  readonly folder: string;
  /** The head, which errors about missing steps name. */
  readonly head: string;
  /** By generation. */
  readonly journals: readonly NumberedFile[];
  /** Places whose states are saved. */
  readonly wanted: readonly Place[];
  /** Returns the records of a base, which are not changed. */
  readonly readTables: (base: number) => Promise<Tables>;
  readonly warn: (message: string) => void;
}

/** The state after a base and its journals. */
export interface ReplayResult {
  readonly tables: Tables;
  /** Whether the journals have steps after the base. */
  readonly isChanged: boolean;
  /** Number of the last step. */
  readonly last: number;
  /** Steps of the sandbox itself after the base, except transactions. */
  readonly steps: readonly JournalLine[];
}

const keyOf = ({ base, version }: Place): string => `${base} ${version}`;

/** Rebuilds the states of a sandbox from its bases and journals. Throws DamagedFileError. */
export class Replay {
  readonly #options: ReplayOptions;
  readonly #bases = new Map<number, Base>();
  readonly #saved = new Map<string, Tables>();
  #uses: readonly Use[] = [];

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  get uses(): readonly Use[] {
    return this.#uses;
  }

  save(place: Place, tables: Tables): void {
    this.#saved.set(keyOf(place), tables.fork());
  }

  /** Returns the state of a place. */
  async tablesAt(place: Place): Promise<Tables> {
    const saved = this.#saved.get(keyOf(place));
    if (saved !== undefined) return saved;
    // A snapshot that was deleted after a later base had begun.
    const base = this.#bases.get(place.base);
    if (base === undefined) throw new Error(`no base ${place.base}`);
    const { tables, last } = await this.#read(base, place.version);
    if (last !== place.version) throw new Error(`base ${place.base} has no step ${place.version}`);
    return tables;
  }

  /** Reads a base with the journals after it, and saves its wanted states. Bases are read by generation. */
  async readBase(base: Base): Promise<ReplayResult> {
    this.#bases.set(base.generation, base);
    const last = Math.max(base.version, ...this.#wantedOf(base));
    return this.#read(base, base.end === undefined ? Number.POSITIVE_INFINITY : last);
  }

  /** Returns the versions of a base's states that are saved. */
  #wantedOf({ generation }: Base): ReadonlySet<number> {
    return new Set(this.#options.wanted.flatMap(({ base, version }) => (base === generation ? [version] : [])));
  }

  async #read(base: Base, until: number): Promise<ReplayResult> {
    const { generation, version, own, end = Number.POSITIVE_INFINITY, forks = [] } = base;
    const begin = forks.at(-1)?.version ?? version;
    let tables = (await this.#options.readTables(generation)).fork();
    tables.setOwn(own);
    let last = version;
    let steps: JournalLine[] = [];
    const wanted = this.#wantedOf(base);
    if (wanted.has(version)) this.save({ base: generation, version }, tables);
    for (const file of this.#options.journals) {
      if (file.generation < generation || file.generation > end) continue;
      const ofFork = forks.find((fork) => file.generation < fork.generation)?.version ?? Number.POSITIVE_INFINITY;
      const limit = Math.min(until, ofFork);
      const path = join(this.#options.folder, file.name);
      for await (const lines of last < limit ? readJournal(path, this.#options.warn) : []) {
        for (const line of lines) {
          if (line.n <= last || line.n > limit) continue;
          if (line.n !== last + 1) throw new DamagedFileError(path, `is damaged: transaction ${last + 1} is missing`);
          last = line.n;
          // No await for a transaction: there may be a million.
          if ("changes" in line) applyChanges(tables, line, path);
          else {
            if ("from" in line) tables = await this.#restore(line, generation, path);
            steps.push(line);
            this.#noteSnapshots(line, steps, base, tables);
          }
          if (last === begin) {
            tables.setOwn(own);
            steps = [];
          }
          if (wanted.has(last)) this.save({ base: generation, version: last }, tables);
        }
        if (last >= limit) break;
      }
    }
    const least = Number.isFinite(until) ? until : begin;
    if (last < least)
      throw new DamagedFileError(
        this.#options.head,
        `and its journals do not fit together: step ${last + 1} is missing`,
      );
    return { tables, isChanged: last > version, last, steps };
  }

  async #restore(line: JournalLine & RestoringStep, base: number, path: string): Promise<Tables> {
    this.#uses = withUse(this.#uses, { in: base, version: line.n, from: line.from.base });
    try {
      const tables = (await this.tablesAt(line.from)).fork();
      tables.setOwn({ ...ownOf(tables), companies: line.companies });
      return tables;
    } catch (error) {
      throw asDamage(path, line, error);
    }
  }

  /** Saves the state of a snapshot, which a later line may restore, until it is deleted. */
  #noteSnapshots(line: JournalLine, steps: readonly JournalLine[], base: Base, tables: Tables): void {
    if ("snapshot" in line) this.save({ base: base.generation, version: line.n }, tables);
    if (!("deletedSnapshot" in line)) return;
    const taken = steps.findLast((step) => "snapshot" in step && step.snapshot === line.deletedSnapshot)?.n ?? 0;
    if (!this.#wantedOf(base).has(taken)) this.#saved.delete(keyOf({ base: base.generation, version: taken }));
  }
}

function asDamage(path: string, { n }: JournalLine, error: unknown): DamagedFileError {
  if (error instanceof DamagedFileError) return error;
  return new DamagedFileError(path, `is damaged: transaction ${n} does not fit: ${(error as Error).message}`);
}

function applyChanges(tables: Tables, line: JournalLine & { readonly changes: readonly LineChange[] }, path: string) {
  try {
    for (const change of line.changes) tables.apply(completed(tables, change));
  } catch (error) {
    throw asDamage(path, line, error);
  }
}

/** Returns a change with the record before and the whole record after it. */
function completed(tables: Tables, change: LineChange): Change {
  const { table } = change;
  if (change.after !== undefined) {
    const key = change.after[keyFields[table] as never] as string | number | undefined;
    return { table, before: recordOf(tables, table, key), after: change.after } as Change;
  }
  const before = recordOf(tables, table, change.key);
  if (before === undefined) throw new Error(`no record ${change.key}`);
  return { table, before, after: { ...before, ...change.set } } as Change;
}

function recordOf(tables: Tables, table: Change["table"], key: string | number | undefined): Change["before"] {
  if (table === "clock") return tables.clock;
  if (table === "profile") return tables.profile;
  if (table === "sequences") return tables.sequences;
  if (table === "cards") return tables.card(String(key));
  if (table === "companies") return tables.company(String(key));
  if (table === "templates") return tables.template(Number(key));
  return table === "clients" ? tables.client(Number(key)) : undefined;
}
