/**
 * Returns the default name of the next record of a kind.
 *
 * @example
 * nextNumbered("fault", ["fault-2", "mine"]); // "fault-3"
 */
export function nextNumbered(kind: string, present: readonly string[]): string {
  const numbers = present.map((name) => (name.startsWith(`${kind}-`) ? name.slice(kind.length + 1) : ""));
  return `${kind}-${Math.max(0, ...numbers.filter((text) => /^\d{1,9}$/.test(text)).map(Number)) + 1}`;
}
