import * as bodies from "./bodies.gen.js";
import type { OperationId } from "./document.js";
import * as requests from "./requests.gen.js";

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
  readonly cases: Readonly<Record<string, { readonly validate: Validate; readonly reads: readonly string[] }>>;
}

type Requests = Readonly<Record<Exclude<OperationId, "usePass">, Validate | ValidateByCase>>;

/** The request of each operation; usePass has its own table, because its form depends on the card. */
export const requestValidators = requests.requestValidators as Requests;

/** One thing that usePass can do with a card of some type. */
export interface UsePassForm {
  readonly validate: Validate;
  /** The parameter that says how much, or until when. */
  readonly takes: string;
}

/** By card type, then by action; "" is the form without an action. */
export const usePassForms = requests.usePassForms as Readonly<Record<number, Readonly<Record<string, UsePassForm>>>>;

/** By operation, the validators of what it answers. */
export type AnswerValidators = Readonly<
  Record<OperationId, { readonly success: Validate; readonly refusal: Validate }>
>;

/** Loaded only when it is asked for: a server that is not strict does without it. */
export const answerValidators = async (): Promise<AnswerValidators> =>
  (await import("./answers.gen.js")).answerValidators as AnswerValidators;

/** The control plane's request bodies, and the state format. */
export const controlValidators = bodies.controlValidators as Readonly<
  Record<
    "State" | "SandboxRequest" | "ClockChange" | "Template" | "TemplateChange" | "ClientForm" | "Reading",
    Validate
  >
>;
