import type { MethodName } from "../../../openapi/document.js";
import type { LoggedCall } from "../call.js";
import { inEachCall, type Mistake } from "../mistake.js";

/** Whether a key holds a token or an API key, which some clients send in addition to the header. */
export const isTokenKey = (key: string): boolean => /token|api[-_ ]?key/i.test(key);

/** Methods whose samples on the vendor's page lack the token. */
const samplesWithoutToken: ReadonlySet<MethodName> = new Set(["usePass", "useReward", "sendInfoPush"]);

const tokenLocations = ({ entry, sent }: LoggedCall): readonly string[] => [
  ...entry.credentials.map((name) => `the header ${name}`),
  ...(Object.keys(entry.query).some(isTokenKey) ? ["the query"] : []),
  ...(Object.keys(sent).some(isTokenKey) ? ["the body"] : []),
];

const lacksToken = ({ entry }: LoggedCall): boolean => entry.token === "missing";
const otherLocations = (call: LoggedCall): readonly string[] => (lacksToken(call) ? tokenLocations(call) : []);
const isForgotten = (call: LoggedCall): boolean =>
  lacksToken(call) && samplesWithoutToken.has(call.method) && tokenLocations(call).length === 0;

export const tokenElsewhere: Mistake = {
  id: "token-elsewhere",
  text: "The token was sent in another header, in the query or in the body, instead of the header x-access-token.",
  severity: "error",
  example: '{"token": "…", "passSerialNumber": "297150-586-203"} without the header x-access-token',
  advice: "Send the token in the header x-access-token with every call.",
  find: inEachCall((call) => {
    const found = otherLocations(call);
    return found.length === 0 ? [] : [`the token is in ${found.join(" and ")} only`];
  }),
};

export const tokenForgotten: Mistake = {
  id: "token-forgotten",
  text: "The token is missing in a call whose sample on the vendor's page lacks it too.",
  severity: "error",
  example: "usePass without the header x-access-token",
  advice: "Send x-access-token with usePass, useReward and sendInfoPush too: every method requires it.",
  find: inEachCall((call) => (isForgotten(call) ? ["no x-access-token"] : [])),
};

export const tokenNeverValid: Mistake = {
  id: "token-never-valid",
  text: "No call had the token of a company, so all calls were refused.",
  severity: "hint",
  example: "every call gets error 1",
  advice: "Check the client's configured token: GET /_luna/sandboxes lists the valid tokens.",
  find: (calls) => {
    const isExplained = calls.some(
      (call) => call.entry.token === "valid" || isForgotten(call) || otherLocations(call).length > 0,
    );
    if (calls.length === 0 || isExplained) return [];
    const observed = calls.every(lacksToken) ? "no call has x-access-token" : "unknown token in x-access-token";
    return [{ calls, observed }];
  },
};
