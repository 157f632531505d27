import { answered, type Call, isAbsent, textOf } from "../call.js";
import type { Mistake } from "../mistake.js";

const isSame = (one: unknown, other: unknown) => !isAbsent(one) && textOf(one) === textOf(other);

/** Whether a call has to do with the client that exists: by user id, or by the phone or e-mail that is taken. */
const isAbout = (refused: Call, { operation, sent }: Call): boolean =>
  isSame(sent.userID, answered(refused, "userID")) ||
  (operation !== "createClient" && (isSame(sent.phone, refused.sent.phone) || isSame(sent.email, refused.sent.email)));

export const existingClientIgnored: Mistake = {
  id: "existing-client-ignored",
  text: "createClient answered error 5 with the userID of the client that exists, and nothing was done with it.",
  severity: "hint",
  certain: false,
  example: 'createClient answers {"error": 5, "userID": 20779267}, and no call with this userID follows',
  advice: "Take error 5 of createClient as found: go on with its userID, in createPass say.",
  find: (calls) =>
    calls.flatMap((call, place) => {
      const isTaken = call.operation === "createClient" && call.entry.rules.includes("client.unique") && call.refused;
      if (!isTaken || calls.slice(place + 1).some((next) => isAbout(call, next))) return [];
      return [{ calls: [call], seen: "createClient: error 5, and its userID was not used" }];
    }),
};
