/** A provider state that cannot be set up: its name or a parameter is unknown or wrong, or states contradict each other. */
export class ProviderStateError extends Error {
  override name = "ProviderStateError" as const;
}
