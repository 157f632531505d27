import { redacted } from "../../shared/redact.js";
import { evidenceOf, type SwitchName, switches } from "../model/profile.js";
import { type RuleId, rules } from "../rules.js";
import { entryFormatter, entryRedactor } from "./entry.js";
import type { LoggedRefusal, RequestRecord } from "./request-record.js";

const describeRule = (id: RuleId) => ({ id, ...rules[id] });

function describeSwitch(name: SwitchName, { profile }: RequestRecord) {
  const value = profile[name];
  return { name, value, question: switches[name].question, evidence: evidenceOf(name, value) };
}

/** Switches that affect how a refusal looks. Refusals of the sandbox look the same under every profile. */
const refusalSwitches: Readonly<Record<LoggedRefusal["kind"], readonly SwitchName[]>> = {
  documented: ["errorStatus", "resultMarker"],
  undocumented: ["undocumentedRefusal", "errorStatus", "resultMarker"],
  sandbox: [],
};

/** Lists the switches that affected how the request was parsed, the applied rules, or the look of a refusal. */
function switchesOf({ refused, rules: applied, switches: ofParameters }: RequestRecord): readonly SwitchName[] {
  const ofRules = applied.flatMap((id) => rules[id].switches ?? []);
  return [...new Set([...ofParameters, ...ofRules, ...(refused === undefined ? [] : refusalSwitches[refused.kind])])];
}

export type Explanation = ReturnType<typeof explain>;

/**
 * Explains a response: the rule that refused the request, the records it depends on, which request would succeed, and
 * the evidence. `refusedBy` is null for a request that was not refused.
 */
export function explain(record: RequestRecord, tokens: readonly string[]) {
  const { requestId, method, request, status, response, why, fault, changes } = entryFormatter(tokens)(record);
  const { refused, rules: applied, texts } = record;
  const redactText = entryRedactor(tokens)(record);
  const seen = redacted(texts.get(record.seen), redactText);
  return {
    requestId,
    method,
    request,
    status,
    response,
    why,
    refusedBy: refused === undefined ? null : describeRule(refused.rule),
    accepted: refused === undefined ? null : redactText(refused.accepted),
    records: typeof seen === "object" && seen !== null ? seen : {},
    rules: applied.map(describeRule),
    switches: switchesOf(record).map((name) => describeSwitch(name, record)),
    fault,
    changes,
  };
}
