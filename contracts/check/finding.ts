import type { MethodName } from "../../openapi/document.js";
import type { FieldEvidence } from "../document.js";
import type { Interaction } from "../pact/interaction.js";

/** A finding about an interaction. A note is no failure. */
export interface Finding {
  readonly interaction: Interaction;
  readonly method: MethodName | undefined;
  readonly severity: "error" | "note";
  readonly side: "request" | "answer" | "states" | "interaction" | "file";
  /** Such as `rows[].id`; empty if it is about no field. */
  readonly field: string;
  readonly message: string;
  readonly evidence?: FieldEvidence | undefined;
}

/** A finding before it is known whose it is. */
export type Found = Omit<Finding, "interaction" | "method">;

const of =
  (side: Found["side"], severity: Found["severity"]) =>
  (field: string, message: string): Found => ({ side, field, severity, message });

export const requestError = of("request", "error");
export const requestNote = of("request", "note");
export const answerError = of("answer", "error");
export const statesError = of("states", "error");

/** `a`, `a or b`, `a, b or c`. */
export const anyOf = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
