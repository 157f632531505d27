import { basename } from "node:path";

/** A file of the data folder that cannot be used as it is. */
export class DamagedFile extends Error {
  override name = "DamagedFile" as const;

  constructor(file: string, what: string) {
    const [id] = basename(file).split(".");
    super(
      `${file} ${what}. Nothing was changed. Put back a good copy, or move ${id}.json and its journals (${id}.*.journal) away to start without that sandbox.`,
    );
  }
}
