import * as bodies from "./bodies.gen.js";
import type { MethodName } from "./document.js";
import * as requests from "./requests.gen.js";

/** A violation of a schema. A validator stops at the first violation, except within a choice of forms. */
export interface Violation {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Returns whether a value matches its schema. Sets `errors` if it does not. */
export interface Validate {
  (value: unknown): boolean;
  errors?: readonly Violation[] | null;
}

/** A form of a request. */
export interface Form {
  readonly validate: Validate;
  /** Parameters of the form. */
  readonly reads: readonly string[];
  /** Groups of parameters; one parameter of each group is required. */
  readonly requires: readonly (readonly string[])[];
}

/** A request with a form for each value of the parameter `by`. */
export interface Forms {
  readonly by: string;
  readonly forms: Readonly<Record<string, Form>>;
}

/** Forms of the methods' requests. usePass has a separate table, because its form depends on the card. */
export const requestForms = requests.requestForms as Readonly<Record<Exclude<MethodName, "usePass">, Form | Forms>>;

/** The form of a usePass action. */
export interface UsePassForm extends Form {
  /** The parameter with the amount or the date. */
  readonly takes: string;
}

/** Forms of usePass by card type and action; "" is the form without an action. */
export const usePassForms = requests.usePassForms as Readonly<Record<number, Readonly<Record<string, UsePassForm>>>>;

/** Validators of the methods' responses. */
export type AnswerValidators = Readonly<Record<MethodName, { readonly success: Validate; readonly refusal: Validate }>>;

/** Loads the validators of responses, which only a strict server needs. */
export const answerValidators = async (): Promise<AnswerValidators> =>
  (await import("./answers.gen.js")).answerValidators as AnswerValidators;

/** Descriptions of the patterns in the control plane's document. */
export const patternTexts = bodies.patternTexts as Readonly<Record<string, string>>;

/** Name of a schema that validates request bodies of the control plane. */
export type ControlSchema = keyof typeof bodies.controlValidators;

/** Validators of the control plane's request bodies; State is the state format. */
export const controlValidators = bodies.controlValidators as unknown as Readonly<Record<ControlSchema, Validate>>;
