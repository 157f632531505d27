import { nearestSurely } from "../../../shared/nearest.js";
import { type Call, isAbsent, quoted } from "../call.js";
import { inEachCall, type Mistake } from "../mistake.js";
import { isTokenKey } from "./token.js";

/** So many keys of a body are looked at: one with more is no client's but a machine's. */
const most = 20;

const keysOf = ({ sent }: Call): readonly string[] => Object.keys(sent).slice(0, most);

const isParameter = ({ facts }: Call, key: string) => facts.parameters.some(({ name }) => name === key);

/** The parameter that a key was meant to be: one that is missing, and so near that nothing else can be meant. */
function meant(call: Call, key: string): string | undefined {
  if (isParameter(call, key) || isTokenKey(key)) return undefined;
  const missing = call.facts.parameters.map(({ name }) => name).filter((name) => isAbsent(call.sent[name]));
  return nearestSurely(key, missing);
}

/** The parameter that a key was surely meant to be: the refusal names it as well. */
function surelyMeant(call: Call, key: string): string | undefined {
  const name = meant(call, key);
  return name !== undefined && call.entry.why?.split(/\W+/).includes(name) ? name : undefined;
}

/** Keys of the body that nobody reads. Which parameters of a form nobody reads is known only of what was accepted. */
function unread(call: Call): readonly string[] {
  const strange = keysOf(call).filter((key) => !isParameter(call, key));
  const unasked = call.accepted ? call.entry.unreadKeys : [];
  const keys = [...new Set([...strange, ...unasked])].slice(0, most);
  return keys.filter(
    (key) => Object.hasOwn(call.sent, key) && !isAbsent(call.sent[key]) && !isTokenKey(key) && !surelyMeant(call, key),
  );
}

export const misspeltParameter: Mistake = {
  id: "misspelt-parameter",
  text: "A call was refused because a parameter's name is misspelt. The vendor's own typos, such as numberStumps, are the right names.",
  severity: "error",
  example: '{"passSerialNumber": "297150-586-203", "numberStamps": 1}',
  advice: "Take the names from the OpenAPI document, letter by letter: case counts.",
  find: inEachCall((call) =>
    keysOf(call).flatMap((key) => {
      const name = surelyMeant(call, key);
      return name === undefined ? [] : [`${quoted(key)} was sent, the parameter is ${name}`];
    }),
  ),
};

export const unreadKey: Mistake = {
  id: "unread-key",
  text: "Something was sent that the method does not read.",
  severity: "warning",
  example: 'getPassInfo with {"passSerialNumber": "297150-586-203", "language": "en"}',
  advice: "Leave it out, or find out under which name and in which method it is a parameter.",
  find: inEachCall((call) => {
    // Without a valid token nothing is read at all, and the key may be a token itself.
    if (call.entry.verb !== "POST" || call.entry.token !== "valid") return [];
    const inQuery = Object.keys(call.entry.query)
      .slice(0, most)
      .filter((key) => !isTokenKey(key));
    return [
      ...unread(call).map((key) => {
        const near = meant(call, key);
        return `nobody reads ${quoted(key)} in the body${near === undefined ? "" : `: there is ${near}`}`;
      }),
      ...inQuery.map((key) => `nobody reads ${quoted(key)} in the query: parameters go into the body`),
    ];
  }),
};
