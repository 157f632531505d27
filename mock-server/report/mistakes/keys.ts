import { nearestSurely } from "../../../shared/nearest.js";
import { isEmptyParameter, type LoggedCall, quoted } from "../call.js";
import { inEachCall, type Mistake } from "../mistake.js";
import { isTokenKey } from "./token.js";

/** Maximum number of examined keys; a body with more keys is not from a real client. */
const maxKeys = 20;

const keysOf = ({ sent }: LoggedCall): readonly string[] => Object.keys(sent).slice(0, maxKeys);

const isParameter = ({ facts }: LoggedCall, key: string) => facts.parameters.some(({ name }) => name === key);

/** Returns the missing parameter that a key is a misspelling of. */
function correctName(call: LoggedCall, key: string): string | undefined {
  if (isParameter(call, key) || isTokenKey(key)) return undefined;
  const missing = call.facts.parameters.map(({ name }) => name).filter((name) => isEmptyParameter(call.sent[name]));
  return nearestSurely(key, missing);
}

/** Returns the parameter that a key is a misspelling of, if the refusal names it too. */
function refusedName(call: LoggedCall, key: string): string | undefined {
  const name = correctName(call, key);
  return name !== undefined && call.entry.why?.split(/\W+/).includes(name) ? name : undefined;
}

/** Returns unread keys of the body. Unread parameters are known only for accepted calls. */
function unread(call: LoggedCall): readonly string[] {
  const unknown = keysOf(call).filter((key) => !isParameter(call, key));
  const unreadParameters = call.accepted ? call.entry.unreadKeys : [];
  const keys = [...new Set([...unknown, ...unreadParameters])].slice(0, maxKeys);
  return keys.filter(
    (key) =>
      Object.hasOwn(call.sent, key) && !isEmptyParameter(call.sent[key]) && !isTokenKey(key) && !refusedName(call, key),
  );
}

export const parameterMisspelt: Mistake = {
  id: "misspelt-parameter",
  text: "A call was refused because a parameter's name is misspelt. The vendor's own typos, such as numberStumps, are the right names.",
  severity: "error",
  example: '{"passSerialNumber": "297150-586-203", "numberStamps": 1}',
  advice: "Copy the names from the OpenAPI document; they are case-sensitive.",
  find: inEachCall((call) =>
    keysOf(call).flatMap((key) => {
      const name = refusedName(call, key);
      return name === undefined ? [] : [`unknown parameter ${quoted(key)}; did you mean ${name}?`];
    }),
  ),
};

export const unreadKey: Mistake = {
  id: "unread-key",
  text: "A call had a key or parameter that the method ignores.",
  severity: "warning",
  example: 'getPassInfo with {"passSerialNumber": "297150-586-203", "language": "en"}',
  advice: "Remove it, or look up the method and the name under which it is a parameter.",
  find: inEachCall((call) => {
    // Without a valid token no key is read, and the key may be a token.
    if (call.entry.verb !== "POST" || call.entry.token !== "valid") return [];
    const inQuery = Object.keys(call.entry.query)
      .slice(0, maxKeys)
      .filter((key) => !isTokenKey(key));
    return [
      ...unread(call).map((key) => {
        const near = correctName(call, key);
        return `unread key ${quoted(key)} in the body${near === undefined ? "" : `; did you mean ${near}?`}`;
      }),
      ...inQuery.map((key) => `unread key ${quoted(key)} in the query; send parameters in the body`),
    ];
  }),
};
