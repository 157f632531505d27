import { LunaError, type Refusal } from "../domain/refusal.js";

/** An answer on its way out: what the client gets, before HTTP. */
export interface Presented {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A refusal as the document describes it: undocumented refusals look like error 4 in the default reading. */
export function canonicalRefusal(refusal: Refusal): object {
  if (!(refusal instanceof LunaError)) return { error: 4 };
  return refusal.userId === undefined ? { error: refusal.code } : { error: refusal.code, userID: refusal.userId };
}

/** A canonical answer or refusal as the reading presents it. */
export function present(answer: object): Presented {
  return { status: 200, contentType: "application/json", body: JSON.stringify(answer) };
}
