import { type SwitchName, switches } from "../domain/reading.js";
import { type RuleId, rules } from "../domain/rules.js";
import type { LedgerRecord } from "./ledger.js";
import { formatEntry } from "./ledger-entry.js";
import type { Refused, Trace } from "./trace.js";

const ruleOf = (id: RuleId) => ({ id, ...rules[id] });

function switchOf(name: SwitchName, { reading }: Trace) {
  const { question, values } = switches[name];
  const value = reading[name];
  return { name, value, question, evidence: values.find(([known]) => known === value)?.[1] };
}

/** The switches that shape how a refusal looks. Answers of our own look the same under every reading. */
const shaping: Readonly<Record<Refused["kind"], readonly SwitchName[]>> = {
  documented: ["errorStatus", "resultMarker"],
  undocumented: ["undocumentedRefusal", "errorStatus", "resultMarker"],
  ours: [],
};

/**
 * Why a request got the answer it got: the check that refused it, what it saw, what would have been taken, and how sure
 * all of that is. `refusedBy` is null for a request that was not refused.
 */
export function explain(record: LedgerRecord) {
  const { requestId, operation, request, status, answer, why, changes } = formatEntry(record);
  const { refused, seen, rules: used } = record.trace;
  return {
    requestId,
    operation,
    request,
    status,
    answer,
    why,
    refusedBy: refused === undefined ? null : ruleOf(refused.rule),
    accepted: refused?.accepted ?? null,
    saw: Object.assign({}, ...seen),
    rules: [...new Set(used)].map(ruleOf),
    readings: refused === undefined ? [] : shaping[refused.kind].map((name) => switchOf(name, record.trace)),
    changes,
  };
}
