import { isUtf8 } from "node:buffer";

/** Bytes that should be text are not UTF-8. */
export class NotUtf8Error extends Error {
  override name = "NotUtf8Error" as const;

  constructor(byte: number, offset: number) {
    super(`not UTF-8: byte 0x${byte.toString(16).padStart(2, "0")} at offset ${offset}; save it as UTF-8`);
  }
}

const sequenceLength = (lead: number): number => (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

/** Returns where the first sequence begins that is not UTF-8. */
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
 * Decodes UTF-8 and skips a byte order mark. Throws NotUtf8Error, where Node's own decoding silently replaces bytes of
 * another encoding. `offset` is where the bytes begin in their file.
 */
export function decodeUtf8(bytes: Buffer, offset = 0): string {
  if (!isUtf8(bytes)) {
    const at = findInvalid(bytes);
    throw new NotUtf8Error(bytes.readUInt8(at), offset + at);
  }
  const text = bytes.toString();
  return text.startsWith("\uFEFF") && offset === 0 ? text.slice(1) : text;
}
