import { type MethodName, methodFacts } from "../../openapi/document.js";
import { usePassForms } from "../../openapi/validators.js";
import type { Json } from "../../shared/json.js";
import { type MethodParameters, validateUse } from "../methods/validate.js";
import { defaultProfile, type SwitchName } from "../model/profile.js";
import type { CardType } from "../model/records.js";
import { type MethodRefusal, Refusal } from "../refusals.js";
import { parse } from "./request.js";

/** Result of a check without a sandbox. */
export interface ParameterCheck {
  /** Reason of the refusal; undefined for valid parameters. */
  readonly refused: string | undefined;
  /** Switches by which the parameters were parsed. */
  readonly switches: readonly SwitchName[];
}

/** Returns the refusal of a usePass request that fits no card type, if possible of a type that has its action. */
function useRefusal(parameters: MethodParameters): MethodRefusal | undefined {
  const types = Object.keys(usePassForms).map((type) => Number(type) as CardType);
  const action = String(parameters.action);
  const knowing = types.filter((type) => Object.hasOwn(usePassForms[type] ?? {}, action));
  const results = (knowing.length > 0 ? knowing : types).map((type) => validateUse(type, true, parameters));
  const refusals = results.filter((result) => result instanceof Refusal);
  if (refusals.length < results.length) return undefined;
  return refusals.find(({ rule }) => rule === "request.value") ?? refusals[0];
}

/** Checks the parameters of a request under the default profile. A usePass request may be for a card of any type. */
export function checkParameters(id: MethodName, body: Json): ParameterCheck {
  const { parameters, switches, refusal } = parse(
    methodFacts[id],
    { shown: undefined, parameters: body },
    defaultProfile,
  );
  const found = refusal ?? (id === "usePass" ? useRefusal(parameters) : undefined);
  return { refused: found?.reason, switches };
}
