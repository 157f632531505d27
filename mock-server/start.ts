import { parseCommand, UsageError, wholeNumber } from "../command-line.js";
import { ControlError } from "./control/control-error.js";
import { parseSwitches, UnknownReading } from "./domain/reading.js";
import { fixtureOptions } from "./fixture-options.js";
import { FixtureError } from "./fixtures/check.js";
import { fixtureNames } from "./fixtures/index.js";
import { CannotListen } from "./http/listen.js";
import { BadOptions, createLunaServer, type LunaServer, type LunaServerOptions } from "./index.js";
import { NotWritten } from "./store/folder.js";
import { DamagedFile } from "./store/journal.js";
import { FolderInUse } from "./store/lock.js";
import { CannotOpen } from "./store/make-folder.js";

const help = `luna-sandbox: a stateful sandbox of the Luna Loyalty Cards API

  luna-sandbox [start] [options]
  luna-sandbox verify | check | record | coverage | states   contracts of clients
  luna-sandbox try      a client's own tests under every reading of what the vendor's page leaves open
  luna-sandbox report   mistakes of the client that a running server has seen

Each has a --help of its own; these are the options of start.

  --port <n>             port to listen on, 0 for any (4010)
  --host <address>       address to listen on (127.0.0.1); any other needs --admin-token
  --data <folder>        where the state is kept (.luna)
  --memory               keep nothing: the state ends with the server
  --durable              answer a change only when it is on the disk
  --fixture <name|file>  what the sandbox "default" begins with: ${fixtureNames.join(", ")}, or a JSON file (demo)
  --seed <n>             seed of made-up data and ids (1)
  --set <switch=value>   how what the vendor's page leaves open is read; can be given more than once. A wrong name
                         lists the switches; docs/readings.md and GET /_luna/readings say what they are
  --strict               check every answer against the OpenAPI document
  --explain              every answer names the rules that had a say, in x-luna-rules
  --cors <origin|*>      let web pages call the API
  --public-url <url>     what addresses in answers begin with, such as https://luna.example.com
  --admin-token <token>  what the control plane asks for in x-luna-admin-token
  --allowed-host <name>  a further name the control plane may be called by; can be given more than once
  --max-sandboxes <n>    how many sandboxes there may be (1000)
  --json                 on start print one line {"url","token","pid"} and nothing else, for scripts; with npm, say
                         npm -s start -- --json, or npm prints lines of its own
  --quiet                on start print nothing, unless --json is given as well
  --help, --version

A sandbox keeps what it has: --fixture and --seed matter when the folder is new, and --set changes the switches
that it names in "default", and no others. To begin anew, choose another --data, use --memory,
or PUT a state to /_luna/sandboxes/default/state.
`;

const options = {
  port: { type: "string", default: "4010" },
  host: { type: "string", default: "127.0.0.1" },
  data: { type: "string" },
  memory: { type: "boolean", default: false },
  durable: { type: "boolean", default: false },
  fixture: { type: "string" },
  seed: { type: "string" },
  set: { type: "string", multiple: true, default: [] as string[] },
  strict: { type: "boolean", default: false },
  explain: { type: "boolean", default: false },
  cors: { type: "string" },
  "public-url": { type: "string" },
  "admin-token": { type: "string" },
  "allowed-host": { type: "string", multiple: true, default: [] as string[] },
  "max-sandboxes": { type: "string", default: "1000" },
  json: { type: "boolean", default: false },
  quiet: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const parse = (args: readonly string[]) => parseCommand(args, options).values;
type Values = ReturnType<typeof parse>;

function serverOptions(values: Values): LunaServerOptions {
  if (values.memory && values.data !== undefined)
    throw new BadOptions("--memory keeps nothing and --data names a folder to keep it in: choose one");
  return {
    port: wholeNumber("port", values.port, 65_535),
    host: values.host,
    durable: values.durable,
    strict: values.strict,
    explain: values.explain,
    allowedHosts: values["allowed-host"],
    maxSandboxes: wholeNumber("max-sandboxes", values["max-sandboxes"], 1_000_000, 1),
    ...(values.memory ? {} : { data: values.data ?? ".luna" }),
    ...(values.set.length === 0 ? {} : { reading: parseSwitches(values.set.join()) }),
    ...fixtureOptions(values),
    ...(values.cors === undefined ? {} : { cors: values.cors }),
    ...(values["public-url"] === undefined ? {} : { publicUrl: values["public-url"] }),
    ...(values["admin-token"] === undefined ? {} : { adminToken: values["admin-token"] }),
  };
}

async function report(server: LunaServer, values: Values): Promise<void> {
  const { companies } = await server.parts.sandboxes.get("default");
  const token = companies[0]?.token ?? "";
  if (values.json) return console.log(JSON.stringify({ url: server.url, token, pid: process.pid }));
  if (values.quiet) return;
  const where = values.memory ? "in memory only" : `in ${values.data ?? ".luna"}`;
  const ignored = server.restored && (values.fixture !== undefined || values.seed !== undefined);
  console.log(
    [
      `luna-sandbox listens on ${server.url}`,
      "",
      `  API      ${server.url}/api/v1/<method>`,
      `  token    ${token}`,
      `  state    ${where}${server.restored ? ", as it was left" : ""}`,
      ...(ignored
        ? [
            `           --fixture and --seed had no say, because ${where.slice(3)} has a state already: choose another --data`,
          ]
        : []),
      ...(values["admin-token"] === undefined ? [] : ["  control  /_luna wants the admin token in x-luna-admin-token"]),
      "",
      "Try it:",
      `  curl -s ${server.url}/api/v1/getTemplates -H 'x-access-token: ${token}' -d '{}'`,
      "",
    ].join("\n"),
  );
}

/** Waits for SIGINT or SIGTERM, then stops without losing anything. A second signal ends the process at once. */
async function untilStopped(server: LunaServer): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  await server.close();
}

const expected = [
  NotWritten,
  BadOptions,
  CannotListen,
  CannotOpen,
  DamagedFile,
  FolderInUse,
  FixtureError,
  ControlError,
  UnknownReading,
  UsageError,
];
const wrongOptions = [BadOptions, UnknownReading, UsageError];

/** The command `luna-sandbox start`. Answers the exit code: 0, 1 if the server cannot start, 2 for wrong options. */
export async function start(args: readonly string[]): Promise<number> {
  let values: Values;
  try {
    values = parse(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`luna-sandbox start: ${error.message}. See luna-sandbox --help.`);
    return 2;
  }
  if (values.help) {
    console.log(help);
    return 0;
  }
  try {
    const server = await createLunaServer(serverOptions(values));
    await report(server, values);
    await untilStopped(server);
    return 0;
  } catch (error) {
    if (!expected.some((known) => error instanceof known)) throw error;
    const what = error instanceof NotWritten ? "stopped, but" : "cannot start:";
    console.error(`luna-sandbox ${what} ${(error as Error).message}`);
    return wrongOptions.some((known) => error instanceof known) ? 2 : 1;
  }
}
