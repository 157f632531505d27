/**
 * A process that does nothing but run Pact's native core: the core prints to the standard output by itself, and a
 * crash there must not take the command with it. It is sent a job at a time and answers with the core's JSON.
 */
import type { CoreAnswer, CoreJob } from "./core.js";

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

process.on("message", async ({ id, file, url, stateUrl }: CoreJob) => {
  if (core === undefined) return;
  const text = await core
    .verifyPacts({
      provider: "luna",
      providerBaseUrl: url,
      pactUrls: [file],
      ...(stateUrl === undefined ? {} : { providerStatesSetupUrl: stateUrl }),
      logLevel: "error",
    })
    // A contract that is not kept comes as an error, with the same JSON for its message.
    .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  send({ kind: "done", id, text });
});

if (core !== undefined) send({ kind: "ready" });
