import type { LunaServer } from "../../mock-server/index.js";

/** Returns the damage of a sandbox; undefined if it is usable. */
export const damageOf = async ({ services }: LunaServer, id = "default"): Promise<string | undefined> =>
  (await services.sandboxes.damaged()).find((sandbox) => sandbox.id === id)?.damaged;
