import { isJson, parsedOr } from "../../shared/json.js";
import { ProviderStateError } from "./bad-state.js";
import { cardStates, checkBalances } from "./card.js";
import { aClient } from "./client.js";
import { installedCards, someClients } from "./crowds.js";
import { operationsIn, operationsOnACard, pushesOnACard } from "./histories.js";
import { Named } from "./named.js";
import { nearestStates, plain } from "./nearest-states.js";
import { aCardOfAnotherCompany, anExpiredCard, noCard } from "./special-cards.js";
import type { ProviderState, Values } from "./state.js";
import { aTemplate } from "./template.js";
import { aCompany, anInvalidToken } from "./tokens.js";
import { emptyWorld, type World } from "./world.js";

export { ProviderStateError } from "./bad-state.js";
export type { ProviderState, Values } from "./state.js";

/** Every provider state, in the order of the documentation. */
export const providerStates: readonly ProviderState[] = [
  aTemplate,
  aClient,
  someClients,
  ...cardStates,
  aCardOfAnotherCompany,
  anExpiredCard,
  noCard,
  operationsOnACard,
  pushesOnACard,
  installedCards,
  aCompany,
  anInvalidToken,
];

/** A provider state as a pact names it. */
export interface StateCall {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The state's name in the catalogue; case and spacing do not count. Throws ProviderStateError. */
function stateOf(name: string): ProviderState {
  const found = providerStates.find((state) => state.name === plain(name));
  if (found !== undefined) return found;
  throw new ProviderStateError(`unknown provider state ${JSON.stringify(name)}; ${hintFor(name)}`);
}

/** What would be right in place of a name that is not in the catalogue. */
export const hintFor = (name: string): string =>
  nearestStates(
    plain(name),
    providerStates.map((state) => state.name),
  );

/** What comes of one state. */
interface Step {
  readonly name: string;
  /** The world with this state in it, and those before it. */
  readonly world: World;
  /** What it gives back. */
  readonly values: Values;
}

/** Sets up the states of an interaction one after the other; each knows what all of them name. Throws ProviderStateError. */
export function* worlds(calls: readonly StateCall[]): Generator<Step> {
  const states = calls
    .map(inline)
    .filter(({ name }) => plain(name) !== "")
    .map(({ name, params }) => ({ state: stateOf(name), params }));
  let world: World = { ...emptyWorld, named: new Named(states.map(({ state, params }) => state.names(params))) };
  for (const { state, params } of states) {
    const [after, values] = state.setUp(world, params);
    world = after;
    yield { name: state.name, world, values };
  }
}

/**
 * Sets up the states of an interaction one after the other, in one world. Values of a later state take the place of
 * those of an earlier one. An empty name is no state. Throws ProviderStateError.
 *
 * @example
 * compose([{ name: "a stamp card", params: { activeStamps: 7 } }]).values.activeStamps; // 7
 */
export function compose(calls: readonly StateCall[]): { readonly world: World; readonly values: Values } {
  let world = emptyWorld;
  let values: Values = {};
  for (const after of worlds(calls)) {
    world = after.world;
    values = { ...values, ...after.values };
  }
  checkBalances(world);
  return { world: { ...world, operations: operationsIn(world) }, values };
}

/** Version 2 of Pact has no parameters: there they stand behind the name, as in `a stamp card {"activeStamps": 7}`. */
function inline(call: StateCall): StateCall {
  const found = /^([^{]*)(\{.*\})\s*$/s.exec(call.name);
  if (found === null) return call;
  const [, name = "", json = ""] = found;
  const params = parsedOr(json, undefined);
  if (!isJson(params))
    throw new ProviderStateError(`parameters of "${name.trim()}" must be a JSON object, got ${json}`);
  return { name, params: { ...params, ...call.params } };
}
