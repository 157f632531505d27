import { ControlError } from "../../mock-server/control/control-error.js";
import { createLunaServer, type LunaServer } from "../../mock-server/index.js";
import { UnknownSwitchError } from "../../mock-server/model/profile.js";
import { InvalidOptionsError, type LunaServerOptions } from "../../mock-server/options.js";
import { requestLine } from "../../mock-server/requests/request-line.js";
import { FixtureError } from "../../mock-server/state/fixture-error.js";
import { UnsavedChangesError } from "../../mock-server/store/disk/disk-error.js";
import { FolderInUseError } from "../../mock-server/store/disk/lock/folder-in-use.js";
import { DataFolderError } from "../../mock-server/store/disk/make-folder.js";
import { StoreUnavailableError } from "../../mock-server/store/port.js";
import { ListenError } from "../../shared/bind.js";
import { untilAborted } from "../../shared/signals.js";
import { adminToken, adminTokenOptions } from "../admin-token.js";
import { defineCommand } from "../command.js";
import { LineWriter } from "../line-writer.js";
import { type OptionTable, type OptionValues, parseInteger, withVariables } from "../option-table.js";
import { parseServerOptions, serverOptions } from "../server-options.js";
import { summaries } from "../summaries.js";
import { banner, defaultOf } from "./start.banner.js";

const options = {
  port: {
    value: "<n>",
    meaning: "port to listen on; 0 picks a free port",
    default: "4010",
    parse: parseInteger(0, 65_535),
    variables: ["LUNA_PORT", "PORT"],
  },
  host: {
    value: "<address>",
    meaning: "address to listen on; addresses other than loopback need an admin token",
    default: "127.0.0.1",
    defaultText: "127.0.0.1 and ::1",
    variables: ["LUNA_HOST"],
  },
  data: {
    value: "<folder>",
    meaning: "folder of the persisted state",
    default: ".luna",
    variables: ["LUNA_DATA"],
    excludes: "memory",
  },
  memory: { meaning: "keep the state in memory only", variables: ["LUNA_MEMORY"] },
  durable: { meaning: "respond to a change only when it is on the disk", variables: ["LUNA_DURABLE"] },
  "accept-edits": {
    meaning: "accept state files that were edited by hand; otherwise they are rejected",
    variables: ["LUNA_ACCEPT_EDITS"],
  },
  ...withVariables(serverOptions),
  "public-url": {
    value: "<url>",
    meaning: "base of the URLs in responses, such as https://luna.example.com",
    defaultText: "the host of the request",
    variables: ["LUNA_PUBLIC_URL"],
  },
  ...adminTokenOptions("token that the control plane requires in x-luna-admin-token"),
  "allowed-host": {
    value: "<name>",
    meaning: "additional host name of the control plane",
    multiple: true,
    variables: ["LUNA_ALLOWED_HOST"],
  },
  json: {
    meaning: 'print only the line {"url","token","pid"}; with npm: npm -s start -- --json',
    variables: ["LUNA_JSON"],
  },
  quiet: {
    meaning: "print nothing on start, except with --json, and no line for each request",
    variables: ["LUNA_QUIET"],
  },
} as const satisfies OptionTable;

type Values = OptionValues<typeof options>;

const startOptions = (values: Values, token: string | undefined): LunaServerOptions => ({
  ...parseServerOptions(values),
  port: values.port,
  host: values.host,
  durable: values.durable,
  acceptEdits: values["accept-edits"],
  allowedHosts: values["allowed-host"],
  ...(values.memory ? {} : { data: values.data }),
  ...(values["public-url"] === undefined ? {} : { publicUrl: values["public-url"] }),
  ...(token === undefined ? {} : { adminToken: token }),
});

async function announce(server: LunaServer, values: Values): Promise<void> {
  if (values.json) {
    const token = (await defaultOf(server))?.companies[0]?.token ?? "";
    console.log(JSON.stringify({ url: server.url, token, pid: process.pid }));
  } else if (!values.quiet) console.log(await banner(server, values));
}

/** Prints a line for each request. Returns a function that writes the last lines, or ends the process. */
function printRequests(server: LunaServer): () => Promise<void> {
  const lines = new LineWriter(process.stdout);
  const stop = server.services.requests.onRequest((record) => lines.add(() => requestLine(record)));
  return async () => {
    stop();
    // Output that nothing reads would keep the process alive.
    if (!(await lines.end())) process.exit(0);
  };
}

const commandList = Object.entries(summaries)
  .map(([name, summary]) => `  ${name.padEnd(10)}${summary}`)
  .join("\n");

export const start = defineCommand(
  {
    name: "start",
    usage: ["[start] [options]", "<command> [options]"],
    description: `Commands:\n${commandList}\n\nRun luna-sandbox <command> --help for the options of a command. The options below are those of start.`,
    options: { ...options, version: { meaning: "print the version", short: "v" } },
    notes: `A restored sandbox keeps its state: --fixture and --seed only apply to a new --data folder. New sandboxes get the profile of --set. "default" gets the given switches and keeps its others. --faults replaces the faults of "default". To start again from the fixture, use another --data folder or --memory, or PUT a state to /_luna/sandboxes/default/state.

SIGINT (Ctrl-C), SIGTERM and SIGHUP stop the server. Requests in progress get 5 seconds, then all state is saved. Another signal after one second stops it at once.`,
    exitCodes: {
      0: "stopped",
      1: "could not start or save",
      2: "invalid options",
      130: "stopped by a second signal",
    },
    usageErrors: [InvalidOptionsError, UnknownSwitchError],
    expectedErrors: {
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
    stopsItself: true,
  },
  async ({ values, stop }) => {
    // A file at its size limit is an error to report, and must not end the process.
    if (process.platform !== "win32") process.on("SIGXFSZ", () => undefined);
    const chosen = startOptions(values, adminToken(values));
    if (stop.aborted) return 0;
    const server = await createLunaServer(chosen);
    let endLines = async () => {};
    try {
      if (!stop.aborted) await announce(server, values);
      if (!values.quiet && !values.json) endLines = printRequests(server);
      await untilAborted(stop);
    } finally {
      await server.close();
      await endLines();
    }
    return 0;
  },
);
