/** Another process has the data folder. */
export class FolderInUse extends Error {
  override name = "FolderInUse" as const;
}
