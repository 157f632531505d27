import type { MethodName } from "../../../openapi/document.js";
import { isEmptyParameter, type LoggedCall, textOf } from "../call.js";
import type { Mistake } from "../mistake.js";

/** Maximum time between a refusal and a related call, in milliseconds. */
const relatedWithinMs = 10_000;

/** Maximum number of calls after a refusal that may be related to it. */
const maxRelatedCalls = 10;

/** The field of a method's response that later calls need as a parameter. */
const resultField: Partial<Record<MethodName, string>> = {
  createClient: "userID",
  searchClient: "userID",
  createPass: "passSerialNumber",
};

/** Whether a value is the text or number that programming languages write for a missing value. */
const looksMissing = (value: unknown): boolean =>
  isEmptyParameter(value) || /^(undefined|null|none|nil|nan|false|-?0|-1)$/i.test(textOf(value));

/** Whether a later call has the result or effect that the refused call lacked. */
const makesUpFor = (refused: LoggedCall, next: LoggedCall): boolean =>
  next.accepted &&
  (next.method === refused.method ||
    (resultField[next.method] !== undefined && resultField[next.method] === resultField[refused.method]));

/** Describes a call that lacks the result of the refused call. */
function lacksResult(refused: LoggedCall, next: LoggedCall): string | undefined {
  const result = resultField[refused.method];
  if (result === undefined || !next.facts.parameters.some(({ name }) => name === result)) return undefined;
  if (next.method === "sendInfoPush" && next.sent.pushSegment !== "oneClient") return undefined;
  const isSameTemplate = result !== "userID" || textOf(next.sent.idTemplate) === textOf(refused.sent.idTemplate);
  return isSameTemplate && looksMissing(next.sent[result]) ? `${next.method} followed without a ${result}` : undefined;
}

/** Describes a change of a card that the refused call did not find or may not use. */
function goesOn(refused: LoggedCall, next: LoggedCall): string | undefined {
  const { passSerialNumber } = refused.sent;
  const isLost = refused.entry.rules.some((rule) => rule === "card.known" || rule === "card.owned");
  const isSameCard = passSerialNumber === next.sent.passSerialNumber && !isEmptyParameter(passSerialNumber);
  const isOther = next.method !== refused.method && !next.facts.readsOnly;
  return isLost && isSameCard && isOther ? `${next.method} followed for the same card` : undefined;
}

/** Describes a push to the customer about a change that was refused. */
function pushesAnyway({ method, sent }: LoggedCall, next: LoggedCall): string | undefined {
  const isChange = method === "usePass" || method === "useReward";
  const isPush = next.method === "sendInfoPush" && next.sent.pushSegment === "oneClient";
  const isSameCard = sent.passSerialNumber === next.sent.passSerialNumber && !isEmptyParameter(sent.passSerialNumber);
  return isChange && isPush && isSameCard ? "a push to the card followed" : undefined;
}

export const refusalIgnored: Mistake = {
  id: "refusal-ignored",
  text: "A call was refused, and a later call looks as if it had succeeded.",
  severity: "hint",
  example: "createClient is refused, and createPass follows without a userID",
  advice: "Treat a response that is not a clear success as a refusal, whatever its HTTP status is, and stop.",
  find: (calls) =>
    calls.flatMap((call, index) => {
      if (!call.refused) return [];
      for (const next of calls.slice(index + 1, index + 1 + maxRelatedCalls)) {
        if (next.at - call.at > relatedWithinMs || makesUpFor(call, next)) return [];
        const consequence = lacksResult(call, next) ?? goesOn(call, next) ?? pushesAnyway(call, next);
        if (consequence !== undefined)
          return [{ calls: [call, next], observed: `${call.method} was refused and ${consequence}` }];
      }
      return [];
    }),
};
