import { readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { DamagedFile } from "./damaged-file.js";
import { asStoreError } from "./disk-error.js";
import { deleted, ensureNoOrphans, halfWritten, journalsOf } from "./file-names.js";
import { FolderLock } from "./lock/folder-lock.js";
import { CannotOpen, ignoreInGit, makeFolder } from "./make-folder.js";
import type { Keeper, Kept } from "./memory.js";
import type { Change } from "./port.js";
import { type FilesOptions, finishDelete, NotWritten, SandboxFiles } from "./sandbox-files.js";

/** Keeps every sandbox in files of its own in a folder, which one process has at a time. */
export class FolderKeeper implements Keeper {
  readonly #folder: string;
  readonly #options: FilesOptions;
  readonly #lock: FolderLock;
  readonly #files = new Map<string, SandboxFiles>();
  #look: (id: string) => Kept | undefined = () => undefined;

  private constructor(folder: string, options: FilesOptions, lock: FolderLock) {
    this.#folder = folder;
    this.#options = { ...options, ensureHeld: () => lock.ensureHeld() };
    this.#lock = lock;
  }

  /** Opens a folder, made if need be, with the sandboxes in it. Throws CannotOpen, FolderInUse or DamagedFile. */
  static async open(folder: string, options: FilesOptions): Promise<{ keeper: FolderKeeper; kept: readonly Kept[] }> {
    await makeFolder(folder);
    let keeper: FolderKeeper | undefined;
    const ensureUntouched = () => keeper?.ensureUntouched();
    const lock = await FolderLock.acquire(folder, { warn: options.warn, ensureUntouched });
    try {
      await ignoreInGit(folder);
      keeper = new FolderKeeper(folder, options, lock);
      return { keeper, kept: await keeper.#load() };
    } catch (error) {
      await lock.release();
      const { code, message } = error as NodeJS.ErrnoException;
      throw code === undefined ? error : new CannotOpen(`${folder} cannot be used: ${message}`);
    }
  }

  async #load(): Promise<readonly Kept[]> {
    for (const name of await readdir(this.#folder)) {
      if (name.endsWith(`.json${halfWritten}`)) await rm(join(this.#folder, name));
      if (name.endsWith(deleted)) await finishDelete(this.#folder, basename(name, deleted));
    }
    const names = await readdir(this.#folder);
    ensureNoOrphans(this.#folder, names);
    const all: Kept[] = [];
    for (const name of names.filter((name) => name.endsWith(".json"))) {
      const id = basename(name, ".json");
      const loaded = await SandboxFiles.load(this.#folder, id, this.#options, this.#lookUp, journalsOf(id, names));
      this.#files.set(id, loaded.files);
      all.push(loaded.kept);
    }
    this.#ensureTokensDiffer(all);
    return all;
  }

  readonly #lookUp = (id: string): Kept | undefined => this.#look(id);

  /** Refuses copies of a sandbox: a token opens one, and which one would be a matter of chance. */
  #ensureTokensDiffer(all: readonly Kept[]): void {
    const owners = new Map<string, string>();
    for (const { info, world } of all) {
      for (const { id, token } of world.companies.all()) {
        const other = owners.get(token);
        if (other !== undefined)
          throw new DamagedFile(
            join(this.#folder, `${info.id}.json`),
            `has a company, ${id}, with the token of one in ${other}.json, and tokens are unique in a server: in a copy, take them out of its companies`,
          );
        owners.set(token, info.id);
      }
    }
  }

  attach(look: (id: string) => Kept | undefined): void {
    this.#look = look;
  }

  /** The first error that keeps a sandbox from being written; undefined if all is well. */
  get failure(): Error | undefined {
    if (this.#lock.failure !== undefined) return this.#lock.failure;
    return [...this.#files.values()].map(({ failure }) => failure).find((failure) => failure !== undefined);
  }

  /** Throws if another server has changed a sandbox. */
  ensureUntouched(): void {
    for (const files of this.#files.values()) files.ensureUntouched();
  }

  commit(id: string, changes: readonly Change[]): Promise<void> | undefined {
    if (this.#lock.failure !== undefined && changes.length > 0) throw this.#lock.failure;
    return this.#files.get(id)?.commit(changes);
  }

  async replace(kept: Kept): Promise<void> {
    const { id } = kept.info;
    const known = this.#files.get(id);
    if (known !== undefined) return known.replace(kept);
    // What is left of another sandbox of this name must not be taken for a part of the new one.
    await finishDelete(this.#folder, id).catch((error) => {
      throw asStoreError(`the files of the deleted sandbox ${id} cannot be removed`, error);
    });
    const files = new SandboxFiles(this.#folder, id, this.#options, this.#lookUp);
    await files.replace(kept);
    this.#files.set(id, files);
  }

  async delete(id: string): Promise<void> {
    await this.#files.get(id)?.delete();
    this.#files.delete(id);
  }

  /** Writes everything down. If some of it cannot be written, the rest is, and the error says what is not. */
  async close(): Promise<void> {
    const failures: string[] = [];
    const step = async (work: () => unknown) => {
      try {
        await work();
      } catch (error) {
        failures.push((error as Error).message);
      }
    };
    for (const files of this.#files.values()) await step(() => files.close());
    await step(() => this.#lock.release());
    if (failures.length > 0) throw new NotWritten(`not everything could be written down: ${failures.join("; ")}`);
  }
}
