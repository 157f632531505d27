import type { Interaction } from "./interaction.js";

/**
 * A pact file with this one interaction for Pact's core, in the form of version 4: whatever version it was read from, the
 * core compares what this parser has understood. Its states are set up by then: one without parameters stands for them,
 * if the request takes values from them.
 */
export function corePact({ consumer, description, request, canonical }: Interaction, path: string) {
  const asks = request.takes.length > 0;
  const interaction = {
    type: "Synchronous/HTTP",
    description,
    ...(asks ? { providerStates: [{ name: "as set up" }] } : {}),
    request: { ...canonical.request, path },
    response: canonical.response,
  };
  const file = {
    consumer: { name: consumer },
    provider: { name: "luna" },
    interactions: [interaction],
    metadata: { pactSpecification: { version: "4.0" } },
  };
  return { text: JSON.stringify(file), asks };
}
