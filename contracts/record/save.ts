import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../../shared/usage-error.js";
import { notWritable } from "../../shared/writable.js";

/** Puts a contract where it can be found, and says where that is. */
async function elsewhere(text: string): Promise<string> {
  const file = join(tmpdir(), `luna-recorded-${process.pid}.json`);
  try {
    await writeFile(file, text, { flag: "wx" });
    return `in ${file}`;
  } catch {
    console.log(text); // There is no other place left for it.
    return "on the standard output";
  }
}

/**
 * Writes a contract. What was recorded cannot be had again: if it cannot be written where it was to be, it is kept
 * elsewhere. Throws UsageError, which says where.
 */
export async function saveContract(out: string, contract: object): Promise<void> {
  const text = `${JSON.stringify(contract, null, 2)}\n`;
  try {
    await writeFile(out, text).catch(notWritable("out", out));
  } catch (error) {
    throw new UsageError(`${(error as Error).message}. The contract is ${await elsewhere(text)}`);
  }
}
