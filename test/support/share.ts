const shared = new Map<string, Promise<unknown>>();
const ends: (() => Promise<unknown>)[] = [];

/** Does `end` when the test file is done. */
export const whenFileIsDone = (end: () => Promise<unknown>): void => void ends.push(end);

/** What `make` makes once for all tests of a file. */
export function sharedInFile<T>(name: string, make: () => Promise<T>): Promise<T> {
  const made = (shared.get(name) as Promise<T> | undefined) ?? make();
  shared.set(name, made);
  return made;
}

/** Ends everything that the test file shared, the newest first. */
export async function putAway(): Promise<void> {
  shared.clear();
  for (const end of ends.splice(0).reverse()) await end();
}
