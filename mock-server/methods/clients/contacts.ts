import { clientExists } from "../../refusals.js";
import type { ClientConflict } from "../../store/port.js";
import type { Context } from "../context.js";

/** Error 5 when the store found the phone or e-mail at another client of the template. */
export function ensureUnique({ saw }: Context, done: "inserted" | "saved" | ClientConflict): void {
  if (typeof done === "string") return;
  if (done.conflict === "id") throw new Error(`client id ${done.with.id} was given out twice`);
  saw({ client: done.with });
  throw clientExists({ contact: done.conflict, userId: done.with.id });
}
