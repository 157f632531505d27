import type { Evidence } from "./evidence.js";
import type { SwitchName } from "./profile.js";

/** A rule in one sentence with its evidence. */
export interface RuleText extends Evidence {
  readonly text: string;
  /** Switches that change the rule. */
  readonly switches?: readonly SwitchName[];
}

export type RuleTexts = Readonly<Record<string, RuleText>>;
