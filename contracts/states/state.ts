import type { CardType } from "../../mock-server/index.js";
import type { StateIds } from "./named.js";
import { type Given, given, type StateParameters } from "./parameters.js";
import type { World } from "./world.js";

/** Values returned by a state, which consumers can put into requests (fromProviderState). */
export type StateValues = Readonly<Record<string, string | number | boolean | null>>;

type Params = Readonly<Record<string, unknown>>;

/** A provider state: a name in a consumer's test, and the records that it sets up. */
export interface ProviderState {
  readonly name: string;
  readonly description: string;
  readonly parameters: StateParameters;
  /** Names of the returned values. */
  readonly returns: readonly string[];
  /** Returns the ids and contacts in the parameters. Throws ProviderStateError for an invalid parameter. */
  namedRecords(params: Params): StateIds;
  /** Adds this state to a world. Throws ProviderStateError if it contradicts the world. */
  setUp(world: World, params: Params): readonly [World, StateValues];
}

interface Definition<P extends StateParameters> extends Omit<ProviderState, "parameters" | "namedRecords" | "setUp"> {
  readonly parameters: P;
  /** Card type of a state without the parameter `type`. */
  readonly cardType?: CardType;
  readonly createsCard?: boolean;
  readonly apply: (world: World, given: Given<P>) => readonly [World, StateValues];
}

/** Returns a state that parses its parameters first. Parameters of the same name mean the same in all states. */
export function providerState<const P extends StateParameters>({
  apply,
  cardType,
  createsCard = false,
  ...definition
}: Definition<P>): ProviderState {
  return {
    ...definition,
    namedRecords: (params) => {
      const {
        idTemplate,
        userID,
        serial,
        phone,
        email,
        type = cardType,
      } = given(definition.name, definition.parameters, params) as StateIds;
      return { idTemplate, userID, serial, phone, email, type, createsCard };
    },
    setUp: (world, params) => apply(world, given(definition.name, definition.parameters, params)),
  };
}
