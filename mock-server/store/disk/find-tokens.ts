import { type FileHandle, open } from "node:fs/promises";
import { mebibyte } from "../../../shared/units.js";

/** Bytes that are searched: companies are near the beginning of a state file. */
const searchedBytes = 16 * mebibyte;

/** Returns the access tokens in a damaged state file, as far as it is readable. */
export async function findTokens(file: string): Promise<readonly string[]> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, "r");
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size, searchedBytes)), 0);
    const found = buffer.toString("latin1", 0, bytesRead).matchAll(/"token":\s*"([!#-[\]-~]{1,200})"/g);
    return [...new Set([...found].map(([, token = ""]) => token))];
  } catch {
    return []; // The file is missing or unreadable.
  } finally {
    await handle?.close();
  }
}
