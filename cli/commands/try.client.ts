import type { TriedSandbox } from "../../contracts/try/sandbox.js";
import { ClientFailedError } from "../../contracts/try/verdict.js";
import { runChild } from "../child/child.js";
import { clientEnvironment, type VariableNames } from "../child/environment.js";
import { firstFailure } from "./try.first-failure.js";

export interface CommandClient {
  /** Command and arguments. */
  readonly words: readonly string[];
  readonly names: VariableNames;
  /** Limit of a run, in milliseconds. */
  readonly timeoutMs: number;
}

/** Creates a client that runs a command; exit code 0 passes. Throws SpawnError or ClientFailedError. */
export const commandRun =
  ({ words, names, timeoutMs }: CommandClient) =>
  async (sandbox: TriedSandbox): Promise<void> => {
    const env = { ...process.env, ...clientEnvironment(names, { ...sandbox, profile: sandbox.switched }) };
    const { code, signal, timedOut, output } = await runChild(words, { env, timeoutMs, signal: sandbox.signal });
    if (code === 0 && !timedOut) return;
    const end = timedOut ? `took longer than ${timeoutMs / 1000} s` : `ended with ${signal ?? `exit code ${code}`}`;
    const failure = firstFailure(output);
    if (failure === "") throw new ClientFailedError(`${end} without output`, output);
    throw new ClientFailedError(timedOut ? `${end}: ${failure}` : failure, output);
  };
