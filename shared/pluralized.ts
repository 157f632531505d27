/** Returns a count with its noun: `1 interaction`, `2 interactions`. */
export const pluralized = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
