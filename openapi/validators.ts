import * as bodies from "./bodies.gen.js";
import type { MethodName } from "./document.js";
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

/** One form that a request can have. */
export interface Form {
  readonly validate: Validate;
  /** The parameters that it has. */
  readonly reads: readonly string[];
  /** The parameters that have to be there: of each group, one. */
  readonly requires: readonly (readonly string[])[];
}

/** A request that has one form for each value of the parameter `by`. */
export interface Forms {
  readonly by: string;
  readonly forms: Readonly<Record<string, Form>>;
}

/** The request of each operation; usePass has its own table, because its form depends on the card. */
export const requestForms = requests.requestForms as Readonly<Record<Exclude<MethodName, "usePass">, Form | Forms>>;

/** One thing that usePass can do with a card of some type. */
export interface UsePassForm extends Form {
  /** The parameter that says how much, or until when. */
  readonly takes: string;
}

/** By card type, then by action; "" is the form without an action. */
export const usePassForms = requests.usePassForms as Readonly<Record<number, Readonly<Record<string, UsePassForm>>>>;

/** By operation, the validators of what it answers. */
export type AnswerValidators = Readonly<Record<MethodName, { readonly success: Validate; readonly refusal: Validate }>>;

/** Loaded only when it is asked for: a server that is not strict does without it. */
export const answerValidators = async (): Promise<AnswerValidators> =>
  (await import("./answers.gen.js")).answerValidators as AnswerValidators;

/** What the patterns of the control plane's document ask for, in words. */
export const patternTexts = bodies.patternTexts as Readonly<Record<string, string>>;

/** Name of a schema that validates request bodies of the control plane. */
export type ControlSchema = keyof typeof bodies.controlValidators;

/** Validators of the control plane's request bodies; State is the state format. */
export const controlValidators = bodies.controlValidators as unknown as Readonly<Record<ControlSchema, Validate>>;
