import { type Recording, startRecording } from "../../contracts/record/recorder.js";
import { ControlRequestError, NoControlPlaneError } from "../../contracts/server/control-client.js";
import { SandboxProvider, serverKind } from "../../contracts/server/sandbox-provider.js";
import { accountIn } from "../../contracts/try/account.js";
import { createLunaServer, FixtureError, ListenError, type State } from "../../mock-server/index.js";
import { pluralized } from "../../shared/pluralized.js";
import { untilAborted } from "../../shared/signals.js";
import { UsageError } from "../../shared/usage-error.js";
import { ensureWritable } from "../../shared/writable.js";
import { adminToken, adminTokenOptions } from "../admin-token.js";
import { SpawnError } from "../child/child.js";
import { clientEnvironment, defaultVariableNames } from "../child/environment.js";
import { defineCommand } from "../command.js";
import { fixtureOption, fixtureOptions } from "../fixture-options.js";
import { type OptionTable, parseInteger, serverUrl } from "../option-table.js";
import { runClient } from "./record.client.js";
import { saveContract } from "./record.save.js";

const options = {
  out: { value: "<file>", meaning: "file of the contract (required)" },
  consumer: { value: "<name>", meaning: "name of the client in the contract (required)" },
  upstream: {
    value: "<url>",
    meaning: "proxy this server; provider states are recorded if it is a luna-sandbox",
    defaultText: "a new sandbox",
    parse: serverUrl,
  },
  ...adminTokenOptions("admin token of that luna-sandbox", "upstream"),
  fixture: { ...fixtureOption, excludes: "upstream" },
  port: {
    value: "<n>",
    meaning: "port to listen on; 0 picks a free port",
    defaultText: "4010, or a free port with a command",
    parse: parseInteger(0, 65_535),
  },
} as const satisfies OptionTable;

function required(value: string | undefined, name: string): string {
  if (value === undefined || value === "") throw new UsageError(`--${name} is required`);
  return value;
}

/** The server behind the recording proxy. */
interface Upstream {
  readonly url: string;
  readonly isSandbox: boolean;
  /** Whether it was started for this recording. */
  readonly isNew: boolean;
  readonly adminToken?: string | undefined;
}

/** Returns the state of the sandbox `default`; undefined if there is none. */
async function defaultState({ url, isSandbox, adminToken }: Upstream): Promise<State | undefined> {
  if (!isSandbox) return undefined;
  const provider = new SandboxProvider({ url, adminToken });
  return provider.state("default");
}

/** Returns the environment of the client's command. */
function environment(recording: Recording, server: string, state: State | undefined): NodeJS.ProcessEnv {
  const baseUrl = `${recording.url}/api/v1`;
  if (state === undefined) return { ...process.env, [defaultVariableNames.url]: baseUrl };
  const served = { url: server, baseUrl, profile: state.profile ?? {}, ...accountIn(state) };
  return { ...process.env, ...clientEnvironment(defaultVariableNames, served) };
}

/** Writes the contract if anything was recorded. Returns the exit code. */
async function finished(recording: Recording, out: string): Promise<0 | 1> {
  const pact = recording.pact();
  if (pact.interactions.length === 0) {
    console.error(
      `luna-sandbox record: nothing was recorded; ${out} was not changed. Point the client at LUNA_BASE_URL`,
    );
    return 1;
  }
  await saveContract(out, pact);
  const found = pluralized(pact.interactions.length, "interaction");
  console.log(`${pluralized(recording.count(), "request")}, ${found} in ${out}`);
  const profile = recording.profile();
  if (profile === undefined)
    console.log("recorded under more than one profile; verify cannot replay it under a single profile");
  else if (profile !== "") console.log(`recorded under ${profile}; verify it with --set ${profile}`);
  return 0;
}

interface RecordOptions {
  readonly out: string;
  readonly consumer: string;
  readonly port: number;
  /** The client's command; undefined if clients run elsewhere. */
  readonly command: readonly string[] | undefined;
  /** Ends the recording. */
  readonly stop: AbortSignal;
}

/**
 * Records until the command has ended, or until it is stopped. Returns the exit code. Throws InterruptedError if it is
 * stopped before it records.
 */
async function recordRequests(
  upstream: Upstream,
  { out, consumer, port, command, stop }: RecordOptions,
): Promise<number> {
  const { url, isSandbox, adminToken } = upstream;
  const state = await defaultState(upstream);
  stop.throwIfAborted();
  const recording = await startRecording({ consumer, server: url, isSandbox, adminToken, port });
  try {
    const token = upstream.isNew && state !== undefined ? `, token ${accountIn(state).token}` : "";
    if (command === undefined) console.log(`luna-sandbox records at ${recording.url}/api/v1${token}`);
    if (!isSandbox) console.log("the server is not a luna-sandbox; the contract gets no provider states");
    if (command !== undefined) {
      const end = await runClient(command, environment(recording, url, state), stop);
      return Math.max(await finished(recording, out), end);
    }
    console.log(`press Ctrl-C to stop and write ${out}`);
    await untilAborted(stop);
    return await finished(recording, out);
  } finally {
    await recording.close();
  }
}

const { url: urlName, token: tokenName, templates } = defaultVariableNames;

export const record = defineCommand(
  {
    name: "record",
    usage: [
      "record --out <file> --consumer <name> [options]",
      "record --out <file> --consumer <name> [options] -- <command>",
    ],
    description: `Starts a sandbox, or proxies a server, and writes the requests of a client and their responses as a Pact file of version 4. The file is written when the client's command has ended, or when the recording is stopped (Ctrl-C). Tokens are redacted; names, phones and e-mails are not. Bodies that are not JSON, or nested deeper than 32 levels, are left out with a warning.

The command, such as the tests of a client, gets these environment variables: ${urlName}, ${tokenName}, LUNA_CONTROL_URL, LUNA_PROFILE, and a variable such as ${templates.stamps} for a template of each card type. For a server that is not a luna-sandbox it gets only ${urlName}.`,
    options,
    notes:
      "The contract fixes the recorded responses, and so nearly every switch: luna-sandbox try finds the switches that the client itself depends on.",
    exitCodes: {
      0: "contract written",
      1: "nothing recorded, or the command failed (its requests are written)",
      2: "could not run or write",
      130: "interrupted",
    },
    expectedErrors: { 2: [ListenError, SpawnError, ControlRequestError, FixtureError, NoControlPlaneError] },
    stopsItself: true,
  },
  async ({ values, afterDashes: command, stop }) => {
    if (command !== undefined && !command[0])
      throw new UsageError("no command given; pass it at the end, such as: -- npm test");
    const recordOptions: RecordOptions = {
      out: required(values.out, "out"),
      consumer: required(values.consumer, "consumer"),
      port: values.port ?? (command === undefined ? 4010 : 0),
      command,
      stop,
    };
    await ensureWritable("out", recordOptions.out);
    const { upstream: url } = values;
    if (url === undefined) {
      const server = await createLunaServer(fixtureOptions(values));
      return recordRequests({ url: server.url, isSandbox: true, isNew: true }, recordOptions).finally(() =>
        server.close(),
      );
    }
    const kind = await serverKind(url);
    if (kind === "none") throw new UsageError(`no server responds at ${url}`);
    return recordRequests(
      { url, isSandbox: kind === "sandbox", isNew: false, adminToken: adminToken(values) },
      recordOptions,
    );
  },
);
