export { type CardTypeName, cardTypeNames } from "./account.js";
export type { TriedSandbox } from "./sandbox.js";
export { type TryOptions, tryProfiles } from "./try-profiles.js";
export type { Switched, TriedValue } from "./value.js";
export { ClientFailedError, type RunKind, type RunPosition, summary, type TryRun, type TryVerdict } from "./verdict.js";
