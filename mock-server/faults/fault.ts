import type { components } from "../../openapi/control.gen.js";

/** A fault to add: a filter, a count and an effect. docs/faults.md describes them. */
export type FaultRequest = components["schemas"]["FaultRequest"];

/** A fault of a sandbox, with its counts. */
export type Fault = components["schemas"]["Fault"];

export type FaultEffect = components["schemas"]["FaultEffect"];

/** A fault as it is persisted. */
export interface StoredFault extends Fault {
  /** Seed of its draws: that of the sandbox when the fault was added. */
  readonly seed: number;
}

/** Id of the fault in the header x-luna-fault of a request. */
export const headerFault = "header";

/** Maximum number of faults of a sandbox. */
export const maxFaults = 100;

/** Maximum delay of a response in milliseconds; the document has the same limit. */
export const maxDelayMs = 60_000;

/** Whether an effect takes the place of the method, so that the request changes nothing. */
export function replacesMethod(effect: FaultEffect): boolean {
  switch (effect.kind) {
    case "error":
      return true;
    case "http":
    case "hang":
      return effect.when !== "after";
    case "cut":
      return effect.when === "before";
    case "delay":
    case "truncate":
    case "drip":
    case "contentType":
    case "stale":
      return false;
  }
}
