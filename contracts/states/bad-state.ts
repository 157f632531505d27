/** A provider state that cannot be set up: its name or a parameter is unknown or wrong, or states contradict each other. */
export class BadState extends Error {
  override name = "BadState" as const;
}
