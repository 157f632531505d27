import { type RuleId, rules } from "../rules.js";

/** The longest value of a header of ours, in characters. */
const longest = 512;

/** A sentence of ours as the value of a header. */
export const headerText = (text: string): string => text.slice(0, longest);

/** The rules behind an answer with how sure each is, such as `stamp.add documented, stamp.wrap inferred`. */
export const rulesHeader = (ids: readonly RuleId[]): string =>
  headerText([...new Set(ids)].map((id) => `${id} ${rules[id].level}`).join(", "));
