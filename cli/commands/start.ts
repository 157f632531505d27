import { ControlError } from "../../mock-server/control/control-error.js";
import { bracketed, machineNames } from "../../mock-server/http/guard.js";
import { createLunaServer, type LunaServer, type SandboxView } from "../../mock-server/index.js";
import { parseSwitches, UnknownSwitchError } from "../../mock-server/model/profile.js";
import { InvalidOptionsError, type LunaServerOptions } from "../../mock-server/options.js";
import { FixtureError } from "../../mock-server/state/check.js";
import { fixtureNames } from "../../mock-server/state/index.js";
import { FolderInUseError } from "../../mock-server/store/disk/lock/folder-in-use.js";
import { DataFolderError } from "../../mock-server/store/disk/make-folder.js";
import { UnsavedChangesError } from "../../mock-server/store/disk/sandbox-files.js";
import { StoreUnavailableError } from "../../mock-server/store/port.js";
import { ListenError } from "../../shared/bind.js";
import { untilAborted } from "../../shared/signals.js";
import { adminToken, adminTokenHelp, adminTokenOptions } from "../admin-token.js";
import { wholeNumber } from "../args.js";
import { type Asked, runCommand } from "../command.js";
import { fixtureOptions } from "../fixture-options.js";

const help = `luna-sandbox: a stateful sandbox of the Luna Loyalty Cards API

  luna-sandbox [start] [options]
  luna-sandbox verify | check | record | coverage | states   contracts of clients
  luna-sandbox try      a client's own tests under every profile of what the vendor's page leaves open
  luna-sandbox report   mistakes of the client that a running server has seen

Each has a --help of its own; these are the options of start.

  --port <n>             port to listen on, 0 for any (4010)
  --host <address>       address to listen on (127.0.0.1 and ::1); any other needs an admin token
  --data <folder>        where the state is kept (.luna)
  --memory               keep nothing: the state ends with the server
  --durable              answer a change only when it is on the disk
  --accept-edits         accept state files that were edited by hand; else one that changed on the disk is refused
  --fixture <name|file>  what the sandbox "default" begins with: ${fixtureNames.join(", ")}, or a JSON file (demo)
  --seed <n>             seed of made-up data and ids (1)
  --set <switch=value>   how what the vendor's page leaves open is read; can be given more than once. A wrong name
                         lists the switches; docs/switches.md and GET /_luna/switches say what they are
  --strict               check every answer against the OpenAPI document
  --explain              every answer names the rules that had a say, in x-luna-rules
  --cors <origin|*>      let web pages call the API; those of a single origin may use the control plane too
  --public-url <url>     what addresses in answers begin with, such as https://luna.example.com
${adminTokenHelp("token that the control plane asks for in x-luna-admin-token")}
  --allowed-host <name>  a further name the control plane may be called by; can be given more than once
  --max-sandboxes <n>    how many sandboxes there may be (1000)
  --json                 on start print one line {"url","token","pid"} and nothing else, for scripts; with npm, say
                         npm -s start -- --json, or npm prints lines of its own
  --quiet                on start print nothing, unless --json is given as well
  --help, --version

SIGINT, SIGTERM and SIGHUP stop it: requests under way have 5 seconds to end, then all is written. Another signal after
one second ends it at once. Exit code: 0 when it was stopped, 1 if it cannot start or not all could be written, 2 for
wrong options, 130 after another signal.

A sandbox keeps what it has: --fixture and --seed matter when the folder is new. New sandboxes begin with the profile
of --set; "default" gets the switches that it names, and keeps its others. To begin anew, choose another --data, use
--memory, or PUT a state to /_luna/sandboxes/default/state.
`;

const options = {
  port: { type: "string", default: "4010" },
  host: { type: "string", default: "127.0.0.1" },
  data: { type: "string" },
  memory: { type: "boolean", default: false },
  durable: { type: "boolean", default: false },
  "accept-edits": { type: "boolean", default: false },
  fixture: { type: "string" },
  seed: { type: "string" },
  set: { type: "string", multiple: true, default: [] as string[] },
  strict: { type: "boolean", default: false },
  explain: { type: "boolean", default: false },
  cors: { type: "string" },
  "public-url": { type: "string" },
  ...adminTokenOptions,
  "allowed-host": { type: "string", multiple: true, default: [] as string[] },
  "max-sandboxes": { type: "string", default: "1000" },
  json: { type: "boolean", default: false },
  quiet: { type: "boolean", default: false },
} as const;

type Values = Asked<typeof options>["values"];

