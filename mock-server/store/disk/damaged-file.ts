import { basename } from "node:path";

/** A file of the data folder cannot be used. Without `advice` the message says how to start without the sandbox. */
export class DamagedFileError extends Error {
  override name = "DamagedFileError" as const;

  constructor(file: string, what: string, advice = putBack(file)) {
    super(`${file} ${what}. Nothing was changed. ${advice}.`);
  }
}

/** Advice on a file of a sandbox that is damaged. */
export function putBack(file: string): string {
  const id = basename(file).replace(/(\.\d+)?\.(json|journal)$/, "");
  return `Put back a good copy, or move ${id}.json and its journals (${id}.*.journal) away to start without that sandbox`;
}
