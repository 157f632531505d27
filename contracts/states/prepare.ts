import { fixtureProblem, type State } from "../../mock-server/index.js";
import { unknownName } from "../../shared/nearest.js";
import { contractNow } from "./defaults.js";
import { compose, type StateCall, type StateValues, setUpStates } from "./index.js";
import { ProviderStateError } from "./parameters.js";
import { fixtureOf, type World } from "./world.js";

/** Matches a refusal about a field of a row, such as `templates.0.settings.maxStamps must be … (see …)`. */
const aboutField = /^(?:templates|clients|cards)\.\d+\.([\w.]+?)(?:: | (?=must |is missing))(.*?)(?: \(see [^)]*\))?$/s;

/** Returns the parameter of a state for a field of a row. */
const parameterOf = (path: string): string =>
  path.replace(/^expiry\b/, "settings.expiry").replace(/^expiresAt\b/, "expiryDate");

const problemIn = (world: World): string | undefined => fixtureProblem(fixtureOf(world), contractNow);

/** Rephrases a refusal about a field with the state that caused it, and its parameter. Others stay unchanged. */
function refusalInStates(refusal: string, calls: readonly StateCall[]): string {
  const [, path, problem] = aboutField.exec(refusal) ?? [];
  if (path === undefined) return refusal;
  let cause: string | undefined;
  setUpStates(calls, (name, world) => {
    if (problemIn(world) === refusal) cause ??= name;
  });
  return `${parameterOf(path)} of "${cause}": ${problem}`;
}

/** Throws ProviderStateError for a value that a request takes from its provider states but that they do not return. */
function checkTaken(taken: readonly string[], returned: readonly string[]): void {
  const missing = taken.find((name) => !returned.includes(name));
  if (missing === undefined) return;
  const place = " in the request";
  throw new ProviderStateError(
    returned.length === 0
      ? `unknown provider state value ${JSON.stringify(missing)}${place}; they return no values`
      : unknownName("provider state value", missing, returned, place),
  );
}

interface PreparedStates {
  readonly fixture: State;
  readonly world: World;
  readonly values: StateValues;
}

/**
 * Sets up the states of an interaction, and validates the result as a sandbox would. `takes` are the values that the
 * request takes; a sandbox adds installURL to those of a card. Throws ProviderStateError.
 */
export function prepareStates(
  states: readonly StateCall[],
  takes: readonly string[],
  inSandbox = true,
): PreparedStates {
  const { world, values } = compose(states);
  const hasInstallUrl = inSandbox && typeof values.serial === "string";
  checkTaken(takes, Object.keys({ ...values, ...(hasInstallUrl && { installURL: "" }) }));
  const problem = problemIn(world);
  if (problem !== undefined) throw new ProviderStateError(refusalInStates(problem, states));
  return { fixture: fixtureOf(world), world, values };
}
