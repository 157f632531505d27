import { closeSync, fstatSync, openSync, type PathLike, readSync } from "node:fs";
import { mebibyte } from "./units.js";

const sizeText = (bytes: number): string =>
  bytes < mebibyte ? `${Math.floor(bytes / 1024)} KiB` : `${Math.floor(bytes / mebibyte)} MiB`;

/** A body or a file exceeds its limit. */
export class TooLargeError extends Error {
  override name = "TooLargeError" as const;
  /** Text such as "64 MiB". */
  readonly limit: string;

  constructor(maxBytes: number) {
    const limit = sizeText(maxBytes);
    super(`larger than ${limit}`);
    this.limit = limit;
  }
}

const readProblems: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
};

/** Describes why a file cannot be read. */
export const readProblem = ({ code = "", message }: NodeJS.ErrnoException): string => readProblems[code] ?? message;

/** Reads a stream to its end. Throws TooLargeError if it has more than `maxBytes`. */
export async function readStream(
  stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxBytes) throw new TooLargeError(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Reads a file or a pipe to its end. Throws TooLargeError if it has more than `maxBytes`. */
export function readFile(file: PathLike, maxBytes: number): Buffer {
  const handle = openSync(file, "r");
  try {
    return readHandle(handle, maxBytes);
  } finally {
    closeSync(handle);
  }
}

/** Reads an open file. Throws TooLargeError. */
export function readHandle(handle: number, maxBytes: number): Buffer {
  const stats = fstatSync(handle);
  if (stats.isFile() && stats.size > maxBytes) throw new TooLargeError(maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const chunk = Buffer.alloc(Math.min(mebibyte, maxBytes + 1));
    const count = readSync(handle, chunk);
    if (count === 0) return Buffer.concat(chunks);
    length += count;
    if (length > maxBytes) throw new TooLargeError(maxBytes);
    chunks.push(chunk.subarray(0, count));
  }
}
