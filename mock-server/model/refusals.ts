import type { RuleId } from "../cards/rules.js";

/** The error codes of the vendor's page. */
export type ErrorCode = 1 | 2 | 3 | 4 | 5;

/**
 * The vendor would refuse this request. `rule` is the id of the rule that refused, `why` one sentence for the x-luna-why
 * header, `accepted` one that says what would have been taken; neither contains text that the client sent, except a key
 * that is nearly the name of a parameter. A refusal changes nothing.
 */
export abstract class Refusal extends Error {
  abstract readonly code: ErrorCode | undefined;
  readonly rule: RuleId;
  readonly accepted: string;

  constructor(rule: RuleId, why: string, accepted: string) {
    super(why);
    this.rule = rule;
    this.accepted = accepted;
  }
}

/** A refusal with a documented error code. `userId` comes with code 5. */
export class DocumentedRefusal extends Refusal {
  override name = "LunaError" as const;
  readonly code: ErrorCode;
  readonly userId: number | undefined;

  constructor(code: ErrorCode, rule: RuleId, why: string, accepted: string, userId?: number) {
    super(rule, why, accepted);
    this.code = code;
    this.userId = userId;
  }
}

/** Error 4 for parameters that are missing; a key of the body may be one of them, misspelt. */
export class MissingParametersError extends DocumentedRefusal {
  readonly parameters: readonly string[];

  constructor(parameters: readonly string[], why: string, accepted: string) {
    super(4, "request.required", why, accepted);
    this.parameters = parameters;
  }
}

/** A refusal for which the vendor's page has no code; how it looks on the wire is a switch. */
export class UndocumentedRefusal extends Refusal {
  override name = "UndocumentedRefusal" as const;
  readonly code = undefined;
}
