import { shortened } from "../../shared/text-table.js";

/** A part of an interaction that cannot be understood. It fails that interaction and no other. */
export class InteractionError extends Error {
  override name = "InteractionError" as const;
}

/** An InteractionError in the usual form: `response.status must be a number, got "200"`. */
export const misread = (place: string, rule: string, got: unknown): InteractionError =>
  new InteractionError(
    `${place} must be ${rule}, got ${got === undefined ? "nothing" : shortened(JSON.stringify(got), 60)}`,
  );
