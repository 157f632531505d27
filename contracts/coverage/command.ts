import { adminToken, adminTokenHelp, adminTokenOptions } from "../../admin-token.js";
import { printable, serverAddress } from "../../command-line.js";
import { runCommand, UsageError } from "../../run-command.js";
import type { Interaction } from "../pact/interaction.js";
import { BadPact } from "../pact/parse.js";
import { readInteractions } from "../pact/sources.js";
import { readingOf } from "../readings.js";
import { ControlRefusal, NoControlPlane, SandboxProvider } from "../server/sandbox-provider.js";
import { matrix, matrixJson, matrixText, type Witness } from "./matrix.js";
import { ledgerWitnesses, pactWitnesses } from "./sources.js";

const help = `luna-sandbox coverage: what do contracts, or what did a client, cover of the API?

  luna-sandbox coverage <file|folder|pattern|address> ... [options]
  luna-sandbox coverage --url <address> [options]

Prints operation x card type x outcome: success, nothing found, each documented error, a page after the first.

  --set <switch=value>   the reading that the contracts are for; firstPage alone makes a difference
  --url <address>        count the requests that a running luna-sandbox answered
  --sandbox <id>         only the requests of this sandbox; the default is all of them
${adminTokenHelp("its admin token")}
  --provider <name>      what the broker calls the Luna API (luna)
  --json                 print the matrix as JSON
  --help

Exit code: 0 if all is counted, 1 if an interaction cannot be understood, 2 if it cannot be told.
`;

const options = {
  set: { type: "string", multiple: true },
  url: { type: "string" },
  sandbox: { type: "string" },
  ...adminTokenOptions,
  provider: { type: "string", default: "luna" },
  json: { type: "boolean", default: false },
} as const;

/** Returns the witnesses of one sandbox, or of all. */
async function ledger(
  url: string,
  sandbox: string | undefined,
  token: string | undefined,
): Promise<readonly Witness[]> {
  const provider = new SandboxProvider({ url, adminToken: token });
  const of = async (id: string) => ledgerWitnesses(await provider.ledger(id), (await provider.state(id)).cards ?? []);
  try {
    if (sandbox !== undefined) return await of(sandbox);
    const witnesses: (readonly Witness[])[] = [];
    for (const { id } of (await provider.sandboxes()).filter((one) => !("damaged" in one))) {
      witnesses.push(await unlessGone(of(id)));
    }
    return witnesses.flat();
  } catch (error) {
    throw error instanceof ControlRefusal ? new UsageError(`${url}: ${error.message}`) : error;
  }
}

/** Returns no witnesses for a sandbox that was deleted meanwhile. */
const unlessGone = (witnesses: Promise<readonly Witness[]>): Promise<readonly Witness[]> =>
  witnesses.catch((error) => {
    if (error instanceof ControlRefusal && error.status === 404) return [];
    throw error;
  });

/** Says on stderr which interactions are not counted because they cannot be understood; returns whether there are any. */
function warnOfProblems(interactions: readonly Interaction[]): boolean {
  const bad = interactions.filter(({ problem }) => problem !== undefined);
  for (const { source, description, problem } of bad)
    console.error(printable(`luna-sandbox coverage: ${source}: not counted: ${description}: ${problem?.message}`));
  return bad.length > 0;
}

/** The command `luna-sandbox coverage`. */
export const coverage = (args: readonly string[], stop?: AbortSignal): Promise<number> =>
  runCommand(
    { name: "coverage", help, options, words: true, expected: { 2: [BadPact, NoControlPlane] } },
    args,
    async ({ values, words: sources }) => {
      const { url } = values;
      if (url === undefined && sources.length === 0)
        throw new UsageError(
          "no pacts given; pass files, folders, globs or a broker URL, or a running server with --url",
        );
      if (url !== undefined && sources.length > 0)
        throw new UsageError("pacts and --url exclude each other; choose one");
      if (url !== undefined && values.set !== undefined)
        throw new UsageError("--set is for pacts: what a server answered has its reading with it");
      const firstPage = Number(readingOf(values.set ?? [])?.firstPage ?? 1);
      const interactions = url === undefined ? await readInteractions(sources, values.provider) : [];
      const witnesses =
        url === undefined
          ? pactWitnesses(interactions, firstPage)
          : await ledger(serverAddress("url", url), values.sandbox, adminToken(values));
      const cells = matrix(witnesses);
      console.log(values.json ? JSON.stringify(matrixJson(cells), null, 2) : matrixText(cells));
      return warnOfProblems(interactions) ? 1 : 0;
    },
    stop,
  );
