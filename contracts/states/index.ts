import { isJson, parseJsonOr } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { installedCards, someClients } from "./bulk.js";
import { cardStates, checkBalances } from "./card.js";
import { aClient } from "./client.js";
import { operationsOnACard, pushesOnACard } from "./histories.js";
import { ProviderStateError } from "./parameters.js";
import { aCardOfAnotherCompany, anExpiredCard, noCard } from "./special-cards.js";
import { completed, type ProviderState, type StateValues } from "./state.js";
import { aTemplate } from "./template.js";
import { aCompany, anInvalidToken } from "./tokens.js";
import { createWorld, type World } from "./world.js";

export { ProviderStateError } from "./parameters.js";
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

/** Returns a name without case and spacing, which do not matter. */
const normalized = (name: string): string => name.trim().replace(/\s+/g, " ").toLowerCase();

const wordsOf = (name: string) => new Set(normalized(name).match(/\b(?!an?\b|the\b|of\b|on\b|is\b|has\b)\w+/g));

const stateNames = providerStates.map(({ name }) => name);

/** Returns the names that share the most words with an unknown name. */
function similarNames(name: string): readonly string[] {
  const words = wordsOf(name);
  const shared = (known: string) => [...wordsOf(known)].filter((word) => words.has(word)).length;
  return stateNames.toSorted((left, right) => shared(right) - shared(left)).slice(0, 3);
}

/** Returns a hint for an unknown name. */
export function hintFor(name: string): string {
  const near = nearest(normalized(name), stateNames);
  const quoted = (names: readonly string[]) => names.map((known) => JSON.stringify(known)).join(", ");
  const hint = near === undefined ? `similar: ${quoted(similarNames(name))}.` : `did you mean ${quoted([near])}?`;
  return `${hint} Run luna-sandbox states for the list`;
}

/** Returns the provider state of a name, ignoring case and spacing. Throws ProviderStateError for an unknown name. */
function stateOf(name: string): ProviderState {
  const found = providerStates.find((state) => state.name === normalized(name));
  if (found !== undefined) return found;
  throw new ProviderStateError(`unknown provider state ${JSON.stringify(name)}; ${hintFor(name)}`);
}

/** Sets up the states of an interaction in order, histories last. Calls `onDone` after each. Throws ProviderStateError. */
export function setUpStates(
  calls: readonly StateCall[],
  onDone: (name: string, world: World) => void = () => undefined,
): { readonly world: World; readonly values: StateValues } {
  const named = calls
    .map(splitParameters)
    .filter(({ name }) => normalized(name) !== "")
    .map(({ name, params }) => ({ state: stateOf(name), params }));
  const ordered = [...named.filter(({ state }) => !state.isLast), ...named.filter(({ state }) => state.isLast)];
  const parsed = completed(ordered.map(({ state, params }) => state.parse(params)));
  const world = createWorld(parsed.flatMap((ids) => Object.values(ids)));
  const values = ordered.map(({ state }, index) => {
    const returned = state.apply(world, parsed[index] ?? {});
    onDone(state.name, world);
    return returned;
  });
  return { world, values: Object.assign({}, ...values) };
}

/**
 * Sets up the states of an interaction in order, in one world. Values of later states replace those of earlier states.
 * Empty names are ignored. Throws ProviderStateError.
 *
 * @example
 * compose([{ name: "a stamp card", params: { activeStamps: 7 } }]).values.activeStamps; // 7
 */
export function compose(calls: readonly StateCall[]): { readonly world: World; readonly values: StateValues } {
  const composed = setUpStates(calls);
  checkBalances(composed.world);
  return composed;
}

/** Splits parameters from the name, as in `a stamp card {"activeStamps": 7}`: version 2 of Pact has no parameters. */
function splitParameters(call: StateCall): StateCall {
  const found = /^([^{]*)(\{.*\})\s*$/s.exec(call.name);
  if (found === null) return call;
  const [, name = "", json = ""] = found;
  const params = parseJsonOr(json, undefined);
  if (!isJson(params))
    throw new ProviderStateError(`parameters of "${name.trim()}" must be a JSON object, got ${json}`);
  return { name, params: { ...params, ...call.params } };
}
