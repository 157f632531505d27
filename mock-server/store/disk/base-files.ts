import { stat } from "node:fs/promises";
import { fileIdOf } from "./file-names.js";
import { linkOrCopy } from "./link-file.js";

/** Base files with exactly the records of a root of tables, so that sandboxes with the same root share one file. */
export class BaseFiles {
  readonly #byRoot = new WeakMap<object, { readonly path: string; readonly fileId: string }>();

  /** Makes `path` a name of the root's file, or else calls `write`. Returns the size in bytes. */
  async share(root: object, path: string, write: () => Promise<number>): Promise<number> {
    const known = this.#byRoot.get(root);
    // Its sandbox may be deleted, and a later sandbox may have a file of this name.
    if (known !== undefined && fileIdOf(known.path) === known.fileId) {
      const isShared = await linkOrCopy(known.path, path).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code !== "ENOENT") throw error;
          return false;
        },
      );
      if (isShared) return (await stat(path)).size;
    }
    const bytes = await write();
    this.#byRoot.set(root, { path, fileId: fileIdOf(path) });
    return bytes;
  }
}
