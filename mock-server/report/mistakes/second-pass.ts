import { type LoggedCall, textOf } from "../call.js";
import type { Mistake } from "../mistake.js";

const newCard = ({ entry }: LoggedCall): string | undefined =>
  entry.changes.find(({ table }) => table === "cards")?.key;

/** Whether the client had a card already. A new card shows it only if the profile allows a second card. */
const isSecond = (first: LoggedCall, call: LoggedCall): boolean =>
  newCard(call) === undefined || (call.entry.profile.secondPass === "new" && newCard(call) !== newCard(first));

export const secondPass: Mistake = {
  id: "second-pass",
  text: "createPass was called twice for one client. The behaviour of the real service is unknown.",
  severity: "hint",
  example: "createPass with the same userID again",
  advice: "Store the serial number that createPass returns, and call checkPassExistsByPhone first (switch secondPass).",
  find: (calls) => {
    const first = new Map<string, LoggedCall>();
    return calls
      .filter(({ method, accepted }) => method === "createPass" && accepted)
      .flatMap((call) => {
        const user = textOf(call.sent.userID);
        const before = first.get(user);
        if (before === undefined) first.set(user, call);
        if (before === undefined || !isSecond(before, call)) return [];
        return [{ calls: [before, call], observed: "createPass: repeated with the same userID" }];
      });
  },
};
