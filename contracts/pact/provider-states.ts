import { isAbsent, type Json } from "../../shared/json.js";
import type { StateCall } from "../states/index.js";
import { checkKeys, expectObject, misread } from "./interaction-error.js";

/** Parses a state. Returns undefined for a state without a name, which stands for no state. */
function parseState(value: unknown): StateCall | undefined {
  const state =
    typeof value === "string" ? { name: value } : expectObject(value, "a provider state", "an object with a name");
  checkKeys(state, ["name", "params"], "a provider state");
  const { name, params }: Json = state;
  if (!isAbsent(name) && typeof name !== "string") throw misread("the name of a provider state", "text", name);
  const given = expectObject(params ?? {}, `params of the provider state ${JSON.stringify(name ?? "")}`);
  if (typeof name === "string" && name.trim() !== "") return { name, params: given };
  if (Object.keys(given).length > 0) throw misread("a provider state with params", "one with a name", value);
  return undefined;
}

/**
 * Parses the provider states of an interaction: a name in versions 1 and 2, a list with parameters since version 3.
 * Throws InteractionError for anything else, which must not look as if it had been set up.
 */
export function parseProviderStates({ providerState, provider_state, providerStates }: Json): readonly StateCall[] {
  if (!isAbsent(providerStates) && !Array.isArray(providerStates))
    throw misread("providerStates", "a list", providerStates);
  const isState = (state: StateCall | undefined) => state !== undefined;
  const listed = (providerStates ?? []).map(parseState).filter(isState);
  const single = [providerState, provider_state]
    .filter((state) => !isAbsent(state))
    .map(parseState)
    .filter(isState);
  // Some tools write a single state in both forms.
  return [...listed, ...single.filter((state) => !listed.some(({ name }) => name === state.name))];
}
