import type { FileHandle } from "node:fs/promises";

/** How much is read at a time, in bytes: few enough that parsing it holds up nothing for long. */
const pieceBytes = 1024 * 1024;

const newline = 10;

/** Reads a file in pieces that end with a line, so that each can be decoded and parsed alone. */
export async function* readPieces(handle: FileHandle): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of handle.createReadStream({ start: 0, highWaterMark: pieceBytes, autoClose: false })) {
    const bytes = chunk as Buffer;
    const end = bytes.lastIndexOf(newline) + 1;
    if (end === 0) begun.push(bytes);
    else {
      yield Buffer.concat([...begun, bytes.subarray(0, end)]);
      begun = [bytes.subarray(end)];
    }
  }
  const rest = Buffer.concat(begun);
  if (rest.length > 0) yield rest;
}
