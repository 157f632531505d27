import { matrix, matrixJson, matrixText, type Witness } from "../../contracts/coverage/matrix.js";
import { pactWitnesses, requestWitnesses } from "../../contracts/coverage/witnesses.js";
import { InvalidPactError } from "../../contracts/pact/parse.js";
import { readInteractions } from "../../contracts/pact/sources.js";
import { ControlRequestError, NoControlPlaneError } from "../../contracts/server/control-client.js";
import { SandboxProvider } from "../../contracts/server/sandbox-provider.js";
import { nothingDropped } from "../../mock-server/report/client-report.js";
import { droppedText } from "../../mock-server/report/format-report.js";
import { printable } from "../../shared/printable.js";
import { UsageError } from "../../shared/usage-error.js";
import { adminToken, adminTokenOptions } from "../admin-token.js";
import { defineCommand } from "../command.js";
import { jsonOption, pactArguments, providerOption, requirePacts } from "../common-options.js";
import { serverUrl } from "../option-table.js";
import { parseProfile } from "../profile-option.js";

interface Counted {
  /** Number of requests or interactions. */
  readonly total: number;
  readonly witnesses: readonly Witness[];
  /** Reasons why something was not counted. */
  readonly problems: readonly string[];
  /** Exit code if there are problems. */
  readonly exitCode: 1 | 2;
}

/** Counts the request log of a sandbox. */
async function countSandbox(provider: SandboxProvider, sandbox: string): Promise<Counted> {
  const { entries, dropped } = await provider.loggedRequests(sandbox);
  const witnesses = requestWitnesses(entries, (await provider.state(sandbox))?.cards ?? []);
  const problems = nothingDropped(dropped)
    ? []
    : [`sandbox ${sandbox}: ${droppedText(dropped)}; use a sandbox for each test run`];
  return { total: entries.length, witnesses, problems, exitCode: 2 };
}

/** Counts the given sandbox, or all sandboxes. */
async function countSandboxes(url: string, sandbox: string | undefined, token: string | undefined): Promise<Counted> {
  const provider = new SandboxProvider({ url, adminToken: token });
  const counted: Counted[] = [];
  if (sandbox !== undefined) counted.push(await countSandbox(provider, sandbox));
  else
    for (const { id } of (await provider.sandboxes()).filter((listed) => !("damaged" in listed)))
      counted.push(...(await unlessGone(countSandbox(provider, id))));
  const total = counted.reduce((sum, found) => sum + found.total, 0);
  const problems = counted.flatMap((found) => found.problems);
  if (total === 0) problems.push(`no requests in ${sandbox === undefined ? "any sandbox" : `sandbox ${sandbox}`}`);
  return { total, witnesses: counted.flatMap(({ witnesses }) => witnesses), problems, exitCode: 2 };
}

/** Returns an empty list for a sandbox that was deleted meanwhile. */
const unlessGone = (counted: Promise<Counted>): Promise<readonly Counted[]> =>
  counted.then(
    (found) => [found],
    (error) => {
      if (error instanceof ControlRequestError && error.status === 404) return [];
      throw error;
    },
  );

/** Counts interactions; those that cannot be interpreted become problems. */
async function countPacts(sources: readonly string[], provider: string, firstPage: number): Promise<Counted> {
  const interactions = await readInteractions(sources, provider);
  const problems = interactions.flatMap(({ source, description, problem }) =>
    problem === undefined ? [] : [`${source}: not counted: ${description}: ${problem.message}`],
  );
  return { total: interactions.length, witnesses: pactWitnesses(interactions, firstPage), problems, exitCode: 1 };
}

export const coverage = defineCommand(
  {
    name: "coverage",
    usage: [`coverage ${pactArguments} [options]`, "coverage --url <url> [options]"],
    description:
      "Prints a matrix of method, card type and outcome: success, empty result, each documented error, a page after the first.",
    options: {
      set: {
        value: "<switch=value>",
        meaning: "profile of the contracts; only firstPage changes the matrix",
        multiple: true,
      },
      url: { value: "<url>", meaning: "count the requests of a running luna-sandbox", parse: serverUrl },
      sandbox: {
        value: "<id>",
        meaning: "count the requests of this sandbox only",
        defaultText: "all sandboxes",
      },
      ...adminTokenOptions("admin token of that luna-sandbox"),
      provider: providerOption,
      json: jsonOption("matrix"),
    },
    exitCodes: {
      0: "all counted",
      1: "some interactions could not be interpreted",
      2: "could not run, no requests, or the server has dropped requests from its request log",
      130: "interrupted",
    },
    allowWords: true,
    expectedErrors: { 2: [InvalidPactError, ControlRequestError, NoControlPlaneError] },
  },
  async ({ values, words: sources }) => {
    const { url } = values;
    if (url === undefined) requirePacts(sources, ", or a running server with --url");
    else if (sources.length > 0) throw new UsageError("pacts and --url exclude each other; choose one");
    else if (values.set.length > 0)
      throw new UsageError("--set is only for pacts; logged requests contain their profile");
    const firstPage = Number(parseProfile(values.set)?.firstPage ?? 1);
    const { witnesses, problems, exitCode } =
      url === undefined
        ? await countPacts(sources, values.provider, firstPage)
        : await countSandboxes(url, values.sandbox, adminToken(values));
    const cells = matrix(witnesses);
    console.log(values.json ? JSON.stringify(matrixJson(cells), null, 2) : matrixText(cells));
    for (const problem of problems) console.error(printable(`luna-sandbox coverage: ${problem}`));
    return problems.length === 0 ? 0 : exitCode;
  },
);
