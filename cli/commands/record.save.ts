import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../../shared/usage-error.js";
import { notWritable } from "../../shared/writable.js";

/**
 * Writes a contract. A recording cannot be repeated: if the file cannot be written, the contract goes to a temporary file
 * or to the standard output. Throws UsageError, which names that place.
 */
export async function saveContract(out: string, contract: object): Promise<void> {
  const text = `${JSON.stringify(contract, null, 2)}\n`;
  try {
    await writeFile(out, text).catch(notWritable("out", out));
  } catch (error) {
    const fallback = join(tmpdir(), `luna-recorded-${process.pid}.json`);
    const savedPath = await writeFile(fallback, text, { flag: "wx" }).then(
      () => fallback,
      () => {
        console.log(text);
        return "the standard output";
      },
    );
    throw new UsageError(`${(error as Error).message}. The contract is in ${savedPath}`);
  }
}
