import { isEmptyParameter, type LoggedCall, responseField, textOf } from "../call.js";
import type { Mistake, Occurrence } from "../mistake.js";

const isTaken = ({ method, entry, refused }: LoggedCall): boolean =>
  method === "createClient" && refused && entry.rules.includes("client.unique");

/** Returns the key of a client by user id, phone or e-mail; empty without a value. */
const named = (name: string, value: unknown): readonly string[] =>
  isEmptyParameter(value) ? [] : [`${name} ${textOf(value)}`];

const contacts = ({ sent }: LoggedCall) => [...named("phone", sent.phone), ...named("email", sent.email)];

/** Returns the keys of the client in a call. The contacts of createClient do not count: they were refused. */
const clientKeys = (call: LoggedCall) => [
  ...named("userID", call.sent.userID),
  ...(call.method === "createClient" ? [] : contacts(call)),
];

/** Returns refusals after which no call concerns the existing client. Reads from the end, so one pass is enough. */
function ignored(calls: readonly LoggedCall[]): readonly Occurrence[] {
  const later = new Set<string>();
  const found: Occurrence[] = [];
  for (const call of calls.toReversed()) {
    const client = [...named("userID", responseField(call, "userID")), ...contacts(call)];
    if (isTaken(call) && !client.some((name) => later.has(name)))
      found.push({ calls: [call], observed: "createClient: error 5, and its userID was not used" });
    for (const name of clientKeys(call)) later.add(name);
  }
  return found.reverse();
}

export const existingClientIgnored: Mistake = {
  id: "existing-client-ignored",
  text: "createClient responded with error 5 and the userID of the existing client, and the client ignored it.",
  severity: "hint",
  example: 'createClient responds {"error": 5, "userID": 20779267}, and no call with this userID follows',
  advice: "Treat error 5 of createClient as found: use its userID, for example in createPass.",
  find: ignored,
};
