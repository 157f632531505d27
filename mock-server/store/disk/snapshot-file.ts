import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import type { Adapter } from "lowdb";
import { endBytes, endWith, uncheckedLine } from "./checksum.js";
import { halfWritten } from "./file-names.js";
import { jsonLines } from "./json-lines.js";
import { Lines } from "./lines.js";
import { privateFile } from "./make-folder.js";
import { readSnapshot, type StateReadOptions } from "./read-snapshot.js";
import { syncFolder } from "./sync-folder.js";

/** How much is written at a time, in bytes: few enough that making them holds up no request for long. */
const pieceBytes = 256 * 1024;

/** A file would get larger than it may be. */
export class FileTooLargeError extends Error {
  override name = "FileTooLargeError" as const;
}

/**
 * Writes an object to the disk, not only to the system, and returns its size in bytes. Throws FileTooLargeError if
 * that is more than `maxBytes`.
 */
async function writeDown(file: string, data: object, maxBytes: number): Promise<number> {
  const handle = await open(file, "w", privateFile);
  try {
    const lines = new Lines();
    let [bytes, crc] = [0, 0];
    const write = async () => {
      bytes += lines.size;
      if (bytes + endBytes > maxBytes) throw new FileTooLargeError(`${file} must have at most ${maxBytes} bytes`);
      crc = crc32(lines.bytes, crc);
      await handle.appendFile(lines.bytes);
      lines.clear();
    };
    for (const line of jsonLines({ ...data, checksum: "" })) {
      if (line === uncheckedLine) break;
      lines.add(line);
      if (lines.size >= pieceBytes) await write();
    }
    await write();
    await handle.appendFile(endWith(crc));
    await handle.sync();
    return bytes + endBytes;
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
  readonly #options: StateReadOptions;
  readonly #maxBytes: number;
  /** How large the file was when it was last read or written. */
  bytes = 0;
  /** Whether the file had its checksum when it was last read or written. */
  isChecked = false;

  constructor(file: string, options: StateReadOptions, maxBytes = Number.POSITIVE_INFINITY) {
    this.#file = file;
    this.#options = options;
    this.#maxBytes = maxBytes;
  }

  /** Throws DamagedFileError. */
  async read(): Promise<object | null> {
    const content = await readSnapshot(this.#file, this.#options);
    if (content === undefined) return null;
    this.bytes = content.bytes;
    this.isChecked = content.isChecked;
    return content.value;
  }

  /** Takes its time: what is in `data` must not be changed meanwhile. */
  async write(data: object): Promise<void> {
    // Beside the file first, so that it is there as a whole or not at all.
    const beside = this.#file + halfWritten;
    try {
      const bytes = await writeDown(beside, data, this.#maxBytes);
      await rename(beside, this.#file);
      this.bytes = bytes;
      this.isChecked = true;
    } catch (error) {
      // On a full disk the journal can use the place.
      await rm(beside, { force: true }).catch(() => undefined); // The next start deletes it.
      throw error;
    }
    await syncFolder(dirname(this.#file));
  }
}
