import { basename } from "node:path";

/** A file of the data folder is unusable. By default the message says how to start without its sandbox. */
export class DamagedFileError extends Error {
  override name = "DamagedFileError" as const;

  constructor(file: string, damage: string, advice = restoreAdvice(file)) {
    super(`${file} ${damage}; ${advice}`);
  }
}

/** Returns the advice on a damaged file of a sandbox. */
export function restoreAdvice(file: string): string {
  const id = basename(file).replace(/(\.\d+\.(base\.json|journal)|\.json)$/, "");
  return `put back a good copy, or move all files of the sandbox (${id}.json, ${id}.*.base.json, ${id}.*.journal) away to start without it`;
}
