/**
 * A child process that runs Pact's native core. The core prints to the standard output, and a crash of it must not end
 * the command.
 */
import type { CoreJob, CoreStart } from "./core.js";
import { type CoreVerdict, verdictOf } from "./core-verdict.js";

// A terminal sends its signals to parent and child; the parent decides.
process.stdin.on("close", () => process.exit()).resume();
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);

const send = (message: CoreStart | CoreVerdict) => process.send?.(message);

async function loadCore() {
  try {
    return (await import("@pact-foundation/pact-core")).default.default;
  } catch (error) {
    send({ unavailable: (error as Error).message });
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
    // A failed contract rejects with the same JSON as message.
    .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  send(verdictOf(text));
});

if (core !== undefined) send({});
