import type { components } from "../../openapi/control.gen.js";
import { controlValidators } from "../../openapi/validators.js";
import type { Iso } from "../domain/model.js";
import { moment } from "../fixtures/check.js";
import { violationText } from "../fixtures/violation.js";
import { ControlError } from "./control-error.js";

type Name = keyof typeof controlValidators;
/** A request body of the control plane. */
export type Body<N extends Name> = components["schemas"][N];

/** Refuses a body that does not fit the control plane's document. */
export function checkBody<N extends Name>(name: N, body: unknown): asserts body is Body<N> {
  const validate = controlValidators[name];
  if (validate(body)) return;
  throw new ControlError(400, `${violationText(validate.errors ?? [])} (see ${name} in GET /_luna/control.json)`);
}

/** A moment of a request body in our own form; refused if there is no such day or hour. */
export function momentOf(text: string): Iso {
  const found = moment(text);
  if (found === undefined) throw new ControlError(400, "there is no such moment: the date or the time does not exist");
  return found;
}
