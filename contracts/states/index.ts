import { isJson, parseJsonOr } from "../../shared/json.js";
import { installedCards, someClients } from "./bulk.js";
import { cardStates, checkBalances } from "./card.js";
import { aClient } from "./client.js";
import { operationsIn, operationsOnACard, pushesOnACard } from "./histories.js";
import { NamedIds } from "./named.js";
import { nearestStates, plain } from "./nearest-states.js";
import { ProviderStateError } from "./provider-state-error.js";
import { aCardOfAnotherCompany, anExpiredCard, noCard } from "./special-cards.js";
import type { ProviderState, StateValues } from "./state.js";
import { aTemplate } from "./template.js";
import { aCompany, anInvalidToken } from "./tokens.js";
import { emptyWorld, type World } from "./world.js";

export { ProviderStateError } from "./provider-state-error.js";
export type { ProviderState, StateValues } from "./state.js";

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

/** A provider state in a pact, with its parameters. */
export interface StateCall {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Returns the provider state of a name, ignoring case and spacing. Throws ProviderStateError for an unknown name. */
function stateOf(name: string): ProviderState {
  const found = providerStates.find((state) => state.name === plain(name));
  if (found !== undefined) return found;
  throw new ProviderStateError(`unknown provider state ${JSON.stringify(name)}; ${hintFor(name)}`);
}

/** Returns a hint for an unknown name. */
export const hintFor = (name: string): string =>
  nearestStates(
    plain(name),
    providerStates.map((state) => state.name),
  );

/** Result of one state. */
interface Step {
  readonly name: string;
  /** The world after this state. */
  readonly world: World;
  /** Values returned by the state. */
  readonly values: StateValues;
}

/** Sets up the states of an interaction in order. Throws ProviderStateError. */
export function* setUpStates(calls: readonly StateCall[]): Generator<Step> {
  const states = calls
    .map(inline)
    .filter(({ name }) => plain(name) !== "")
    .map(({ name, params }) => ({ state: stateOf(name), params }));
  let world: World = {
    ...emptyWorld,
    named: new NamedIds(states.map(({ state, params }) => state.namedRecords(params))),
  };
  for (const { state, params } of states) {
    const [after, values] = state.setUp(world, params);
    world = after;
    yield { name: state.name, world, values };
  }
}

/**
 * Sets up the states of an interaction in order, in one world. Values of later states replace those of earlier states.
 * Empty names are ignored. Throws ProviderStateError.
 *
 * @example
 * compose([{ name: "a stamp card", params: { activeStamps: 7 } }]).values.activeStamps; // 7
 */
export function compose(calls: readonly StateCall[]): { readonly world: World; readonly values: StateValues } {
  let world = emptyWorld;
  let values: StateValues = {};
  for (const after of setUpStates(calls)) {
    world = after.world;
    values = { ...values, ...after.values };
  }
  checkBalances(world);
  return { world: { ...world, operations: operationsIn(world) }, values };
}

/** Splits parameters from the name, as in `a stamp card {"activeStamps": 7}`: version 2 of Pact has no parameters. */
function inline(call: StateCall): StateCall {
  const found = /^([^{]*)(\{.*\})\s*$/s.exec(call.name);
  if (found === null) return call;
  const [, name = "", json = ""] = found;
  const params = parseJsonOr(json, undefined);
  if (!isJson(params))
    throw new ProviderStateError(`parameters of "${name.trim()}" must be a JSON object, got ${json}`);
  return { name, params: { ...params, ...call.params } };
}
