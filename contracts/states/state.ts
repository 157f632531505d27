import { type Given, given, type Parameters } from "./parameters.js";
import type { World } from "./world.js";

/** Values that a state gives back, for consumers that put them into their request (fromProviderState). */
export type Values = Readonly<Record<string, string | number | boolean | null>>;

/** A provider state: a name that a consumer's test can say, and what it sets up. */
export interface ProviderState {
  readonly name: string;
  readonly about: string;
  readonly parameters: Parameters;
  /** The names of the values it gives back. */
  readonly gives: readonly string[];
  /** The world with this state in it; throws BadState. */
  setUp(world: World, params: Readonly<Record<string, unknown>>): readonly [World, Values];
}

interface Definition<P extends Parameters> extends Omit<ProviderState, "parameters" | "setUp"> {
  readonly parameters: P;
  readonly apply: (world: World, given: Given<P>) => readonly [World, Values];
}

/** A state whose parameters are read before it is set up. */
export function providerState<const P extends Parameters>({ apply, ...of }: Definition<P>): ProviderState {
  return { ...of, setUp: (world, params) => apply(world, given(of.name, of.parameters, params)) };
}
