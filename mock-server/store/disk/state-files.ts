import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { JournalStep, StoredSandbox } from "../memory/persistence.js";
import type { BaseFiles } from "./base-files.js";
import { beginDelete, deleteUnused, finishDelete } from "./delete-files.js";
import { baseName, filesOf, headName, journalName } from "./file-names.js";
import type { Base, Place } from "./head.js";
import {
  firstGeneration,
  forkableBase,
  forkLayout,
  headOf,
  type Layout,
  type LostStates,
  lostStates,
  nextLayout,
  presentOf,
  withUse,
} from "./layout.js";
import { linkOrCopy } from "./link-file.js";
import type { LoadedSandbox, LoadOptions } from "./load-sandbox.js";
import { StateFile } from "./state-file.js";
import { syncJournals } from "./sync-journals.js";

/** A step other than a transaction. */
export type OtherStep = Exclude<JournalStep, { readonly changes: unknown }>;

/** The files of a source that a fork begins with. */
export interface SharedFiles {
  readonly base: Base;
  /** Size of the base, in bytes. */
  readonly baseBytes: number;
  /** Size of the journals, in bytes. */
  readonly lineBytes: number;
  /** Number of the first journal of the fork. */
  readonly generation: number;
  /** Gives the files their names in the fork. */
  link(): Promise<void>;
}

export interface SaveOptions {
  /** Maximum size of the base, in bytes. */
  readonly maxBytes?: number;
  /** Whether the tables have exactly the records of their root. */
  readonly isNew?: boolean;
}

/** Numbers of new files. */
export interface NewFiles {
  /** Of the base of the present state, and of its journal. */
  readonly generation: number;
  readonly lost: LostStates;
}

/** The head and the bases of one sandbox, and the places of its states. */
export class StateFiles {
  readonly #folder: string;
  readonly #id: string;
  readonly #options: LoadOptions;
  readonly #baseFiles: BaseFiles;
  #head: StateFile;
  /** Highest number of a file. */
  #generation = 0;
  /** Undefined until the files of a new sandbox are written. */
  #layout: Layout | undefined;

  constructor(folder: string, id: string, options: LoadOptions, baseFiles: BaseFiles) {
    this.#folder = folder;
    this.#id = id;
    this.#options = options;
    this.#baseFiles = baseFiles;
    this.#head = new StateFile(join(folder, headName(id)), options);
  }

  /** Continues the files of a loaded sandbox. Its next journal is a new file. */
  continue({ head, layout, generation }: LoadedSandbox): void {
    this.#head = head;
    this.#layout = layout;
    // Journals before the generation of a fork are those of its source.
    this.#generation = Math.max(generation + 1, firstGeneration(layout));
  }

  /** Whether the sandbox has files. */
  get exist(): boolean {
    return this.#layout !== undefined;
  }

