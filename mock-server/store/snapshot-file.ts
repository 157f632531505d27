import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Adapter } from "lowdb";
import { decodeUtf8, NotUtf8Error } from "../utf8.js";
import { DamagedFile } from "./damaged-file.js";
import { halfWritten } from "./file-names.js";
import { Lines } from "./lines.js";
import { privateFile } from "./make-folder.js";
import { syncFolder } from "./sync-folder.js";

/** How much is written at a time, in bytes: few enough that making them holds up no request for long. */
const pieceBytes = 256 * 1024;

/** A value as JSON that has a line for each field of an object, and for each element of a list. */
function* jsonLines(value: unknown, indent = "", begin = "", end = ""): Generator<string> {
  const isList = Array.isArray(value);
  const fields = typeof value === "object" && value !== null && !isList ? definedIn(value) : [];
  const deeper = `${indent} `;
  if (isList && value.length > 0) {
    yield `${begin}[`;
    for (let at = 0; at < value.length; at += 1)
      yield `${deeper}${JSON.stringify(value[at])}${at < value.length - 1 ? "," : ""}`;
    yield `${indent}]${end}`;
  } else if (fields.length > 0) {
    yield `${begin}{`;
    for (const [at, [key, field]] of fields.entries())
      yield* jsonLines(field, deeper, `${deeper}${JSON.stringify(key)}: `, at < fields.length - 1 ? "," : "");
    yield `${indent}}${end}`;
  } else yield `${begin}${JSON.stringify(value)}${end}`;
}

const definedIn = (value: object) => Object.entries(value).filter(([, field]) => field !== undefined);

/** Writes an object to the disk, not only to the system, and gives back how many bytes it took. */
async function writeDown(file: string, data: object): Promise<number> {
  const handle = await open(file, "w", privateFile);
  try {
    const lines = new Lines();
    let bytes = 0;
    const write = async () => {
      bytes += lines.size;
      await handle.appendFile(lines.bytes);
      lines.clear();
    };
    for (const line of jsonLines(data)) {
      lines.add(line);
      if (lines.size >= pieceBytes) await write();
    }
    await write();
    await handle.sync();
    return bytes;
  } finally {
    await handle.close();
  }
}

/**
 * A lowdb adapter for one JSON file that is there as a whole or not at all, also after a power cut. Only a file
 * that does not exist counts as empty; one that cannot be read is damage, never an empty database.
 */
export class SnapshotFile implements Adapter<object> {
  readonly #file: string;
  /** How large the file was when it was last read or written. */
  bytes = 0;

  constructor(file: string) {
    this.#file = file;
  }

  async read(): Promise<object | null> {
    let bytes: Buffer;
    try {
      bytes = await readFile(this.#file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw new DamagedFile(this.#file, `cannot be read: ${(error as Error).message}`);
    }
    this.bytes = bytes.length;
    try {
      return JSON.parse(decodeUtf8(bytes)) as object;
    } catch (error) {
      if (error instanceof NotUtf8Error) throw new DamagedFile(this.#file, `is ${error.message}`);
      throw new DamagedFile(this.#file, `is not JSON: ${(error as Error).message}`);
    }
  }

  /** Takes its time: what is in `data` must not be changed meanwhile. */
  async write(data: object): Promise<void> {
    // Beside the file first, so that it is there as a whole or not at all.
    const beside = this.#file + halfWritten;
    try {
      const bytes = await writeDown(beside, data);
      await rename(beside, this.#file);
      this.bytes = bytes;
    } catch (error) {
      // On a full disk the journal can use the place.
      await rm(beside, { force: true });
      throw error;
    }
    await syncFolder(dirname(this.#file));
  }
}
