import { accountIn } from "../../contracts/child/account.js";
import { SpawnError } from "../../contracts/child/child.js";
import { usualNames, variables } from "../../contracts/child/environment.js";
import { runClient } from "../../contracts/record/client.js";
import { profileText, type Recording, startRecording } from "../../contracts/record/recorder.js";
import { saveContract } from "../../contracts/record/save.js";
import { ControlRequestError, NoControlPlaneError, SandboxProvider } from "../../contracts/server/sandbox-provider.js";
import { whoAnswers } from "../../contracts/server/who-answers.js";
import { createLunaServer, FixtureError, ListenError, type State } from "../../mock-server/index.js";
import { untilAborted } from "../../shared/signals.js";
import { counted } from "../../shared/text-table.js";
import { UsageError } from "../../shared/usage-error.js";
import { ensureWritable } from "../../shared/writable.js";
import { adminToken, adminTokenOption, adminTokenOptions } from "../admin-token.js";
import { serverAddress, wholeNumber } from "../args.js";
import { runCommand } from "../command.js";
import { fixtureOptions } from "../fixture-options.js";
import { help } from "./record.help.js";

const options = {
  out: { type: "string" },
  consumer: { type: "string" },
  upstream: { type: "string" },
  ...adminTokenOptions,
  fixture: { type: "string" },
  port: { type: "string" },
} as const;

function needed(value: string | undefined, name: string): string {
  if (value === undefined || value === "") throw new UsageError(`--${name} is needed`);
  return value;
}

/** The server to record. */
interface Server {
  readonly url: string;
  readonly isSandbox: boolean;
  /** Whether it was started for this recording. */
  readonly isOwn: boolean;
  readonly adminToken?: string | undefined;
}

/** The sandbox that clients work with if nobody says another; undefined where there is none. */
async function usualSandbox({ url, isSandbox, adminToken }: Server): Promise<State | undefined> {
  if (!isSandbox) return undefined;
  const provider = new SandboxProvider({ url, adminToken });
  return (await provider.has("default")) ? provider.state("default") : undefined;
}

/** What a client's command finds in its environment. */
function environment(recording: Recording, server: string, state: State | undefined): NodeJS.ProcessEnv {
  const baseUrl = `${recording.url}/api/v1`;
  if (state === undefined) return { ...process.env, [usualNames.url]: baseUrl };
  const served = { url: server, baseUrl, ...accountIn(state) };
  return { ...process.env, ...variables(usualNames, served), LUNA_PROFILE: profileText(state) };
}

/** Writes down what was recorded, if anything was; the exit code that it makes. */
async function finished(recording: Recording, out: string): Promise<0 | 1> {
  const pact = recording.pact();
  if (pact.interactions.length === 0) {
    console.error(
      `luna-sandbox record: nothing was recorded; ${out} was not changed. Point the client at LUNA_BASE_URL`,
    );
    return 1;
  }
  await saveContract(out, pact);
  const found = counted(pact.interactions.length, "interaction");
  console.log(`${counted(recording.count(), "request")}, ${found} in ${out}`);
  const profile = recording.profile();
  if (profile === undefined)
    console.log("Not all of it was recorded under one profile: verify cannot replay it under one.");
  else if (profile !== "") console.log(`It was recorded under ${profile}: verify it with --set ${profile}.`);
  return 0;
}

interface Wanted {
  readonly out: string;
  readonly consumer: string;
  readonly port: number;
  /** The client's command; undefined if clients come from elsewhere. */
  readonly words: readonly string[] | undefined;
  /** Ends the recording. */
  readonly stop: AbortSignal;
}

/**
 * Records a server until the command has ended, or until it is stopped. Returns the exit code. Throws
 * InterruptedError if it is stopped before it records.
 */
async function recordUpstream(server: Server, { out, consumer, port, words, stop }: Wanted): Promise<number> {
  const { url, isSandbox, adminToken } = server;
  const state = await usualSandbox(server);
  stop.throwIfAborted();
  const recording = await startRecording({ consumer, server: url, isSandbox, adminToken, port });
  try {
    const token = server.isOwn && state !== undefined ? `, token ${accountIn(state).token}` : "";
    if (words === undefined) console.log(`luna-sandbox records at ${recording.url}/api/v1${token}`);
    if (!isSandbox) console.log("The server is not a luna-sandbox: the contract will have no provider states.");
    if (words !== undefined) {
      const end = await runClient(words, environment(recording, url, state), stop);
      return Math.max(await finished(recording, out), end);
    }
    console.log(`Stop it with Ctrl-C: it then writes ${out}.`);
    await untilAborted(stop);
    return await finished(recording, out);
  } finally {
    await recording.close();
  }
}

const expected = { 2: [ListenError, SpawnError, ControlRequestError, FixtureError, NoControlPlaneError] };

/** The command `luna-sandbox record`. */
export const record = (args: readonly string[], stop?: AbortSignal): Promise<number> =>
  runCommand(
    { name: "record", help, options, expected, stopsItself: true },
    args,
    async ({ values, after: words, stop }) => {
      if (words !== undefined && !words[0]) throw new UsageError("which command? It comes last, such as: -- npm test");
      const wanted: Wanted = {
        out: needed(values.out, "out"),
        consumer: needed(values.consumer, "consumer"),
        port: wholeNumber("port", values.port ?? (words === undefined ? "4010" : "0"), 65_535),
        words,
        stop,
      };
      await ensureWritable("out", wanted.out);

      if (values.upstream === undefined) {
        const option = adminTokenOption(values);
        if (option !== undefined) throw new UsageError(`--${option} is for the luna-sandbox that --upstream names`);
        const server = await createLunaServer(fixtureOptions(values));
        return recordUpstream({ url: server.url, isSandbox: true, isOwn: true }, wanted).finally(() => server.close());
      }
      const upstream = serverAddress("upstream", values.upstream);
      if (values.fixture !== undefined)
        throw new UsageError("--fixture is for the server that is started, and --upstream names another: choose one");
      const who = await whoAnswers(upstream);
      if (who === "nobody") throw new UsageError(`nothing answers at ${upstream}`);
      return recordUpstream(
        { url: upstream, isSandbox: who === "sandbox", isOwn: false, adminToken: adminToken(values) },
        wanted,
      );
    },
    stop,
  );