  get journalPath(): string {
    return join(this.#folder, journalName(this.#id, this.#generation));
  }

  #basePath(generation: number): string {
    return join(this.#folder, baseName(this.#id, generation));
  }

  /** Throws if another server has loaded and saved the sandbox. */
  ensureUntouched(): void {
    this.#head.ensureUntouched();
  }

  /** Returns the place of the state that a step restores. */
  restoredBy(step: OtherStep): Place | undefined {
    if ("reset" in step) return this.#layout?.origin;
    return "restored" in step ? this.#layout?.snapshots.get(step.restored) : undefined;
  }

  /** Notes the places of a step that is on the disk. */
  addStep(step: OtherStep, version: number, from: Place | undefined): void {
    if (this.#layout === undefined) throw new Error(`sandbox ${this.#id} has no files`);
    const base = presentOf(this.#layout);
    const snapshots = new Map(this.#layout.snapshots);
    if ("snapshot" in step) snapshots.set(step.snapshot, { base, version });
    if ("deletedSnapshot" in step) snapshots.delete(step.deletedSnapshot);
    const { uses } = this.#layout;
    const allUses = from === undefined ? uses : withUse(uses, { in: base, version, from: from.base });
    this.#layout = { ...this.#layout, snapshots, uses: allUses };
  }

  /** Begins a new base and its journal. `isJournalLost`: states after the present base get bases of their own. */
  begin(isJournalLost: boolean): NewFiles {
    if (isJournalLost && this.#layout !== undefined)
      this.#layout = { ...this.#layout, lost: new Set([...this.#layout.lost, presentOf(this.#layout)]) };
    const lost = lostStates(this.#layout, this.#generation);
    this.#generation += lost.size + 1;
    return { generation: this.#generation, lost };
  }

  /**
   * Prepares the new files. The returned function writes them and returns the size of the new base in bytes. It throws
   * FileTooLargeError.
   */
  prepare(stored: StoredSandbox, { generation, lost }: NewFiles, { maxBytes, isNew = false }: SaveOptions) {
    const { format } = this.#options;
    const { layout, moved } = nextLayout(this.#layout, stored, generation, lost);
    const records = format.encodeRecords(stored.tables.records());
    return async (): Promise<number> => {
      let bytes = 0;
      await this.#writeHead(layout, stored, async () => {
        for (const [base, tables] of moved) await this.#writeBase(base, format.encodeRecords(tables.records()));
        const write = () => this.#writeBase(generation, records, maxBytes);
        const path = this.#basePath(generation);
        bytes = isNew ? await this.#baseFiles.share(stored.tables.root, path, write) : await write();
        await syncJournals(this.#folder, this.#id, layout.bases.slice(0, -1));
      });
      return bytes;
    };
  }

  /** Writes the files of a fork. */
  async writeFork(stored: StoredSandbox, { base, generation, link }: SharedFiles): Promise<void> {
    await this.#writeHead(forkLayout(stored, base, generation), stored, link);
    this.#generation = generation;
  }

  /** Writes the head. `writeOthers` writes all files that it names. */
  async #writeHead(layout: Layout, stored: StoredSandbox, writeOthers: () => Promise<void>): Promise<void> {
    const content = this.#options.format.encodeHead(headOf(layout, stored));
    const beforeRename = async () => {
      try {
        await writeOthers();
      } catch (error) {
        // Without a head their sandbox would be damaged, so the half-written head goes last.
        if (!this.exist) await this.#deleteNumbered();
        throw error;
      }
    };
    await this.#head.write(content, { beforeRename });
    this.#layout = layout;
  }

  /** Writes a base and returns its size in bytes. */
  async #writeBase(generation: number, records: object, maxBytes?: number): Promise<number> {
    const file = new StateFile(this.#basePath(generation), this.#options);
    await file.write(records, { maxBytes });
    return file.bytes;
  }

  /** Returns files that lead to the state after step `version`, for the fork `id`; undefined without any. */
  async shared(version: number, id: string): Promise<SharedFiles | undefined> {
    const base = this.#layout && forkableBase(this.#layout, version);
    if (base === undefined) return undefined;
    const last = base.end ?? this.#generation;
    const files = filesOf(this.#id, await readdir(this.#folder)).filter(
      ({ kind, generation }) =>
        generation === base.generation || (kind === "journal" && generation > base.generation && generation <= last),
    );
    let [baseBytes, lineBytes] = [0, 0];
    for (const { name, kind } of files) {
      const { size } = await stat(join(this.#folder, name));
      if (kind === "base") baseBytes += size;
      else lineBytes += size;
    }
    const link = async () => {
      for (const { name, generation, kind } of files) {
        const target = kind === "base" ? baseName(id, generation) : journalName(id, generation);
        await linkOrCopy(join(this.#folder, name), join(this.#folder, target));
      }
      await syncJournals(this.#folder, id, [base]);
    };
    return { base, baseBytes, lineBytes, generation: last + 1, link };
  }

  /** Deletes files that no state needs any more. */
  async deleteUnused(): Promise<void> {
    if (this.#layout !== undefined) await deleteUnused(this.#folder, this.#id, this.#layout.bases);
  }

  /** Deletes all files of a sandbox that could not be created. */
  async discard(): Promise<void> {
    if (this.#head.bytes === 0) return this.#deleteNumbered();
    // The head has its name, because only the sync of the folder failed.
    await beginDelete(this.#folder, this.#id);
    await finishDelete(this.#folder, this.#id);
  }

  #deleteNumbered(): Promise<void> {
    return deleteUnused(this.#folder, this.#id, []);
  }
}
