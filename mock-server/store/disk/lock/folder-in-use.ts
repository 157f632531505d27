/** Another process uses the data folder. */
export class FolderInUseError extends Error {
  override name = "FolderInUseError" as const;
}
