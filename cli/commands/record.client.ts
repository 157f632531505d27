import { interruptedCode } from "../../shared/signals.js";
import { runChild } from "../child/child.js";

/** Runs a client's command with inherited output until it ends or `stop` aborts. Returns the exit code. Throws SpawnError. */
export async function runClient(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  stop: AbortSignal,
): Promise<0 | 1 | typeof interruptedCode> {
  const { code, signal } = await runChild(words, { env, signal: stop, prints: true });
  if (stop.aborted) return interruptedCode;
  if (code === 0) return 0;
  console.error(`luna-sandbox record: the command ended with ${signal ?? `exit code ${code}`}`);
  return 1;
}
