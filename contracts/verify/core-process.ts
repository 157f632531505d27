/**
 * A process that does nothing but run Pact's native core: the core prints to the standard output by itself, and a
 * crash there must not take the command with it. It is sent a job at a time and answers with the core's verdict.
 */
import type { CoreAnswer, CoreJob } from "./core.js";
import { verdictOf } from "./core-verdict.js";

// Its life is that of the process that started it. A terminal sends its signals to both, and the other one decides.
process.stdin.on("close", () => process.exit()).resume();
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);

const send = (answer: CoreAnswer) => process.send?.(answer);

async function loadCore() {
  try {
    return (await import("@pact-foundation/pact-core")).default.default;
  } catch (error) {
    send({ kind: "unavailable", why: (error as Error).message });
    return undefined;
  }
}

const core = await loadCore();

process.on("message", async ({ pactUrl, url, stateUrl }: CoreJob) => {
  if (core === undefined) return;
  const text = await core
    .verifyPacts({
      provider: "luna",
      providerBaseUrl: url,
      pactUrls: [pactUrl],
      ...(stateUrl === undefined ? {} : { providerStatesSetupUrl: stateUrl }),
      logLevel: "error",
    })
    // A contract that is not kept comes as an error, with the same JSON for its message.
    .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  send({ kind: "done", verdict: verdictOf(text) });
});

if (core !== undefined) send({ kind: "ready" });
