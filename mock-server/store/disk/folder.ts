import { readdir, rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { ForkSource, GetSandbox, JournalStep, Persistence, StoredSandbox } from "../memory/persistence.js";
import type { DamagedSandbox } from "../port.js";
import { BaseFiles } from "./base-files.js";
import { DamagedFileError } from "./damaged-file.js";
import { deleteFiles, finishDelete, undoCreation } from "./delete-files.js";
import { asStoreError, UnsavedChangesError } from "./disk-error.js";
import { deleted, filesOf, halfWritten, headName, sandboxIds } from "./file-names.js";
import { findTokens } from "./find-tokens.js";
import { type BaseTables, SandboxLoader } from "./load-sandbox.js";
import { FolderLock } from "./lock/folder-lock.js";
import { DataFolderError, ignoreInGit, makeFolder } from "./make-folder.js";
import { type FilesOptions, SandboxFiles } from "./sandbox-files.js";

/** A data folder and its sandboxes. */
export interface OpenedFolder {
  readonly persistence: FolderPersistence;
  readonly persisted: readonly StoredSandbox[];
  readonly damaged: readonly DamagedSandbox[];
}

/** Persists sandboxes in the files of a folder, which one process uses at a time. */
export class FolderPersistence implements Persistence {
  readonly #folder: string;
  readonly #options: FilesOptions;
  readonly #lock: FolderLock;
  readonly #files = new Map<string, SandboxFiles>();
  readonly #baseFiles = new BaseFiles();
  #getSandbox: GetSandbox = () => undefined;

  private constructor(folder: string, options: FilesOptions, lock: FolderLock) {
    this.#folder = resolve(folder);
    this.#options = { ...options, ensureHeld: () => lock.ensureHeld() };
    this.#lock = lock;
  }

  /** Opens or creates a folder and loads its sandboxes. Throws DataFolderError or FolderInUseError. */
  static async open(folder: string, options: FilesOptions): Promise<OpenedFolder> {
    await makeFolder(folder);
    let persistence: FolderPersistence | undefined;
    const ensureUntouched = () => persistence?.ensureUntouched();
    const lock = await FolderLock.acquire(folder, { warn: options.warn, ensureUntouched });
    try {
      await ignoreInGit(folder);
      persistence = new FolderPersistence(folder, options, lock);
      return { persistence, ...(await persistence.#load()) };
    } catch (error) {
      await lock.release();
      const { code, message } = error as NodeJS.ErrnoException;
      throw code === undefined ? error : new DataFolderError(`using the data folder ${folder} failed: ${message}`);
    }
  }

  /** Loads the sandboxes. Files of a damaged sandbox are not changed. */
  async #load(): Promise<Omit<OpenedFolder, "persistence">> {
    const folder = this.#folder;
    for (const name of await readdir(folder)) {
      if (name.endsWith(deleted)) await finishDelete(folder, basename(name, deleted));
      if (name.endsWith(`.json${halfWritten}`)) await undoCreation(folder, basename(name, `.json${halfWritten}`));
    }
    const names = await readdir(folder);
    const owners = new Map<string, string>();
    const baseTables: BaseTables = new Map();
    const persisted: StoredSandbox[] = [];
    const damaged: DamagedSandbox[] = [];
    for (const id of sandboxIds(names)) {
      try {
        persisted.push(await this.#read(id, names, owners, baseTables));
      } catch (error) {
        if (!(error instanceof DamagedFileError)) throw error;
        damaged.push({ id, reason: error.message, tokens: await findTokens(join(folder, headName(id))) });
        this.#options.warn(`sandbox ${id} is damaged and responds 503: ${error.message}`);
      }
    }
    for (const name of names) {
      if (!name.endsWith(`.json${halfWritten}`)) continue;
      if (!damaged.some(({ id }) => name.startsWith(`${id}.`))) await rm(join(folder, name));
    }
    for (const sandbox of persisted) await this.#files.get(sandbox.info.id)?.saveLoaded(sandbox);
    return { persisted, damaged };
  }

  /** Reads a sandbox. Throws DamagedFileError, also if a sandbox before it has one of its tokens. */
  async #read(
    id: string,
    names: readonly string[],
    owners: Map<string, string>,
    baseTables: BaseTables,
  ): Promise<StoredSandbox> {
    const [first] = filesOf(id, names);
    if (first !== undefined && !names.includes(headName(id)))
      throw new DamagedFileError(
        join(this.#folder, first.name),
        `holds ${first.kind === "base" ? "records" : "changes"}, but the state file ${headName(id)} is missing`,
      );
    const loaded = await new SandboxLoader(this.#folder, id, names, this.#options, baseTables).load();
    const { companies } = loaded.stored.tables;
    for (const { id: company, token } of companies) {
      const other = owners.get(token);
      if (other !== undefined)
        throw new DamagedFileError(
          join(this.#folder, headName(id)),
          `has a token in company ${company} that ${headName(other)} has too, but tokens must be unique in a server; in a copy, remove the tokens of its companies`,
        );
    }
    for (const { token } of companies) owners.set(token, id);
    const files = this.#newFiles(id);
    files.continue(loaded);
    this.#files.set(id, files);
    return loaded.stored;
  }

  #newFiles(id: string): SandboxFiles {
    return new SandboxFiles(this.#folder, id, this.#options, this.#baseFiles, this.#lookUpSandbox);
  }

  readonly #lookUpSandbox: GetSandbox = (id) => this.#getSandbox(id);

  attach(getSandbox: GetSandbox): void {
    this.#getSandbox = getSandbox;
  }

  /** The first write failure of a sandbox, or the loss of the lock; undefined if all is well. */
  get failure(): Error | undefined {
    if (this.#lock.failure !== undefined) return this.#lock.failure;
    return [...this.#files.values()].map(({ failure }) => failure).find((failure) => failure !== undefined);
  }

  /** Throws if another server has changed a sandbox. */
  ensureUntouched(): void {
    for (const files of this.#files.values()) files.ensureUntouched();
  }

  commit(id: string, step: JournalStep): Promise<void> | undefined {
    const isRead = "changes" in step && step.changes.length === 0;
    if (this.#lock.failure !== undefined && !isRead) throw this.#lock.failure;
    return this.#files.get(id)?.commit(step);
  }

  async create(stored: StoredSandbox, source?: ForkSource): Promise<void> {
    const { id } = stored.info;
    // Files of a deleted sandbox with this id must not be taken for files of the new sandbox.
    await finishDelete(this.#folder, id).catch((error) => {
      throw asStoreError(`deleting the files of the old sandbox ${id} failed`, error);
    });
    const files = this.#newFiles(id);
    const from = source && this.#files.get(source.sandboxId);
    if (source === undefined) await files.create(stored);
    else if (from === undefined) await files.createFork(stored, undefined);
    else await from.shareFiles(source.version, id, (shared) => files.createFork(stored, shared));
    this.#files.set(id, files);
  }

  async replace(stored: StoredSandbox): Promise<void> {
    await this.#files.get(stored.info.id)?.replace(stored);
  }

  async delete(id: string): Promise<void> {
    const files = this.#files.get(id);
    if (files === undefined) return this.#deleteDamaged(id);
    await files.delete();
    this.#files.delete(id);
  }

  async #deleteDamaged(id: string): Promise<void> {
    await this.#lock.ensureHeld();
    try {
      await deleteFiles(this.#folder, id);
    } catch (error) {
      throw asStoreError(`deleting the files of the damaged sandbox ${id} failed`, error);
    }
  }

  /** Writes all sandboxes and releases the lock. Throws UnsavedChangesError after all steps if some failed. */
  async close(): Promise<void> {
    const failures = new Set<string>();
    const step = async (work: () => unknown) => {
      try {
        await work();
      } catch (error) {
        failures.add((error as Error).message);
      }
    };
    await step(() => this.#lock.ensureHeld());
    for (const files of this.#files.values()) await step(() => files.close());
    await step(() => this.#lock.release());
    if (failures.size > 0)
      throw new UnsavedChangesError(`some sandboxes could not be saved: ${[...failures].join("; ")}`);
  }
}
