import type { MethodName } from "../../../openapi/document.js";
import type { Call } from "../call.js";
import { inEachCall, type Mistake } from "../mistake.js";

/** Keys that carry a token or an API key. Real clients send them beside the header, and nobody reads them there. */
export const isTokenKey = (key: string): boolean => /token|api[-_ ]?key/i.test(key);

/** The vendor's page leaves the token out of the headers of these methods' samples. */
const forgetful: ReadonlySet<MethodName> = new Set(["usePass", "useReward", "sendInfoPush"]);

const places = ({ entry, sent }: Call): readonly string[] => [
  ...entry.credentials.map((name) => `the header ${name}`),
  ...(Object.keys(entry.query).some(isTokenKey) ? ["the query"] : []),
  ...(Object.keys(sent).some(isTokenKey) ? ["the body"] : []),
];

const isWithout = ({ entry }: Call): boolean => entry.token === "missing";
const elsewhere = (call: Call): readonly string[] => (isWithout(call) ? places(call) : []);
const isForgotten = (call: Call): boolean => isWithout(call) && forgetful.has(call.method) && places(call).length === 0;

export const tokenElsewhere: Mistake = {
  id: "token-elsewhere",
  text: "The token came in another header, in the query or in the body, and not in the header x-access-token.",
  severity: "error",
  example: '{"token": "…", "passSerialNumber": "297150-586-203"} without the header x-access-token',
  advice: "Send the token in the header x-access-token with every call.",
  find: inEachCall((call) => {
    const found = elsewhere(call);
    return found.length === 0 ? [] : [`the token is in ${found.join(" and ")} only`];
  }),
};

export const tokenForgotten: Mistake = {
  id: "token-forgotten",
  text: "The token is missing on a method whose sample on the vendor's page forgets it.",
  severity: "error",
  example: "usePass without the header x-access-token",
  advice: "Send x-access-token with usePass, useReward and sendInfoPush too: every method can answer error 1.",
  find: inEachCall((call) => (isForgotten(call) ? ["no x-access-token"] : [])),
};

export const tokenNeverValid: Mistake = {
  id: "token-never-valid",
  text: "No call at all came with the token of a company, so none was accepted.",
  severity: "hint",
  example: "every call is answered with error 1",
  advice: "Look where the client takes its token from: GET /_luna/sandboxes lists those that are valid.",
  find: (calls) => {
    const isTold = calls.some(
      (call) => call.entry.token === "valid" || isForgotten(call) || elsewhere(call).length > 0,
    );
    if (calls.length === 0 || isTold) return [];
    const seen = calls.every(isWithout) ? "no call has x-access-token" : "no company has the token of x-access-token";
    return [{ calls, seen }];
  },
};
