export { ClientFailedError, type Place, type Run, type RunKind } from "./run.js";
export { type CardTypeName, cardTypeNames, type TriedSandbox } from "./sandbox.js";
export { type TryOptions, tryProfiles } from "./try-profiles.js";
export type { Switched, Value } from "./value.js";
export { summary, type Verdict } from "./verdict.js";
