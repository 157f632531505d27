import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import type { Adapter } from "lowdb";
import { endBytes, endWith, uncheckedLine } from "./checksum.js";
import { halfWritten } from "./file-names.js";
import { jsonLines } from "./json-lines.js";
import { privateFile } from "./make-folder.js";
import { readStateFile, type StateReadOptions } from "./read-state-file.js";
import { syncFolder } from "./sync-folder.js";

/** Characters per write: building a larger piece would delay other requests. */
const pieceLength = 256 * 1024;

/** A file would become larger than its limit. */
export class FileTooLargeError extends Error {
  override name = "FileTooLargeError" as const;
}

/**
 * Writes an object as JSON in pieces, followed by its checksum, and syncs it to the disk. Returns the size in bytes.
 * Throws FileTooLargeError if that is more than `maxBytes`.
 */
async function writeInPieces(file: string, data: object, maxBytes: number): Promise<number> {
  const handle = await open(file, "w", privateFile);
  try {
    let [text, bytes, crc] = ["", 0, 0];
    const write = async () => {
      const piece = Buffer.from(text);
      text = "";
      bytes += piece.length;
      if (bytes + endBytes > maxBytes) throw new FileTooLargeError(`${file} must have at most ${maxBytes} bytes`);
      crc = crc32(piece, crc);
      await handle.appendFile(piece);
    };
    for (const line of jsonLines({ ...data, checksum: "" })) {
      if (line === uncheckedLine) break;
      text += `${line}\n`;
      if (text.length >= pieceLength) await write();
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
 * A lowdb adapter for one large JSON file. It reads and writes in pieces, with a checksum. After a power cut the file
 * has either its old or its new content. A missing file is an empty database; an unreadable file is damage.
 */
export class StateFileAdapter implements Adapter<object> {
  readonly #file: string;
  readonly #options: StateReadOptions;
  /** Maximum size of the file in bytes; a larger write throws FileTooLargeError. */
  maxBytes = Number.POSITIVE_INFINITY;
  /** Called when the new content is on the disk, before it gets the name of the file. */
  beforeRename: (() => Promise<void>) | undefined;
  /** Size of the file after the last read or write. */
  bytes = 0;
  /** Whether the file matched its checksum at the last read or write. */
  isChecked = false;

  constructor(file: string, options: StateReadOptions) {
    this.#file = file;
    this.#options = options;
  }

  /** Throws DamagedFileError. */
  async read(): Promise<object | null> {
    const content = await readStateFile(this.#file, this.#options);
    if (content === undefined) return null;
    this.bytes = content.bytes;
    this.isChecked = content.isChecked;
    return content.value;
  }

  /** Writes in pieces: `data` must not change until the promise resolves. */
  async write(data: object): Promise<void> {
    // Written to a temporary file first, so that a crash leaves the old file whole.
    const temporaryFile = this.#file + halfWritten;
    try {
      const bytes = await writeInPieces(temporaryFile, data, this.maxBytes);
      await this.beforeRename?.();
      await rename(temporaryFile, this.#file);
      this.bytes = bytes;
      this.isChecked = true;
    } catch (error) {
      // On a full disk the journal can use the space.
      await rm(temporaryFile, { force: true }).catch(() => undefined); // The next start deletes it.
      throw error;
    }
    await syncFolder(dirname(this.#file));
  }
}
