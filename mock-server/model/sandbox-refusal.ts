import type { RuleId } from "../cards/rules.js";

/** We refuse a request in a way that the vendor's API has no form for: an HTTP status and a message of ours. */
export class SandboxRefusal extends Error {
  override name = "SandboxRefusal" as const;
  readonly status: number;
  readonly rule: RuleId;
  readonly accepted: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, rule: RuleId, why: string, accepted: string, headers: Record<string, string> = {}) {
    super(why);
    this.status = status;
    this.rule = rule;
    this.accepted = accepted;
    this.headers = headers;
  }
}
