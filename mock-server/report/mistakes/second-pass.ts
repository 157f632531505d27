import { type Call, textOf } from "../call.js";
import type { Mistake } from "../mistake.js";

const newCard = ({ entry }: Call): string | undefined => entry.changes.find(({ table }) => table === "cards")?.key;

/** The client had a card already. A new one shows that only where the profile allows a second one, and not after a reset. */
const isSecond = (first: Call, call: Call): boolean =>
  newCard(call) === undefined || (call.entry.profile.secondPass === "new" && newCard(call) !== newCard(first));

export const secondPass: Mistake = {
  id: "second-pass",
  text: "createPass was called twice for one client. What the real service does then is not known.",
  severity: "hint",
  example: "createPass with the same userID again",
  advice: "Keep the serial number that createPass answers, and ask checkPassExistsByPhone first (switch secondPass).",
  find: (calls) => {
    const first = new Map<string, Call>();
    return calls
      .filter(({ method, accepted }) => method === "createPass" && accepted)
      .flatMap((call) => {
        const user = textOf(call.sent.userID);
        const before = first.get(user);
        if (before === undefined) first.set(user, call);
        if (before === undefined || !isSecond(before, call)) return [];
        return [{ calls: [before, call], seen: "createPass: once more with the same userID" }];
      });
  },
};
