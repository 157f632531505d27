import { runChild } from "../child/child.js";
import { type VariableNames, variables } from "../child/environment.js";
import { firstFailure } from "./first-failure.js";
import { ClientFailedError } from "./run.js";
import type { TriedSandbox } from "./sandbox.js";
import { valuesIn, valueText } from "./value.js";

export interface CommandClient {
  /** The command and its words. */
  readonly words: readonly string[];
  readonly names: VariableNames;
  /** How long one run may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** A client that is a command: exit code 0 passes. Throws SpawnError if it cannot be started, otherwise ClientFailedError. */
export const commandRun =
  ({ words, names, timeoutMs }: CommandClient) =>
  async (sandbox: TriedSandbox): Promise<void> => {
    const profile = valuesIn(sandbox.switched).map(valueText).join(",");
    const env = { ...process.env, ...variables(names, sandbox), LUNA_PROFILE: profile };
    const { code, signal, timedOut, output } = await runChild(words, { env, timeoutMs, signal: sandbox.signal });
    if (code === 0 && !timedOut) return;
    const end = timedOut ? `took longer than ${timeoutMs / 1000} s` : `ended with ${signal ?? `exit code ${code}`}`;
    const told = firstFailure(output);
    if (told === "") throw new ClientFailedError(`${end} and printed nothing`, output);
    throw new ClientFailedError(timedOut ? `${end}: ${told}` : told, output);
  };
