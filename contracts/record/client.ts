import { interruptedCode } from "../../shared/signals.js";
import { runChild } from "../child/child.js";

/** The result of a client's command: 0 if it succeeded, 1 if not, 130 if it was interrupted. */
export type ClientEnd = 0 | 1 | typeof interruptedCode;

/**
 * Runs a client's command, which prints as if it ran by itself, until it ends or `stop` aborts. Throws SpawnError if it
 * cannot be started.
 */
export async function runClient(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  stop: AbortSignal,
): Promise<ClientEnd> {
  const { code, signal } = await runChild(words, { env, signal: stop, prints: true });
  if (stop.aborted) return interruptedCode;
  if (code === 0) return 0;
  console.error(`luna-sandbox record: the command ended with ${signal ?? `exit code ${code}`}`);
  return 1;
}
