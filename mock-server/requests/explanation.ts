import { evidenceOf, type SwitchName, switches } from "../model/profile.js";
import { type RuleId, rules } from "../rules.js";
import { entryFormatter } from "./entry.js";
import type { RequestRecord } from "./request-log.js";
import type { Refused } from "./trace.js";

const ruleOf = (id: RuleId) => ({ id, ...rules[id] });

function switchOf(name: SwitchName, { profile }: RequestRecord) {
  const value = profile[name];
  return { name, value, question: switches[name].question, evidence: evidenceOf(name, value) };
}

/** The switches that shape how a refusal looks. Answers of our own look the same under every profile. */
const shaping: Readonly<Record<Refused["kind"], readonly SwitchName[]>> = {
  documented: ["errorStatus", "resultMarker"],
  undocumented: ["undocumentedRefusal", "errorStatus", "resultMarker"],
  sandbox: [],
};

/** The switches that had a say: in how the request was taken in, in the rules that were asked, in how a refusal looks. */
function switchesOf({ refused, rules: used, switches: taken }: RequestRecord): readonly SwitchName[] {
  const ofRules = used.flatMap((id) => rules[id].switches ?? []);
  return [...new Set([...taken, ...ofRules, ...(refused === undefined ? [] : shaping[refused.kind])])];
}

export type Explanation = ReturnType<typeof explain>;

/**
 * Why a request got the answer it got: the check that refused it, what it saw, what would have been taken, and how sure
 * all of that is. `refusedBy` is null for a request that was not refused.
 */
export function explain(record: RequestRecord, tokens: readonly string[]) {
  const { requestId, method, request, status, answer, why, changes } = entryFormatter(tokens)(record);
  const { refused, seen, rules: used } = record;
  return {
    requestId,
    method,
    request,
    status,
    answer,
    why,
    refusedBy: refused === undefined ? null : ruleOf(refused.rule),
    accepted: refused?.accepted ?? null,
    saw: typeof seen === "object" && seen !== null ? seen : {},
    rules: used.map(ruleOf),
    switches: switchesOf(record).map((name) => switchOf(name, record)),
    changes,
  };
}
