import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Snapshot, StoredSandbox } from "../memory/persistence.js";
import { Tables } from "../memory/tables.js";
import type { SandboxInfo } from "../port.js";
import { DamagedFileError } from "./damaged-file.js";
import { baseName, fileIdOf, filesOf, headName } from "./file-names.js";
import type { Base, Head, Place, StateFormat } from "./head.js";
import { type Layout, wholeState, wholeStateOrigin } from "./layout.js";
import type { StateReadOptions } from "./read-state-file.js";
import { Replay, type ReplayResult } from "./replay.js";
import { StateFile } from "./state-file.js";

export interface LoadOptions extends StateReadOptions {
  readonly format: StateFormat;
}

/** Tables by the identity of their base file, so that sandboxes with the same base share them. */
export type BaseTables = Map<string, Tables>;

/** A sandbox with the files that it was loaded from. */
export interface LoadedSandbox {
  readonly stored: StoredSandbox;
  readonly head: StateFile;
  readonly layout: Layout;
  /** Size of the present base, in bytes. */
  readonly baseBytes: number;
  /** Size of the journals after the present base, in bytes. */
  readonly lineBytes: number;
  /** Highest number of a file. */
  readonly generation: number;
  /** Whether all files are as a server writes them. */
  readonly isCurrent: boolean;
}

/** Reads the files of a sandbox and changes none of them. Throws DamagedFileError. */
export class SandboxLoader {
  readonly #folder: string;
  readonly #id: string;
  readonly #names: readonly string[];
  readonly #options: LoadOptions;
  readonly #baseTables: BaseTables;
  /** Numbers of bases that are not as a server wrote them. */
  readonly #edited = new Set<number>();
  #isCurrent = true;

  constructor(folder: string, id: string, names: readonly string[], options: LoadOptions, baseTables: BaseTables) {
    this.#folder = folder;
    this.#id = id;
    this.#names = names;
    this.#options = options;
    this.#baseTables = baseTables;
  }

  async load(): Promise<LoadedSandbox> {
    const file = new StateFile(join(this.#folder, headName(this.#id)), this.#options);
    const { value, isCurrent } = await file.read();
    this.#isCurrent = isCurrent;
    const head = decoding(file.path, "is not the state of a sandbox", () => this.#options.format.decodeHead(value));
    return head === undefined ? this.#loadWholeState(file, value) : this.#loadHead(file, head);
  }

  async #loadHead(file: StateFile, head: Head): Promise<LoadedSandbox> {
    this.#ensureId(file, head.info);
    const present = head.bases.at(-1);
    if (present === undefined) throw new DamagedFileError(file.path, "names no base");
    const replay = this.#newReplay([head.origin, ...head.snapshots], (base) => {
      const found = head.bases.find(({ generation }) => generation === base);
      if (found === undefined) throw new DamagedFileError(file.path, `does not name base ${base}`);
      return this.#readBase(found);
    });
    const baseFile = join(this.#folder, baseName(this.#id, present.generation));
    for (const base of head.bases.slice(0, -1)) await replay.readBase(base);
    const result = await replay.readBase(present);
    return this.#loaded(file, head, replay, result, (await stat(baseFile)).size);
  }

  /** Loads a file with all records, as older versions and exports have it. */
  async #loadWholeState(file: StateFile, value: object): Promise<LoadedSandbox> {
    const { format } = this.#options;
    const { info, records, origin, journal } = await format.decodeWholeState(value, this.#id).catch((error: Error) => {
      throw new DamagedFileError(file.path, `is not the state of a sandbox: ${error.message}`);
    });
    this.#ensureId(file, info);
    this.#isCurrent = false;
    const tables = Tables.of(records);
    const original = origin === records ? tables.fork() : Tables.of(origin);
    const base: Base = { generation: wholeState, version: journal ?? 0, own: records };
    const replay = this.#newReplay([wholeStateOrigin], async () => tables);
    replay.save(wholeStateOrigin, original);
    const result = await replay.readBase(base);
    const head: Head = { info, origin: wholeStateOrigin, bases: [], snapshots: [], faults: [] };
    return this.#loaded(file, head, replay, result, file.bytes);
  }

  #ensureId(file: StateFile, { id }: SandboxInfo): void {
    if (id === this.#id) return;
    const advice = `move ${headName(this.#id)} out of the folder`;
    throw new DamagedFileError(file.path, `holds sandbox ${id}, not ${this.#id}`, advice);
  }

  #newReplay(wanted: readonly Place[], readTables: (base: number) => Promise<Tables>): Replay {
    return new Replay({
      folder: this.#folder,
      head: join(this.#folder, headName(this.#id)),
      journals: filesOf(this.#id, this.#names).filter(({ kind }) => kind === "journal"),
      wanted,
      readTables,
      warn: this.#options.warn,
    });
  }

  /** Returns the records of a base file. They are shared and must not be changed. */
  async #readBase({ generation, own }: Base): Promise<Tables> {
    const file = new StateFile(join(this.#folder, baseName(this.#id, generation)), this.#options);
    const fileId = fileIdOf(file.path);
    const known = this.#baseTables.get(fileId);
    if (known !== undefined) return known;
    const { value, isCurrent } = await file.read();
    if (!isCurrent) this.#edited.add(generation);
    const records = decoding(file.path, "has no valid records", () => this.#options.format.decodeRecords(value, own));
    const tables = Tables.of(records);
    if (isCurrent) this.#baseTables.set(fileId, tables);
    return tables;
  }

  async #loaded(
    head: StateFile,
    { info, origin, bases, snapshots, faults }: Head,
    replay: Replay,
    { tables, isChanged, last, steps }: ReplayResult,
    baseBytes: number,
  ): Promise<LoadedSandbox> {
    const { format } = this.#options;
    const { generation: present } = bases.at(-1) ?? { generation: wholeState };
    if (isChanged) decoding(head.path, "and its journals do not fit together", () => format.validate(tables.records()));
    const named = new Map(snapshots.map((snapshot) => [snapshot.name, snapshot]));
    let latestFaults = faults;
    for (const step of steps) {
      if ("snapshot" in step) {
        const place = { base: present, version: step.n };
        named.set(step.snapshot, { name: step.snapshot, createdAt: step.createdAt, ...place });
      } else if ("deletedSnapshot" in step) named.delete(step.deletedSnapshot);
      else if ("faults" in step) latestFaults = step.faults;
    }
    const loaded = new Map<string, Snapshot>();
    for (const [name, { createdAt, ...place }] of named)
      loaded.set(name, { name, createdAt, tables: await replay.tablesAt(place), version: place.version });
    const files = filesOf(this.#id, this.#names);
    const journals = files.filter(({ kind, generation }) => kind === "journal" && generation >= present);
    const sizes = await Promise.all(journals.map(async ({ name }) => (await stat(join(this.#folder, name))).size));
    const originTables = await replay.tablesAt(origin);
    const stored = { info, origin: originTables, tables, version: last, snapshots: loaded, faults: latestFaults };
    const places = new Map([...named].map(([name, { base, version }]) => [name, { base, version }]));
    return {
      stored,
      head,
      layout: { bases, origin, originTables, snapshots: places, uses: replay.uses, lost: this.#edited },
      baseBytes,
      lineBytes: sizes.reduce((sum, size) => sum + size, 0),
      generation: files.at(-1)?.generation ?? 0,
      isCurrent: this.#isCurrent && this.#edited.size === 0,
    };
  }
}

function decoding<T>(file: string, damage: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw new DamagedFileError(file, `${damage}: ${(error as Error).message}`);
  }
}
