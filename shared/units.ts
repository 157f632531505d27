/** Bytes of a mebibyte. */
export const mebibyte = 1024 * 1024;

/** Milliseconds of a day. */
export const dayMs = 86_400_000;
