/** The largest seed. Seeds are integers from 0 on. */
export const largestSeed = 2 ** 32 - 1;

/**
 * Returns a pseudo-random 32-bit number. It depends only on its arguments, so ids do not depend on earlier refusals.
 * `lane` gives further numbers for the same ordinal. The finalizer is that of MurmurHash3.
 */
export function pseudoRandom(seed: number, kind: string, ordinal: number, lane = 0): number {
  let hash = seed ^ Math.imul(lane + 1, 0x9e3779b1);
  const step = (value: number) => {
    hash = Math.imul(hash ^ value, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
  };
  for (let at = 0; at < kind.length; at += 1) step(kind.charCodeAt(at));
  step(ordinal | 0);
  step(Math.floor(ordinal / 2 ** 32));
  return hash >>> 0;
}

const digits = (value: number, count: number) => String(value % 10 ** count).padStart(count, "0");

/**
 * Returns the serial number of the n-th card, with 6-3-3 digits.
 *
 * @example
 * generateSerialNumber(1, 1); // "281654-389-771"
 */
export function generateSerialNumber(seed: number, ordinal: number): string {
  const tail = pseudoRandom(seed, "card", ordinal, 1);
  return `${digits(pseudoRandom(seed, "card", ordinal), 6)}-${digits(tail, 3)}-${digits(Math.floor(tail / 1000), 3)}`;
}

/** Returns the id of the n-th client. Like the vendor's ids it has eight digits. */
export const generateClientId = (seed: number, ordinal: number): number =>
  10_000_000 + (pseudoRandom(seed, "client", ordinal) % 90_000_000);

/** Returns the id of the n-th template. Like the vendor's ids it has six digits. */
export const generateTemplateId = (seed: number, ordinal: number): number =>
  100_000 + (pseudoRandom(seed, "template", ordinal) % 900_000);
