import { isUtf8 } from "node:buffer";

/** Bytes are not UTF-8. */
export class NotUtf8Error extends Error {
  override name = "NotUtf8Error" as const;

  constructor(byte: number, offset: number) {
    super(`not UTF-8: byte 0x${byte.toString(16).padStart(2, "0")} at offset ${offset}; save it as UTF-8`);
  }
}

const sequenceLength = (lead: number): number => (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

/** Returns the offset of the first invalid sequence. */
function findInvalid(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const end = at + sequenceLength(bytes.readUInt8(at));
    if (!isUtf8(bytes.subarray(at, end))) break;
    at = end;
  }
  return at;
}

/**
 * Decodes UTF-8 and skips a byte order mark. Throws NotUtf8Error; Node's decoding would silently replace invalid bytes.
 * `offset` is the position of the bytes in their file.
 */
export function decodeUtf8(bytes: Buffer, offset = 0): string {
  if (!isUtf8(bytes)) {
    const at = findInvalid(bytes);
    throw new NotUtf8Error(bytes.readUInt8(at), offset + at);
  }
  const text = bytes.toString();
  return text.startsWith("\uFEFF") && offset === 0 ? text.slice(1) : text;
}
