import { closeSync, fstatSync, openSync, type PathLike, readSync } from "node:fs";

export const mebibyte = 1024 * 1024;

const sizeText = (bytes: number): string =>
  bytes < mebibyte ? `${Math.floor(bytes / 1024)} KiB` : `${Math.floor(bytes / mebibyte)} MiB`;

/** A body or a file has more bytes than is read of it. */
export class TooLargeError extends Error {
  override name = "TooLargeError" as const;
  /** Such as "64 MiB". */
  readonly limit: string;

  constructor(maxBytes: number) {
    const limit = sizeText(maxBytes);
    super(`larger than ${limit}`);
    this.limit = limit;
  }
}

/** Reads a stream to its end. Throws TooLargeError as soon as it has more than `maxBytes`. */
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

/** Reads a file to its end, also one without a size, such as a pipe. Throws TooLargeError if it has more than `maxBytes`. */
export function readFile(file: PathLike, maxBytes: number): Buffer {
  const handle = openSync(file, "r");
  try {
    return readHandle(handle, maxBytes);
  } finally {
    closeSync(handle);
  }
}

/** As {@link readFile}, for a file that is open. */
export function readHandle(handle: number, maxBytes: number): Buffer {
  const found = fstatSync(handle);
  if (found.isFile() && found.size > maxBytes) throw new TooLargeError(maxBytes);
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
