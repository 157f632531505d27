import type { Json } from "../../shared/json.js";
import { type StateCall, setUpStates } from "./index.js";
import { fixtureOf } from "./world.js";

/** Matches a refusal about a field of a row, such as `fixture.templates.0.settings.maxStamps: must be … (see …)`. */
const aboutField = /^(?:fixture\.)?(templates|clients|cards)\.(\d+)\.([\w.]+?): (.*?)(?: \(see [^)]*\))?$/s;

/** Returns the parameter of a state for a field of a row. */
const parameterOf = (path: string): string =>
  path.replace(/^expiry\b/, "settings.expiry").replace(/^expiresAt\b/, "expiryDate");

/**
 * Rephrases a server's refusal of a fixture with the provider state and the parameter that caused it: the first state
 * that sets the refused value. Other refusals stay unchanged.
 */
export function refusalInStates(refusal: string, calls: readonly StateCall[]): string {
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
