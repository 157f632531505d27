/** The `formatVersion` of a file of records that ends with its checksum. Exports and older files have version 1. */
export const checkedFormat = 2 as const;

/** The `formatVersion` of a head, which has no records. */
export const headFormat = 3 as const;

/** The last field of a state file before its checksum is computed. */
export const uncheckedLine = ' "checksum": ""';

/** Returns the end of a state file, with the CRC-32 of all bytes before it. */
export const endWith = (crc: number): string => ` "checksum": "crc32:${crc.toString(16).padStart(8, "0")}"\n}\n`;

export const endBytes = endWith(0).length;

/** Returns the CRC-32 in the end of a state file; undefined unless each byte is as a server writes it. */
export function parseEnd(end: string): number | undefined {
  const crc = Number.parseInt(end.slice(-endBytes + endWith(0).indexOf("0")), 16);
  return end === endWith(crc) ? crc : undefined;
}
