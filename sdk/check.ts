/** Whether something is a whole number from 0 on, as the number of a page or of repeats is. */
export const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0;

/** Throws a TypeError that names the option, unless it is good. */
export function check(isGood: boolean, name: string): void {
  if (!isGood) throw new TypeError(`bad ${name}`);
}
