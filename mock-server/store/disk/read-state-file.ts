import { type FileHandle, open, readFile } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { decodeUtf8, NotUtf8Error } from "../../../shared/utf8.js";
import { checkedFormat, endBytes, headFormat, parseEnd } from "./checksum.js";
import { DamagedFileError, restoreAdvice } from "./damaged-file.js";
import { JsonLinesParser } from "./json-lines.js";
import { readRows } from "./read-rows.js";

export interface StateReadOptions {
  /** Accepts a file that does not match its checksum. */
  readonly acceptEdits?: boolean | undefined;
  readonly warn: (message: string) => void;
}

/** The content of a state file. */
export interface StateFileContent {
  readonly value: object;
  readonly bytes: number;
  /** Whether the file ends with the checksum of its content. Edited files, older files and exports do not. */
  readonly isChecked: boolean;
}

/** Returns the content of a state file; undefined for a missing file. Throws DamagedFileError. */
export async function readStateFile(file: string, options: StateReadOptions): Promise<StateFileContent | undefined> {
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

async function readFrom(handle: FileHandle, file: string, options: StateReadOptions): Promise<StateFileContent> {
  const { size: bytes } = await handle.stat();
  const checksum = await readChecksum(handle, bytes);
  const { value: parsed, crc, invalidRow } = await parseRows(file, bytes - endBytes);
  const isChecked = checksum === crc;
  if (checksum !== undefined && !isChecked && !options.acceptEdits) throw changedFile(file);
  // A hand-written file has other line breaks; it is parsed as one string.
  const value = parsed ?? parseText(decodeUtf8(await readFile(file)), invalidRow);
  const { formatVersion } = (value ?? {}) as { formatVersion?: unknown };
  const isOlder = formatVersion !== checkedFormat && formatVersion !== headFormat;
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
    `${restoreAdvice(file)}; if you edited it on purpose, start once with --accept-edits`,
  );

async function readChecksum(handle: FileHandle, size: number): Promise<number | undefined> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(endBytes), 0, endBytes, Math.max(0, size - endBytes));
  return parseEnd(buffer.toString("latin1", 0, bytesRead));
}

/**
 * Parses a file by rows, and computes the checksum of its first `size` bytes. The value is undefined if `invalidRow`, a
 * number from 1, has no row of a server's JSON.
 */
async function parseRows(file: string, size: number): Promise<{ value: unknown; crc: number; invalidRow: number }> {
  let parser: JsonLinesParser | undefined = new JsonLinesParser();
  let crc = 0;
  let invalidRow = 0;
  for await (const rows of readRows(file))
    for (const { bytes, offset } of rows) {
      if (offset < size) crc = crc32("\n", crc32(bytes, crc));
      const line = decodeUtf8(bytes, offset);
      if (parser !== undefined) invalidRow += 1;
      try {
        if (line !== "") parser?.add(line);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        parser = undefined;
      }
    }
  return { value: parser?.value, crc, invalidRow };
}

/** Parses JSON. Throws SyntaxError with the line of the error, or else with the first row that no server writes. */
function parseText(text: string, invalidRow: number): object {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const position = /at position (\d+)/.exec(message)?.[1];
    const line = position === undefined ? invalidRow : text.slice(0, Number(position)).split("\n").length;
    throw new SyntaxError(`line ${line}: ${message}`);
  }
}
