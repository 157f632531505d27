import { matrix, matrixJson, matrixText, type Witness } from "../../contracts/coverage/matrix.js";
import { pactWitnesses, requestWitnesses } from "../../contracts/coverage/sources.js";
import { InvalidPactError } from "../../contracts/pact/parse.js";
import { readInteractions } from "../../contracts/pact/sources.js";
import { profileOf } from "../../contracts/profiles.js";
import { ControlRequestError, NoControlPlaneError, SandboxProvider } from "../../contracts/server/sandbox-provider.js";
import { isNothing } from "../../mock-server/report/client-report.js";
import { droppedText } from "../../mock-server/report/format-report.js";
import { printable } from "../../shared/printable.js";
import { UsageError } from "../../shared/usage-error.js";
import { adminToken, adminTokenHelp, adminTokenOptions } from "../admin-token.js";
import { serverAddress } from "../args.js";
import { runCommand } from "../command.js";

const help = `luna-sandbox coverage: what do contracts, or what did a client, cover of the API?

  luna-sandbox coverage <file|folder|pattern|address> ... [options]
  luna-sandbox coverage --url <address> [options]

Prints operation x card type x outcome: success, nothing found, each documented error, a page after the first.

  --set <switch=value>   the profile that the contracts are for; firstPage alone makes a difference
  --url <address>        count the requests that a running luna-sandbox answered
  --sandbox <id>         only the requests of this sandbox; the default is all of them
${adminTokenHelp("its admin token")}
  --provider <name>      what the broker calls the Luna API (luna)
  --json                 print the matrix as JSON
  --help

Exit code: 0 if all is counted, 1 if an interaction cannot be understood, 2 if it cannot be told, or if the server has
dropped requests from its request log.
`;

const options = {
  set: { type: "string", multiple: true },
  url: { type: "string" },
  sandbox: { type: "string" },
  ...adminTokenOptions,
  provider: { type: "string", default: "luna" },
  json: { type: "boolean", default: false },
} as const;

/** Witnesses of covered cells. `problems` were not counted, and decide the exit code. */
interface Counted {
  readonly witnesses: readonly Witness[];
  readonly problems: readonly string[];
  readonly exitCode: 1 | 2;
}

/** Counts what a sandbox has in its request log. */
async function countSandbox(provider: SandboxProvider, sandbox: string): Promise<Counted> {
  const { entries, dropped } = await provider.requestLog(sandbox);
  const witnesses = requestWitnesses(entries, (await provider.state(sandbox)).cards ?? []);
  const problems = isNothing(dropped)
    ? []
    : [`sandbox ${sandbox}: ${droppedText(dropped)}; use a sandbox for each test run`];
  return { witnesses, problems, exitCode: 2 };
}

/** Counts one sandbox, or all. */
async function countSandboxes(url: string, sandbox: string | undefined, token: string | undefined): Promise<Counted> {
  const provider = new SandboxProvider({ url, adminToken: token });
  try {
    if (sandbox !== undefined) return await countSandbox(provider, sandbox);
    const counted: Counted[] = [];
    for (const { id } of (await provider.sandboxes()).filter((one) => !("damaged" in one)))
      counted.push(...(await unlessGone(countSandbox(provider, id))));
    const all = <Key extends "witnesses" | "problems">(key: Key) => counted.flatMap((one) => [...one[key]]);
    return { witnesses: all("witnesses"), problems: all("problems"), exitCode: 2 };
  } catch (error) {
    throw error instanceof ControlRequestError ? new UsageError(`${url}: ${error.message}`) : error;
  }
}

/** Returns nothing for a sandbox that was deleted meanwhile. */
const unlessGone = (counted: Promise<Counted>): Promise<readonly Counted[]> =>
  counted.then(
    (one) => [one],
    (error) => {
      if (error instanceof ControlRequestError && error.status === 404) return [];
      throw error;
    },
  );

/** Interactions that cannot be understood are not counted. */
async function countPacts(sources: readonly string[], provider: string, firstPage: number): Promise<Counted> {
  const interactions = await readInteractions(sources, provider);
  const problems = interactions.flatMap(({ source, description, problem }) =>
    problem === undefined ? [] : [`${source}: not counted: ${description}: ${problem.message}`],
  );
  return { witnesses: pactWitnesses(interactions, firstPage), problems, exitCode: 1 };
}

/** The command `luna-sandbox coverage`. */
export const coverage = (args: readonly string[], stop?: AbortSignal): Promise<number> =>
  runCommand(
    { name: "coverage", help, options, words: true, expected: { 2: [InvalidPactError, NoControlPlaneError] } },
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
        throw new UsageError("--set is for pacts: what a server answered has its profile with it");
      const firstPage = Number(profileOf(values.set ?? [])?.firstPage ?? 1);
      const { witnesses, problems, exitCode } =
        url === undefined
          ? await countPacts(sources, values.provider, firstPage)
          : await countSandboxes(serverAddress("url", url), values.sandbox, adminToken(values));
      const cells = matrix(witnesses);
      console.log(values.json ? JSON.stringify(matrixJson(cells), null, 2) : matrixText(cells));
      for (const problem of problems) console.error(printable(`luna-sandbox coverage: ${problem}`));
      return problems.length === 0 ? 0 : exitCode;
    },
    stop,
  );
