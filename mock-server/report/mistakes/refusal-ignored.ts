import type { MethodName } from "../../../openapi/document.js";
import { type Call, isAbsent, textOf } from "../call.js";
import type { Mistake } from "../mistake.js";

/** Only a call this soon after a refusal, in milliseconds, has to do with it. */
const soon = 10_000;

/** Of a busy client's calls only so many after a refusal have to do with it. */
const ahead = 10;

/** What the answer of a method is for: a parameter of calls that follow. */
const gives: Partial<Record<MethodName, string>> = {
  createClient: "userID",
  searchClient: "userID",
  createPass: "passSerialNumber",
};

/** What is left of a value that was never there, in one language or another. */
const isNothing = (value: unknown): boolean =>
  isAbsent(value) || /^(undefined|null|none|nil|nan|false|-?0|-1)$/i.test(textOf(value));

/** A call that gave after all what the refused one would have given, or did what it would have done. */
const makesUpFor = (refused: Call, next: Call): boolean =>
  next.accepted &&
  (next.method === refused.method ||
    (gives[next.method] !== undefined && gives[next.method] === gives[refused.method]));

/** A call that needs what the refused one would have given, and lacks it. */
function lacksResult(refused: Call, next: Call): string | undefined {
  const result = gives[refused.method];
  if (result === undefined || !next.facts.parameters.some(({ name }) => name === result)) return undefined;
  if (next.method === "sendInfoPush" && next.sent.pushSegment !== "oneClient") return undefined;
  const isSameTemplate = result !== "userID" || textOf(next.sent.idTemplate) === textOf(refused.sent.idTemplate);
  return isSameTemplate && isNothing(next.sent[result]) ? `${next.method} followed without a ${result}` : undefined;
}

/** A change of a card that the refused call did not find, or that is not the company's. */
function goesOn(refused: Call, next: Call): string | undefined {
  const { passSerialNumber } = refused.sent;
  const isLost = refused.entry.rules.some((rule) => rule === "card.known" || rule === "card.owned");
  const isSameCard = passSerialNumber === next.sent.passSerialNumber && !isAbsent(passSerialNumber);
  const isOther = next.method !== refused.method && !next.facts.readsOnly;
  return isLost && isSameCard && isOther ? `${next.method} followed for the same card` : undefined;
}

/** A push to the customer about a change that did not happen. */
function tellsOfIt({ method, sent }: Call, next: Call): string | undefined {
  const isChange = method === "usePass" || method === "useReward";
  const isPush = next.method === "sendInfoPush" && next.sent.pushSegment === "oneClient";
  const isSameCard = sent.passSerialNumber === next.sent.passSerialNumber && !isAbsent(sent.passSerialNumber);
  return isChange && isPush && isSameCard ? "a push to the card followed" : undefined;
}

export const refusalIgnored: Mistake = {
  id: "refusal-ignored",
  text: "A call was refused, and one soon after it looks as if it had succeeded.",
  severity: "hint",
  example: "createClient is refused, and createPass follows without a userID",
  advice: "Take an answer that is not a clear success as a refusal, whatever its HTTP status is, and stop there.",
  find: (calls) =>
    calls.flatMap((call, place) => {
      if (!call.refused) return [];
      for (const next of calls.slice(place + 1, place + 1 + ahead)) {
        if (next.at - call.at > soon || makesUpFor(call, next)) return [];
        const what = lacksResult(call, next) ?? goesOn(call, next) ?? tellsOfIt(call, next);
        if (what !== undefined) return [{ calls: [call, next], seen: `${call.method} was refused and ${what}` }];
      }
      return [];
    }),
};