function serverOptions(values: Values, token: string | undefined): LunaServerOptions {
  if (values.memory && values.data !== undefined)
    throw new InvalidOptionsError("--memory keeps nothing and --data names a folder to keep it in: choose one");
  return {
    port: wholeNumber("port", values.port, 65_535),
    host: values.host,
    durable: values.durable,
    acceptEdits: values["accept-edits"],
    strict: values.strict,
    explain: values.explain,
    allowedHosts: values["allowed-host"],
    maxSandboxes: wholeNumber("max-sandboxes", values["max-sandboxes"], 1_000_000, 1),
    ...(values.memory ? {} : { data: values.data ?? ".luna" }),
    ...(values.set.length === 0 ? {} : { profile: parseSwitches(values.set.join()) }),
    ...fixtureOptions(values),
    ...(values.cors === undefined ? {} : { cors: values.cors }),
    ...(values["public-url"] === undefined ? {} : { publicUrl: values["public-url"] }),
    ...(token === undefined ? {} : { adminToken: token }),
  };
}

/** A text as one word of a shell's command line. */
const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The names under which other machines reach a server on all addresses: 0.0.0.0 are all of IPv4 and none of IPv6. */
const reachable = (host: string): readonly string[] =>
  machineNames(host)
    .slice(1)
    .filter((name) => !/^(127\.|::1$|fe80:)/.test(name) && (host === "::" || !name.includes(":")));

/** The sandbox `default`; undefined if it is damaged. */
const defaultOf = async (server: LunaServer): Promise<SandboxView | undefined> =>
  (await server.services.sandboxes.list()).find(({ id }) => id === "default");

/** What is printed on start, for a person. */
async function banner(server: LunaServer, values: Values): Promise<string> {
  const shown = await defaultOf(server);
  const token = shown?.companies[0]?.token;
  const damaged = (await server.services.sandboxes.damaged()).map(({ id }) => id);
  const folder = values.data ?? ".luna";
  const ignored = (["fixture", "seed"] as const)
    .filter((name) => values[name] !== undefined)
    .map((name) => `--${name}`);
  const switched = Object.entries(shown?.profile ?? {}).map(([name, value]) => `${name}=${value}`);
  const isOpen = values.host === "0.0.0.0" || values.host === "::";
  const { port } = new URL(server.url);
  return [
    `luna-sandbox listens on ${server.url}`,
    "",
    `  API      ${server.url}/api/v1/<method>`,
    ...(isOpen
      ? reachable(values.host).map((name) => `           http://${bracketed(name)}:${port}/api/v1/<method>`)
      : []),
    ...(token === undefined ? [] : [`  token    ${token}`]),
    `  state    ${values.memory ? "in memory only" : `in ${folder}`}${server.restored ? ", as it was left" : ""}`,
    ...(server.restored && ignored.length > 0
      ? [`           ${ignored.join(" and ")} not used, because ${folder} has a state already: choose another --data`]
      : []),
    ...(damaged.length > 0 ? [`  damaged  ${damaged.join(", ")}: GET /_luna/sandboxes says why`] : []),
    ...(shown?.clock.frozen
      ? [`  clock    stands at ${shown.clock.now}: PUT /_luna/sandboxes/default/clock {"real": true} frees it`]
      : []),
    ...(switched.length > 0 ? [`  reading  ${switched.join(", ")}`] : []),
    ...(server.services.guard.adminToken === undefined
      ? []
      : ["  control  send the admin token in x-luna-admin-token to use /_luna"]),
    ...(isOpen ? ["  network  other machines can use the API with the tokens of its companies"] : []),
    "",
    "Try it:",
    token === undefined
      ? `  curl -s ${server.url}/_luna/sandboxes`
      : `  curl -s ${server.url}/api/v1/getTemplates -H ${shellQuoted(`x-access-token: ${token}`)} -d '{}'`,
    "",
  ].join("\n");
}

async function announce(server: LunaServer, values: Values): Promise<void> {
  if (values.json) {
    const token = (await defaultOf(server))?.companies[0]?.token ?? "";
    console.log(JSON.stringify({ url: server.url, token, pid: process.pid }));
  } else if (!values.quiet) console.log(await banner(server, values));
}

/** The command `luna-sandbox start`. Returns the exit code, as its help says. */
export const start = (args: readonly string[], stop?: AbortSignal): Promise<number> =>
  runCommand(
    {
      name: "start",
      help,
      options,
      usage: [InvalidOptionsError, UnknownSwitchError],
      stopsItself: true,
      expected: {
        1: [
          UnsavedChangesError,
          StoreUnavailableError,
          ListenError,
          DataFolderError,
          FolderInUseError,
          FixtureError,
          ControlError,
        ],
      },
    },
    args,
    async ({ values, stop }) => {
      // A file that may not grow any more is an error to be told of, and not the end of the process.
      if (process.platform !== "win32") process.on("SIGXFSZ", () => undefined);
      const wanted = serverOptions(values, adminToken(values));
      if (stop.aborted) return 0;
      const server = await createLunaServer(wanted);
      try {
        if (!stop.aborted) await announce(server, values);
        await untilAborted(stop);
      } finally {
        await server.close();
      }
      return 0;
    },
    stop,
  );
