const shared = new Map<string, Promise<unknown>>();
const ends: (() => Promise<unknown>)[] = [];

/** Calls `end` after the test file. */
export const whenFileIsDone = (end: () => Promise<unknown>): void => void ends.push(end);

/** Returns the result of `make`, which is called once per test file. */
export function sharedInFile<T>(name: string, make: () => Promise<T>): Promise<T> {
  const made = (shared.get(name) as Promise<T> | undefined) ?? make();
  shared.set(name, made);
  return made;
}

/** Ends all shared resources of the test file, newest first. */
export async function putAway(): Promise<void> {
  shared.clear();
  for (const end of ends.splice(0).reverse()) await end();
}
