import { clientExists, type DocumentedRefusal } from "../../refusals.js";
import type { ClientConflict } from "../../store/port.js";
import type { Context } from "../context.js";

/** Returns error 5 if another client of the template has the phone or e-mail, otherwise undefined. */
export function refusalIfTaken(
  context: Context,
  result: "inserted" | "saved" | ClientConflict,
): DocumentedRefusal | undefined {
  if (typeof result === "string") return undefined;
  const { conflict, with: existing } = result;
  if (conflict === "id") throw new Error(`client id ${existing.id} was given out twice`);
  context.recordSeen({ client: existing });
  return clientExists({ contact: conflict, userId: existing.id });
}
