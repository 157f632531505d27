import type { CardType } from "../../mock-server/index.js";
import { type Given, parseParameters, type StateParameters } from "./parameters.js";
import type { World } from "./world.js";

/** Values returned by a state, which consumers can put into requests (fromProviderState). */
export type StateValues = Readonly<Record<string, string | number | boolean | null>>;

/** Parameters that identify records. They mean the same in all states. */
export interface StateIds {
  readonly serial?: string | undefined;
  readonly userID?: number | undefined;
  readonly idTemplate?: number | undefined;
  /** Type of the card or of the template's cards. */
  readonly type?: CardType | undefined;
}

/** A provider state: a name in a consumer's test, and the records that it sets up. */
export interface ProviderState {
  readonly name: string;
  readonly description: string;
  readonly parameters: StateParameters;
  /** Names of the returned values. */
  readonly returns: readonly string[];
  /** Whether it is set up after all other states. */
  readonly isLast?: boolean;
  /** Returns the parsed parameters and the default ids of its record. Throws ProviderStateError. */
  parse(params: Readonly<Record<string, unknown>>): StateIds;
  /** Adds the state's records to a world. Throws ProviderStateError if they contradict the world. */
  apply(world: World, parsed: StateIds): StateValues;
}

interface Definition<P extends StateParameters, Ids> extends Omit<ProviderState, "parameters" | "parse" | "apply"> {
  readonly parameters: P;
  /** Returns the default ids of the state's record, by which other states refer to it. */
  readonly defaultIds?: (given: Given<P>) => Ids;
  readonly apply: (world: World, given: Given<P> & StateIds & Ids) => StateValues;
}

/** Returns a state that parses its parameters first. */
export function providerState<const P extends StateParameters, Ids extends StateIds = object>({
  defaultIds,
  apply,
  ...definition
}: Definition<P, Ids>): ProviderState {
  return {
    ...definition,
    parse: (params) => {
      const given = parseParameters(definition.name, definition.parameters, params);
      return { ...defaultIds?.(given), ...given };
    },
    apply: (world, parsed) => apply(world, parsed as Given<P> & StateIds & Ids),
  };
}

/** Facts that follow from the id in front of them. */
const implied = [
  ["serial", "userID", "idTemplate", "type"],
  ["userID", "idTemplate", "type"],
  ["idTemplate", "type"],
] as const;

/** Fills in missing ids and types from other states about the same card, client or template. */
export function completed(states: readonly StateIds[]): readonly StateIds[] {
  let all = states;
  for (const [id, ...facts] of implied)
    all = all.map((ids) => {
      const same = all.filter((other) => other[id] !== undefined && other[id] === ids[id]);
      const known = facts.map((fact) => [fact, ids[fact] ?? same.find((other) => other[fact] !== undefined)?.[fact]]);
      return { ...ids, ...Object.fromEntries(known) };
    });
  return all;
}
