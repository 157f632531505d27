import type { MethodName } from "../wire.js";

/** Shared by all copies of the package in a program, so that each knows the others' errors. */
const brand = Symbol.for("luna-loyalty-sdk.error");

/** What an error of the SDK is made of: the values of its fields. */
export interface SdkErrorDetails {
  readonly method: MethodName;
  readonly cause?: unknown;
}

/**
 * What all errors of the SDK have in common. Tell them apart with the guards (`isDocumentedRefusalError`, …): `instanceof` fails
 * when a program has two copies of the package.
 */
export abstract class LunaError extends Error {
  /** The method that was called. */
  declare readonly method: MethodName;

  /**
   * Whether the service may have carried the call out all the same. When it is false, nothing has changed, and the
   * call can be repeated.
   */
  readonly mayBeDone: boolean = true;

  constructor({ cause, ...fields }: SdkErrorDetails, message: string) {
    super(`${fields.method}: ${message}`, cause ? { cause } : {});
    Object.assign(this, fields);
  }

  /** On the prototype, so that a printed error does not show it. */
  get [brand](): true {
    return true;
  }
}

/**
 * Whether something is an error of the SDK, of this copy of the package or another: a refusal, or a call that failed.
 * What else a call can reject with is the reason of an abort, and a TypeError for options or parameters that make no
 * sense.
 */
export const isLunaError = (error: unknown): error is LunaError => brand in Object(error);

/** Makes the guard of a class, by its name. */
export const guard =
  <E extends LunaError>(name: E["name"]) =>
  (error: unknown): error is E =>
    isLunaError(error) && error.name === name;
