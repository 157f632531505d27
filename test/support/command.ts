import { join } from "node:path";
import { inject } from "vitest";

/** Folder of the build of these sources. */
export const built = inject("built");

/** The built command, to be started by Node. */
export const command = join(built, "bin.js");
