import type { Evidence } from "./evidence.js";
import type { SwitchName } from "./profile.js";

/** A rule in one sentence, with how sure it is. */
export interface RuleText extends Evidence {
  readonly text: string;
  /** The switches that the rule hangs on. */
  readonly switches?: readonly SwitchName[];
}

export type RuleTexts = Readonly<Record<string, RuleText>>;
