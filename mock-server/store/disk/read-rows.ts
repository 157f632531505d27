import { constants } from "node:buffer";
import { open } from "node:fs/promises";
import { DamagedFileError } from "./damaged-file.js";

/** Bytes of a file before a line break. */
export interface Row {
  readonly bytes: Buffer;
  /** Position of the first byte in the file. */
  readonly offset: number;
  /** Whether a line break follows. */
  readonly isWhole: boolean;
}

const pieceBytes = 256 * 1024;
const lineBreak = 10;

/**
 * Yields the rows of a file, many at a time: a promise for each row would take longer than parsing it. Reads in pieces,
 * so that only these and the longest row are in memory. A missing file has no rows.
 */
export async function* readRows(file: string): AsyncGenerator<readonly Row[]> {
  const handle = await open(file, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw unreadable(file, error);
  });
  if (handle === undefined) return;
  try {
    const pieces: Buffer[] = [];
    let pending = 0;
    let offset = 0;
    const take = (last: Buffer, isWhole: boolean): Row => {
      const row = { bytes: pieces.length === 0 ? last : Buffer.concat([...pieces, last]), offset, isWhole };
      pieces.length = 0;
      pending = 0;
      offset += row.bytes.length + 1;
      return row;
    };
    for (;;) {
      const piece = Buffer.allocUnsafeSlow(pieceBytes);
      const { bytesRead } = await handle.read(piece, 0, pieceBytes).catch((error) => {
        throw unreadable(file, error);
      });
      if (bytesRead === 0) break;
      let rest = piece.subarray(0, bytesRead);
      const rows: Row[] = [];
      for (let end = rest.indexOf(lineBreak); end >= 0; end = rest.indexOf(lineBreak)) {
        rows.push(take(rest.subarray(0, end), true));
        rest = rest.subarray(end + 1);
      }
      if (rows.length > 0) yield rows;
      pieces.push(rest);
      pending += rest.length;
      if (pending > constants.MAX_STRING_LENGTH)
        throw new DamagedFileError(file, `is damaged: the line at byte ${offset} is too long`);
    }
    if (pending > 0) yield [take(Buffer.alloc(0), false)];
  } finally {
    await handle.close();
  }
}

const unreadable = (file: string, error: Error) => new DamagedFileError(file, `cannot be read: ${error.message}`);
