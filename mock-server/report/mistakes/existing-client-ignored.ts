import { answered, type Call, isAbsent, textOf } from "../call.js";
import type { Mistake, Sighting } from "../mistake.js";

const isTaken = ({ method, entry, refused }: Call): boolean =>
  method === "createClient" && refused && entry.rules.includes("client.unique");

/** What tells which client is meant: a user id, phone or e-mail. */
const named = (name: string, value: unknown): readonly string[] =>
  isAbsent(value) ? [] : [`${name} ${textOf(value)}`];

const contacts = ({ sent }: Call) => [...named("phone", sent.phone), ...named("email", sent.email)];

/** Whom a call has to do with. createClient by phone or e-mail does not count: it is what was refused. */
const meant = (call: Call) => [
  ...named("userID", call.sent.userID),
  ...(call.method === "createClient" ? [] : contacts(call)),
];

/** Refusals after which no call has to do with the client that exists. Read from the end, so that one look is enough. */
function ignored(calls: readonly Call[]): readonly Sighting[] {
  const later = new Set<string>();
  const found: Sighting[] = [];
  for (const call of calls.toReversed()) {
    const client = [...named("userID", answered(call, "userID")), ...contacts(call)];
    if (isTaken(call) && !client.some((name) => later.has(name)))
      found.push({ calls: [call], seen: "createClient: error 5, and its userID was not used" });
    for (const name of meant(call)) later.add(name);
  }
  return found.reverse();
}

export const existingClientIgnored: Mistake = {
  id: "existing-client-ignored",
  text: "createClient answered error 5 with the userID of the client that exists, and nothing was done with it.",
  severity: "hint",
  example: 'createClient answers {"error": 5, "userID": 20779267}, and no call with this userID follows',
  advice: "Take error 5 of createClient as found: go on with its userID, in createPass say.",
  find: ignored,
};
