import type { MethodName } from "../../openapi/document.js";
import type { FieldEvidence } from "../document.js";
import type { Interaction } from "../pact/interaction.js";

/** A finding about an interaction. Only errors fail it. */
export interface CheckFinding {
  readonly interaction: Interaction;
  readonly method: MethodName | undefined;
  readonly severity: "error" | "note";
  readonly side: "request" | "response" | "states" | "interaction" | "file";
  /** Field such as `rows[].id`; empty for the whole side. */
  readonly field: string;
  readonly message: string;
  readonly evidence?: FieldEvidence | undefined;
}

/** A finding without its interaction. */
export type FindingDetails = Omit<CheckFinding, "interaction" | "method">;

const createFound =
  (side: FindingDetails["side"], severity: FindingDetails["severity"]) =>
  (field: string, message: string): FindingDetails => ({ side, field, severity, message });

export const requestError = createFound("request", "error");
export const requestNote = createFound("request", "note");
export const responseError = createFound("response", "error");
export const statesError = createFound("states", "error");
