import { join } from "node:path";
import { inject } from "vitest";

/** The folder of the build of these sources. */
export const built = inject("built");

/** The command as a user has it: to be started by Node. */
export const command = join(built, "bin.js");
