import { isAbsent, type Json } from "../../shared/json.js";
import type { StateCall } from "../states/index.js";
import { checkKeys, expectObject, misread } from "./interaction-error.js";

/** Parses a state. Without a name it stands for no state. */
function parseState(value: unknown): readonly StateCall[] {
  const state =
    typeof value === "string" ? { name: value } : expectObject(value, "a provider state", "an object with a name");
  checkKeys(state, ["name", "params"], "a provider state");
  const { name, params }: Json = state;
  if (!isAbsent(name) && typeof name !== "string") throw misread("the name of a provider state", "text", name);
  const given = expectObject(params ?? {}, `params of the provider state ${JSON.stringify(name ?? "")}`);
  if (typeof name === "string" && name.trim() !== "") return [{ name, params: given }];
  if (Object.keys(given).length > 0) throw misread("a provider state with params", "one with a name", value);
  return [];
}

/**
 * Parses the provider states of an interaction: a name in versions 1 and 2, a list with parameters since version 3.
 * Throws InteractionError for anything else, which must not look as if it had been set up.
 */
export function parseProviderStates({ providerState, provider_state, providerStates }: Json): readonly StateCall[] {
  if (!isAbsent(providerStates) && !Array.isArray(providerStates))
    throw misread("providerStates", "a list", providerStates);
  const listed = (providerStates ?? []).flatMap((value) => parseState(value));
  const single = [providerState, provider_state].flatMap((value) => (isAbsent(value) ? [] : parseState(value)));
  // Some tools write a single state in both forms.
  return [...listed, ...single.filter((state) => !listed.some(({ name }) => name === state.name))];
}
