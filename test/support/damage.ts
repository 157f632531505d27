import type { LunaServer } from "../../mock-server/index.js";

/** Why a sandbox of a server is damaged; undefined if it is not. */
export const damageOf = async ({ services }: LunaServer, id = "default"): Promise<string | undefined> =>
  (await services.sandboxes.damaged()).find((sandbox) => sandbox.id === id)?.damaged;
