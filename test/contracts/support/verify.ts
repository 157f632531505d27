/** One verification per test file, against one server: starting Pact's core takes longer than the rest. */
import { afterAll } from "vitest";
import { type Interaction, parsePact, SandboxProvider } from "../../../contracts/index.js";
import { type Result, Verification } from "../../../contracts/verify/verify.js";
import { testServer } from "../../support/sandbox.js";

let shared: Promise<{ verification: Verification; server: Awaited<ReturnType<typeof testServer>> }> | undefined;

async function start() {
  const server = await testServer();
  const provider = new SandboxProvider({ url: server.url });
  return { server, verification: await Verification.start({ kind: "sandbox", provider }) };
}

/** The verification that the tests of a file share, and the server that it is against. */
export function verifying() {
  shared ??= start();
  return shared;
}

afterAll(async () => {
  const used = await shared;
  await used?.verification.stop();
});

/** The interactions of a pact that a test wrote. */
export const interactionsOf = (pact: unknown, source = "test.json"): readonly Interaction[] =>
  parsePact(source, JSON.stringify(pact));

export async function verifyAll(pact: unknown): Promise<readonly Result[]> {
  const { verification } = await verifying();
  return verification.all(interactionsOf(pact));
}

/** What failed, in words, so that a test that expects nothing shows everything. */
export const failed = (results: readonly Result[]) =>
  results
    .filter(({ verdict }) => verdict !== "passed")
    .map(({ interaction, failures }) => [
      interaction.description,
      ...failures.map(({ where, message }) => `${where} ${message}`),
    ]);
