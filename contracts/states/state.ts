import type { CardType } from "../../mock-server/index.js";
import type { Naming } from "./named.js";
import { type Given, given, type Parameters } from "./parameters.js";
import type { World } from "./world.js";

/** Values that a state gives back, for consumers that put them into their request (fromProviderState). */
export type Values = Readonly<Record<string, string | number | boolean | null>>;

type Params = Readonly<Record<string, unknown>>;

/** A provider state: a name that a consumer's test can say, and what it sets up. */
export interface ProviderState {
  readonly name: string;
  readonly about: string;
  readonly parameters: Parameters;
  /** The names of the values it gives back. */
  readonly gives: readonly string[];
  /** What the parameters name; throws ProviderStateError. */
  names(params: Params): Naming;
  /** The world with this state in it; throws ProviderStateError. */
  setUp(world: World, params: Params): readonly [World, Values];
}

interface Definition<P extends Parameters> extends Omit<ProviderState, "parameters" | "names" | "setUp"> {
  readonly parameters: P;
  /** The type of what it is about, where no parameter says it. */
  readonly cardType?: CardType;
  readonly makesCard?: boolean;
  readonly apply: (world: World, given: Given<P>) => readonly [World, Values];
}

/** A state whose parameters are read before it is set up. Those that name the same thing are called the same everywhere. */
export function providerState<const P extends Parameters>({
  apply,
  cardType,
  makesCard = false,
  ...of
}: Definition<P>): ProviderState {
  return {
    ...of,
    names: (params) => {
      const {
        idTemplate,
        userID,
        serial,
        phone,
        email,
        type = cardType,
      } = given(of.name, of.parameters, params) as Naming;
      return { idTemplate, userID, serial, phone, email, type, makesCard };
    },
    setUp: (world, params) => apply(world, given(of.name, of.parameters, params)),
  };
}
