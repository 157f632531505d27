import { onTestFinished } from "vitest";
import { defaultProfile } from "../../mock-server/model/profile.js";
import { recordsOfState, type State } from "../../mock-server/state/state.js";
import { stateFileFormat } from "../../mock-server/state/state-file-format.js";
import { FolderPersistence } from "../../mock-server/store/disk/folder.js";
import type { FilesOptions } from "../../mock-server/store/disk/sandbox-files.js";
import type { StoredSandbox } from "../../mock-server/store/memory/persistence.js";
import { MemoryStore } from "../../mock-server/store/memory/store.js";
import type { DamagedSandbox, SandboxInfo, Store } from "../../mock-server/store/port.js";

const storeNow = "2026-01-15T12:00:00.000Z";
const origin = { fixture: "state", seed: 1, now: storeNow, profile: defaultProfile };

export const infoOf = (id: string): SandboxInfo => ({ id, origin, createdAt: storeNow, expiresAt: null });

/** Returns records in which companies have tokens that begin with the id of the sandbox. */
export const recordsFor = (id: string, state: Omit<State, "formatVersion"> = {}) =>
  recordsOfState({ ...state, formatVersion: 1 }, { ...origin, newToken: (company) => `${id}-${company}` });

export interface OpenedStore {
  readonly store: MemoryStore;
  readonly persisted: readonly StoredSandbox[];
  readonly damaged: readonly DamagedSandbox[];
  readonly warnings: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens a store on a data folder, which is closed when the test ends. */
export async function openStore(data: string, options: Partial<FilesOptions> = {}): Promise<OpenedStore> {
  const warnings: string[] = [];
  const { persistence, persisted, damaged } = await FolderPersistence.open(data, {
    durable: true,
    format: stateFileFormat((id) => ({ seed: 1, now: storeNow, newToken: (company) => `${id}-${company}` })),
    warn: (message) => warnings.push(message),
    ...options,
  });
  const store = new MemoryStore(persistence, persisted, damaged);
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= store.close();
    return closed;
  };
  // Tests of a failing stop have handled the error.
  onTestFinished(() => close().catch(() => undefined));
  return { store, persisted, damaged, warnings, close };
}

/** Adds templates with names of `length` characters that begin with `name`. */
export const addTemplates = (store: Store, id: string, name: string, count = 1, length = 0) =>
  store.transaction(id, async (tx) => {
    for (let added = 0; added < count; added += 1) {
      const expiry = { kind: "none" } as const;
      const template = { companyId: "main", name: name.padEnd(length, "x"), type: 6, expiry, settings: {} } as const;
      await tx.insertTemplate({ ...template, id: await tx.nextOrdinal("template") });
    }
  });

/** Returns companies of a restored sandbox with the tokens that they have now. */
export const keepCompanies = (_restored: unknown, present: readonly { id: string; name: string; token: string }[]) =>
  present;

export const forkInfo = (id: string) => () => ({ info: infoOf(id), companies: recordsFor(id).companies });
