import { type FileHandle, open, readFile } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { decodeUtf8, NotUtf8Error } from "../../../shared/utf8.js";
import { checkedFormat, endBytes, parseEnd } from "./checksum.js";
import { DamagedFileError, putBack } from "./damaged-file.js";
import { JsonLinesParser } from "./json-lines.js";
import { readRows } from "./read-rows.js";

export interface StateReadOptions {
  /** Accepts a file that does not match its checksum. */
  readonly acceptEdits?: boolean | undefined;
  readonly warn: (message: string) => void;
}

/** The content of a state file. */
export interface SnapshotContent {
  readonly value: object;
  readonly bytes: number;
  /** Whether the file ends with the checksum of its content. Edited and older files do not, nor do exports. */
  readonly isChecked: boolean;
}

/** Reads a state file; undefined if there is none. Throws DamagedFileError. */
export async function readSnapshot(file: string, options: StateReadOptions): Promise<SnapshotContent | undefined> {
  try {
    const handle = await open(file, "r");
    try {
      return await readFrom(handle, file, options);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof DamagedFileError) throw error;
    if (error instanceof NotUtf8Error) throw new DamagedFileError(file, `is ${error.message}`);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new DamagedFileError(
      file,
      error instanceof SyntaxError ? `is not JSON: ${message}` : `cannot be read: ${message}`,
    );
  }
}

async function readFrom(handle: FileHandle, file: string, options: StateReadOptions): Promise<SnapshotContent> {
  const { size: bytes } = await handle.stat();
  const checksum = await readChecksum(handle, bytes);
  const { value: parsed, crc } = await parseRows(file, bytes - endBytes);
  const isChecked = checksum === crc;
  if (checksum !== undefined && !isChecked && !options.acceptEdits) throw changedFile(file);
  // A file that a person wrote has other lines; it is read as one text.
  const value = parsed ?? JSON.parse(decodeUtf8(await readFile(file)));
  const isOlder = (value as { formatVersion?: unknown } | null)?.formatVersion !== checkedFormat;
  if (!isChecked && !isOlder) {
    if (!options.acceptEdits) throw changedFile(file);
    options.warn(`${file} does not match its checksum; its edits are accepted`);
  }
  return { value, bytes, isChecked };
}

const changedFile = (file: string) =>
  new DamagedFileError(
    file,
    "does not match its checksum: it was changed after the server wrote it",
    `${putBack(file)}. If you edited it on purpose, start once with --accept-edits`,
  );

async function readChecksum(handle: FileHandle, size: number): Promise<number | undefined> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(endBytes), 0, endBytes, Math.max(0, size - endBytes));
  return parseEnd(buffer.toString("latin1", 0, bytesRead));
}

/** Parses a file by its rows, and sums up those of its first `size` bytes. The value is undefined for other rows. */
async function parseRows(file: string, size: number): Promise<{ value: unknown; crc: number }> {
  let parser: JsonLinesParser | undefined = new JsonLinesParser();
  let crc = 0;
  for await (const { bytes, offset } of readRows(file)) {
    if (offset < size) crc = crc32("\n", crc32(bytes, crc));
    const line = decodeUtf8(bytes, offset);
    try {
      if (line !== "") parser?.add(line);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      parser = undefined;
    }
  }
  return { value: parser?.value, crc };
}
