import { newToken } from "./control/tokens.js";
import type { LunaServerOptions } from "./options.js";
import { defaultSeed } from "./state/people.js";
import { stateFileFormat } from "./state/state-file-format.js";
import { FolderPersistence } from "./store/disk/folder.js";
import { MemoryStore } from "./store/memory/store.js";
import { defaultSandbox } from "./store/port.js";

/** An open store. `failure` returns why writes fail; undefined while they succeed. */
export interface ServerStore {
  readonly store: MemoryStore;
  readonly failure: () => string | undefined;
}

/** Opens the store of the data folder, or of memory. */
export async function openServerStore(
  options: LunaServerOptions,
  log: (message: string) => void,
): Promise<ServerStore> {
  const { data, durable = false, acceptEdits, seed = defaultSeed, realNow = Date.now } = options;
  if (data === undefined) return { store: new MemoryStore(undefined, [], [], realNow), failure: () => undefined };
  const now = new Date(realNow()).toISOString();
  const { persistence, persisted, damaged } = await FolderPersistence.open(data, {
    durable,
    acceptEdits,
    format: stateFileFormat((id) => ({ seed, now, newToken: (company) => newToken(id, company) })),
    warn: log,
  });
  return {
    store: new MemoryStore(persistence, persisted, damaged, realNow),
    failure: () => persistence.failure?.message,
  };
}

/** Returns the damage of the sandbox `default`; undefined if it is usable. */
export const damageOfDefault = (store: MemoryStore): string | undefined =>
  store.damaged().find(({ id }) => id === defaultSandbox)?.reason;

/** Returns the health of the server, which fails if `default` is damaged, but not if another sandbox is. */
export function healthOf({ store, failure }: ServerStore) {
  const damaged = store.damaged().length;
  return {
    failure: failure() ?? damageOfDefault(store),
    sandboxes: store.sandboxes().length,
    ...(damaged > 0 && { damaged }),
  };
}
