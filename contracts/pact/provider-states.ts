import { isAbsent, isJson, type Json } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { ProviderStateError, type StateCall } from "../states/index.js";

const keys = ["name", "params"];

const odd = (what: string, value: unknown, wanted: string) =>
  new ProviderStateError(`${what} is ${JSON.stringify(value)}, but has to be ${wanted}`);

/** A state as a pact file has it; undefined for one without a name, which is none. */
function stateIn(value: unknown): StateCall | undefined {
  const state = typeof value === "string" ? { name: value } : value;
  if (!isJson(state)) throw odd("a provider state", value, "an object with a name");
  const stray = Object.keys(state).find((key) => !keys.includes(key));
  if (stray !== undefined)
    throw new ProviderStateError(
      `a provider state has no key ${JSON.stringify(stray)}: did you mean ${nearest(stray, keys) ?? keys.join(" or ")}?`,
    );
  const { name, params } = state;
  if (!isAbsent(name) && typeof name !== "string") throw odd("the name of a provider state", name, "text");
  if (!isAbsent(params) && !isJson(params))
    throw odd(`params of the provider state ${JSON.stringify(name ?? "")}`, params, "an object");
  const isNamed = typeof name === "string" && name.trim() !== "";
  if (!isNamed && Object.keys(params ?? {}).length > 0) throw odd("a provider state", value, "one with a name");
  return isNamed ? { name, params: params ?? {} } : undefined;
}

/**
 * The provider states of an interaction: versions 1 and 2 have one by its name, 3 and 4 a list of them with parameters.
 * Throws ProviderStateError for what is none of that: a state that is not understood must not look as if it had been set up.
 */
export function providerStatesOf({ providerState, provider_state, providerStates }: Json): readonly StateCall[] {
  if (!isAbsent(providerStates) && !Array.isArray(providerStates))
    throw odd("providerStates", providerStates, "a list");
  const listed = (providerStates ?? []).map(stateIn).filter((state) => state !== undefined);
  const alone = [providerState, provider_state].filter((state) => !isAbsent(state)).map(stateIn);
  // Some tools write the one state in both forms.
  const others = alone.filter((state) => state !== undefined && !listed.some(({ name }) => name === state.name));
  return [...listed, ...others.filter((state) => state !== undefined)];
}
