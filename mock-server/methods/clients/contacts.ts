import { DocumentedRefusal } from "../../model/refusals.js";
import type { ClientConflict } from "../../store/port.js";
import type { Context } from "../context.js";

/** Error 5 when the store found the phone or e-mail at another client of the template. */
export function ensureUnique({ saw }: Context, done: "inserted" | "saved" | ClientConflict): void {
  if (typeof done === "string") return;
  if (done.conflict === "id") throw new Error(`client id ${done.with.id} was given out twice`);
  saw({ client: done.with });
  throw new DocumentedRefusal(
    5,
    "client.unique",
    `a client of this template has this ${done.conflict} already`,
    `a ${done.conflict} that no other client of this template has; the answer's userID is the one who has this one`,
    done.with.id,
  );
}
