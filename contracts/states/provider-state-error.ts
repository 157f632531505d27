/** A provider state that cannot be set up: an unknown name, an invalid parameter, or a contradiction between states. */
export class ProviderStateError extends Error {
  override name = "ProviderStateError" as const;
}
