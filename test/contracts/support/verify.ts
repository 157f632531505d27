/** Shares one verification per test file, because starting Pact's core is slow. */
import { type Interaction, parsePact, SandboxProvider } from "../../../contracts/index.js";
import { type InteractionResult, Verifier } from "../../../contracts/verify/verify.js";
import { testServer } from "../../support/sandbox.js";
import { sharedInFile, whenFileIsDone } from "../../support/share.js";

async function start() {
  const server = await testServer();
  const provider = new SandboxProvider({ url: server.url });
  const verification = new Verifier({ kind: "sandbox", provider });
  whenFileIsDone(() => verification.stop());
  return { server, verification };
}

/** Returns the verification that the tests of a file share, with its server. */
export const verifying = () => sharedInFile("verification", start);

/** The interactions of a pact that a test wrote. */
export const interactionsOf = (pact: unknown, source = "test.json"): readonly Interaction[] =>
  parsePact(source, JSON.stringify(pact));

export async function verifyAll(pact: unknown): Promise<readonly InteractionResult[]> {
  const { verification } = await verifying();
  return verification.all(interactionsOf(pact));
}

/** Returns all failures as text, so that a failing test shows them. */
export const failed = (results: readonly InteractionResult[]) =>
  results
    .filter(({ verdict }) => verdict !== "passed")
    .map(({ interaction, failures }) => [
      interaction.description,
      ...failures.map(({ where, message }) => `${where} ${message}`),
    ]);
