import { fixtureProblem, type State } from "../../mock-server/index.js";
import type { Json } from "../../shared/json.js";
import { contractNow } from "./defaults.js";
import { compose, type StateCall, type StateValues, setUpStates } from "./index.js";
import { checkTaken, ProviderStateError } from "./parameters.js";
import { fixtureOf, type World } from "./world.js";

/** Matches a refusal about a field of a row, such as `templates.0.settings.maxStamps: must be … (see …)`. */
const aboutField = /^(templates|clients|cards)\.(\d+)\.([\w.]+?): (.*?)(?: \(see [^)]*\))?$/s;

/** Returns the parameter of a state for a field of a row. */
const parameterOf = (path: string): string =>
  path.replace(/^expiry\b/, "settings.expiry").replace(/^expiresAt\b/, "expiryDate");

/**
 * Rephrases the refusal of a fixture with the provider state and the parameter that caused it: the first state that sets
 * the refused value. Other refusals stay unchanged.
 */
function refusalInStates(refusal: string, calls: readonly StateCall[]): string {
  const [, table = "", index, path = "", problem] = aboutField.exec(refusal) ?? [];
  const steps = setUpStates(calls).map(({ name, world }) => ({
    name,
    rows: (fixtureOf(world) as unknown as Readonly<Record<string, readonly Json[]>>)[table] ?? [],
  }));
  const refused = steps.at(-1)?.rows[Number(index)];
  if (refused === undefined) return refusal;
  const field = path.split(".")[0] ?? "";
  const isRefused = (row: Json): boolean =>
    row.id === refused.id &&
    row.serial === refused.serial &&
    JSON.stringify(row[field]) === JSON.stringify(refused[field]);
  const step = steps.find(({ rows }) => rows.some(isRefused));
  return step === undefined ? refusal : `${parameterOf(path)} of "${step.name}": ${problem}`;
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
  const fixture = fixtureOf(world);
  const problem = fixtureProblem(fixture, contractNow);
  if (problem !== undefined) throw new ProviderStateError(refusalInStates(problem, states));
  return { fixture, world, values };
}
