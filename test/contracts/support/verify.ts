/** One verification per test file, against one server: starting Pact's core takes longer than the rest. */
import { type Interaction, parsePact, SandboxProvider } from "../../../contracts/index.js";
import { type InteractionResult, Verification } from "../../../contracts/verify/verify.js";
import { testServer } from "../../support/sandbox.js";
import { sharedInFile, whenFileIsDone } from "../../support/share.js";

async function start() {
  const server = await testServer();
  const provider = new SandboxProvider({ url: server.url });
  const verification = await Verification.start({ kind: "sandbox", provider });
  whenFileIsDone(() => verification.stop());
  return { server, verification };
}

/** The verification that the tests of a file share, and the server that it is against. */
export const verifying = () => sharedInFile("verification", start);

/** The interactions of a pact that a test wrote. */
export const interactionsOf = (pact: unknown, source = "test.json"): readonly Interaction[] =>
  parsePact(source, JSON.stringify(pact));

export async function verifyAll(pact: unknown): Promise<readonly InteractionResult[]> {
  const { verification } = await verifying();
  return verification.all(interactionsOf(pact));
}

/** What failed, in words, so that a test that expects nothing shows everything. */
export const failed = (results: readonly InteractionResult[]) =>
  results
    .filter(({ verdict }) => verdict !== "passed")
    .map(({ interaction, failures }) => [
      interaction.description,
      ...failures.map(({ where, message }) => `${where} ${message}`),
    ]);
