import type { MethodFacts } from "../../openapi/document.js";
import type { AnswerValidators } from "../../openapi/validators.js";
import type { RuleId } from "../rules.js";

/** Throws if the document does not describe a canonical answer or a rule behind it. */
export function assertDocumented(
  validators: AnswerValidators,
  { id, rules: known }: MethodFacts,
  answer: object,
  rules: readonly RuleId[],
): void {
  const unlisted = rules.find((rule) => !rule.startsWith("request.") && !known.includes(rule));
  if (unlisted !== undefined) throw new Error(`the document does not list the rule ${unlisted} for ${id}`);
  const validate = validators[id]["error" in answer ? "refusal" : "success"];
  if (validate(answer)) return;
  const violation = validate.errors?.at(-1);
  throw new Error(`response of ${id} must match the document: ${violation?.instancePath || "/"} ${violation?.keyword}`);
}
