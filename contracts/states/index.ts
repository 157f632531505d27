import { nearest } from "../../mock-server/index.js";
import { BadState } from "./bad-state.js";
import { cardStates } from "./card.js";
import { aClient } from "./client.js";
import { installedCards, someClients } from "./crowds.js";
import { operationsOnACard, pushesOnACard } from "./histories.js";
import { aCardOfAnotherCompany, anExpiredCard, noCard } from "./special-cards.js";
import { checkStamps } from "./stamps.js";
import type { ProviderState, Values } from "./state.js";
import { aTemplate } from "./template.js";
import { aCompany, anInvalidToken } from "./tokens.js";
import { emptyWorld, type World } from "./world.js";

export { BadState } from "./bad-state.js";
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

const names = providerStates.map(({ name }) => name);
const plain = (name: string) => name.trim().replace(/\s+/g, " ").toLowerCase();

/** Whether the API's word for it is in the catalogue; case and spacing do not count. */
const find = (name: string) => providerStates.find((state) => state.name === plain(name));

function unknownState(name: string): BadState {
  const near = nearest(plain(name), names);
  const hint = near === undefined ? `the states are ${names.join(", ")}` : `did you mean "${near}"?`;
  return new BadState(`there is no provider state ${JSON.stringify(name)}: ${hint}`);
}

/**
 * Sets up the states of an interaction one after the other, in one world. Values of a later state take the place of
 * those of an earlier one. An empty name is no state. Throws BadState.
 *
 * @example
 * compose([{ name: "a stamp card", params: { activeStamps: 7 } }]).values.activeStamps; // 7
 */
export function compose(calls: readonly StateCall[]): { readonly world: World; readonly values: Values } {
  let world = emptyWorld;
  let values: Values = {};
  for (const { name, params } of calls.map(inline)) {
    if (plain(name) === "") continue;
    const state = find(name);
    if (state === undefined) throw unknownState(name);
    const [after, given] = state.setUp(world, params);
    world = after;
    values = { ...values, ...given };
  }
  checkStamps(world);
  return { world, values };
}

/** Version 2 of Pact has no parameters: there they stand behind the name, as in `a stamp card {"activeStamps": 7}`. */
function inline(call: StateCall): StateCall {
  const found = /^([^{]*)(\{.*\})\s*$/s.exec(call.name);
  if (found === null) return call;
  const [, name = "", json = ""] = found;
  try {
    return { name, params: { ...(JSON.parse(json) as object), ...call.params } };
  } catch (error) {
    throw new BadState(`the parameters behind "${name.trim()}" are no JSON: ${(error as Error).message}`);
  }
}
