/**
 * Attacks a server on this machine and reports whether it holds: `npm run attack -- [part of a name]`. docs/security.md
 * has the figures. All traffic is on loopback, ends within three minutes, and its files are deleted.
 */
import { cleanUpOnExit } from "../../bench/children.js";
import { orList } from "../../shared/lists.js";
import type { Attack } from "./attack.js";
import { bitFlips } from "./bit-flips.js";
import { descriptors } from "./descriptors.js";
import { fullDisk } from "./full-disk.js";
import { heldUploads } from "./held-uploads.js";
import { hostileValues } from "./hostile-values.js";
import { lock } from "./lock.js";
import { removedFolder } from "./removed-folder.js";
import { requestLog } from "./request-log.js";

const attacks = [lock, hostileValues, bitFlips, fullDisk, removedFolder, descriptors, requestLog, heldUploads];

const timeoutMs = 180_000;

/** Runs an attack and prints a line. Returns false if it succeeded. */
async function attackOnce({ name, run }: Attack): Promise<boolean> {
  const began = performance.now();
  const result = await run().catch((error: unknown) => ({ held: false, figures: `failed: ${String(error)}` }));
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  if (result === undefined) {
    console.log(`skip  ${name}: prlimit is missing`);
    return true;
  }
  console.log(`${result.held ? "held" : "FELL"}  ${name}: ${result.figures} (${seconds} s)`);
  return result.held;
}

cleanUpOnExit();
setTimeout(() => {
  console.error(`the attacks took longer than ${timeoutMs / 1000} s`);
  process.exit(1);
}, timeoutMs).unref();
const [wanted = ""] = process.argv.slice(2);
const chosen = attacks.filter(({ name }) => name.includes(wanted));
if (chosen.length === 0) {
  console.error(`unknown attack ${JSON.stringify(wanted)}; use ${orList(attacks.map(({ name }) => name))}`);
  process.exit(2);
}
let held = true;
for (const attack of chosen) held = (await attackOnce(attack)) && held;
process.exit(held ? 0 : 1);
