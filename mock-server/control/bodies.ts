import type { components } from "../../openapi/control.gen.js";
import type { ControlSchema } from "../../openapi/validators.js";
import { clockLimits, isClockTime } from "../model/clock.js";
import type { Iso } from "../model/records.js";
import { schemaProblem } from "../state/schema-problem.js";
import { parseTimestamp, timestampRule } from "../state/timestamps.js";
import { ControlError } from "./control-error.js";

/** A request body of the control plane, by its schema. */
export type ControlBody<N extends ControlSchema> = components["schemas"][N];

/** Returns the error of an invalid body, with the name of its schema. */
export const invalidRequestBody = (name: ControlSchema, problem: string): ControlError =>
  new ControlError(
    400,
    `${problem.startsWith("must ") ? "the body " : ""}${problem} (see ${name} in GET /_luna/control.json)`,
  );

/** Throws ControlError for a body that does not match the control plane's document. */
export function ensureBody<N extends ControlSchema>(name: N, body: unknown): asserts body is ControlBody<N> {
  const problem = schemaProblem(name, body);
  if (problem !== undefined) throw invalidRequestBody(name, problem);
}

/** Parses a record's id in a URL; undefined for a string that is not a canonical integer, such as `340717.0`. */
export const parseId = (text: string): number | undefined => (/^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined);

/** Parses the value of `now` in a request body. Throws ControlError for an invalid time. */
export function parseNow(text: string): Iso {
  const found = parseTimestamp(text);
  if (found === undefined) throw new ControlError(400, `now ${timestampRule}`);
  ensureClockTime(Date.parse(found));
  return found;
}

/** Throws ControlError for a moment outside of the limits of a clock, in milliseconds since 1970. */
export function ensureClockTime(ms: number): void {
  if (!isClockTime(ms)) throw new ControlError(400, `the time of a clock ${clockLimits}`);
}
