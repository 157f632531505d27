import type { components } from "../../openapi/control.gen.js";
import type { ControlSchema } from "../../openapi/validators.js";
import { isShowable, notShowable } from "../model/clock.js";
import type { Iso } from "../model/records.js";
import { noSuchMoment, parseMoment } from "../state/moments.js";
import { flawIn } from "../state/violation.js";
import { ControlError } from "./control-error.js";

/** A request body of the control plane, by its schema. */
export type ControlBody<N extends ControlSchema> = components["schemas"][N];

/** Throws ControlError for a body that does not match the control plane's document. */
export function checkBody<N extends ControlSchema>(name: N, body: unknown): asserts body is ControlBody<N> {
  const flaw = flawIn(name, body);
  if (flaw !== undefined) throw new ControlError(400, `${flaw} (see ${name} in GET /_luna/control.json)`);
}

/** Parses a record's id in a URL; undefined for a string that is not a canonical integer, such as `340717.0`. */
export const idIn = (text: string): number | undefined => (/^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined);

/** Parses a moment of a request body. Throws ControlError if no clock can show it. */
export function momentOf(text: string): Iso {
  const found = parseMoment(text);
  if (found === undefined) throw new ControlError(400, `now: ${noSuchMoment}`);
  ensureShowable(Date.parse(found));
  return found;
}

/** Throws ControlError for a moment in milliseconds since 1970 that no clock can show. */
export function ensureShowable(ms: number): void {
  if (!isShowable(ms)) throw new ControlError(400, notShowable);
}
