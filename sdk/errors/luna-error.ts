import type { MethodName } from "../wire.js";

/** Shared by all copies of the package in a program, so that each copy recognizes the errors of the others. */
const brand = Symbol.for("luna-loyalty-sdk.error");

export interface LunaErrorDetails {
  readonly method: MethodName;
  readonly cause?: unknown;
}

/**
 * Base class of all errors of the SDK. Use the guards (`isDocumentedRefusalError`, …) to tell them apart: `instanceof`
 * fails if a program has two copies of the package.
 */
export abstract class LunaError extends Error {
  /** The method that was called. */
  declare readonly method: MethodName;

  /** Whether the call may have taken effect. If false, nothing has changed, and the call can be repeated. */
  readonly mayHaveSucceeded: boolean = true;

  constructor({ cause, ...fields }: LunaErrorDetails, message: string) {
    super(`${fields.method}: ${message}`, cause ? { cause } : {});
    Object.assign(this, fields);
  }

  /** On the prototype, so that a printed error does not show it. */
  get [brand](): true {
    return true;
  }
}

/**
 * Whether a value is an error of the SDK: a refusal, or a call that failed. A call can also reject with the reason of an
 * abort, or with a TypeError for invalid options or parameters.
 */
export const isLunaError = (error: unknown): error is LunaError => brand in Object(error);

/** Creates the guard of a class from its name. */
export const guard =
  <E extends LunaError>(name: E["name"]) =>
  (error: unknown): error is E =>
    isLunaError(error) && error.name === name;
