import { runChild } from "../child/child.js";

const signals = ["SIGINT", "SIGTERM"] as const;

/** The end of a client's command: 0 if it ended well, 1 if not, 130 if somebody wanted an end of it. */
export type ClientEnd = 0 | 1 | 130;

/**
 * Runs a client's command, which prints as if it ran by itself. The first signal from outside ends it, the second this
 * process too. Throws CannotRun if it cannot be started.
 */
export async function runClient(words: readonly string[], env: NodeJS.ProcessEnv): Promise<ClientEnd> {
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  for (const signal of signals) process.on(signal, interrupt);
  try {
    const { code, signal } = await runChild(words, { env, signal: stop.signal, prints: true });
    if (stop.signal.aborted) return 130;
    if (code === 0) return 0;
    console.error(`luna-sandbox record: the command ended with ${signal ?? `exit code ${code}`}`);
    return 1;
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}
