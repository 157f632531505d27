import { type FileHandle, open } from "node:fs/promises";

/** Companies are near the beginning of a state file. */
const searchedBytes = 16 * 1024 * 1024;

/** Finds the access tokens of companies in a damaged state file, as far as its bytes can be read. */
export async function findTokens(file: string): Promise<readonly string[]> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, "r");
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size, searchedBytes)), 0);
    const found = buffer.toString("latin1", 0, bytesRead).matchAll(/"token":\s*"([!#-[\]-~]{1,200})"/g);
    return [...new Set([...found].map(([, token = ""]) => token))];
  } catch {
    return []; // No file, or no part of it can be read.
  } finally {
    await handle?.close();
  }
}
