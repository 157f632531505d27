import type { OperationId } from "./document.js";
import * as generated from "./validators.gen.js";

/** What a validator says of the first thing it does not like. */
export interface Violation {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Tells whether a value fits its schema, and if not, leaves the violations behind. */
export interface Validate {
  (value: unknown): boolean;
  errors?: readonly Violation[] | null;
}

/** A request that has one form for each value of a parameter. */
export interface ValidateByCase {
  readonly by: string;
  readonly cases: Readonly<Record<string, Validate>>;
}

type Requests = Readonly<Record<Exclude<OperationId, "usePass">, Validate | ValidateByCase>>;

/** The request of each operation; usePass has its own table, because its form depends on the card. */
export const requestValidators = generated.requestValidators as Requests;

/** By card type, then by action; "" is the form without an action. */
export const usePassValidators = generated.usePassValidators as Readonly<
  Record<number, Readonly<Record<string, Validate>>>
>;

/** The answer of each operation, errors included. */
export const answerValidators = generated.answerValidators as Readonly<Record<OperationId, Validate>>;

/** The control plane's request bodies, and the state format. */
export const controlValidators = generated.controlValidators as Readonly<
  Record<"State" | "SandboxRequest" | "ClockChange" | "Template" | "TemplateChange" | "ClientForm", Validate>
>;
