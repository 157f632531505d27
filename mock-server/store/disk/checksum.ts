/** The `formatVersion` of a state file, which ends with its checksum. Exports, and older files, have 1 and none. */
export const checkedFormat = 2 as const;

/** The last field of a state file, while its checksum is not known. */
export const uncheckedLine = ' "checksum": ""';

/** The end of a state file, with the CRC-32 of all bytes before it. */
export const endWith = (crc: number): string => ` "checksum": "crc32:${crc.toString(16).padStart(8, "0")}"\n}\n`;

export const endBytes = endWith(0).length;

/** Returns the CRC-32 that the end of a file holds; undefined for any other end, even if JSON has the same value. */
export function parseEnd(end: string): number | undefined {
  const crc = Number.parseInt(end.slice(-endBytes + endWith(0).indexOf("0")), 16);
  return end === endWith(crc) ? crc : undefined;
}
