import { writeFile } from "node:fs/promises";
import { serverAddress, wholeNumber } from "../../command-line.js";
import { CannotListen, createLunaServer, FixtureError, fixtureOptions } from "../../mock-server/index.js";
import { runCommand, UsageError } from "../command.js";
import { ControlRefusal, NoControlPlane } from "../server/sandbox-provider.js";
import { whoAnswers } from "../server/who-answers.js";
import { counted } from "../table.js";
import { ensureWritable } from "../writable.js";
import { startRecording } from "./recorder.js";

const help = `luna-sandbox record: a contract from what a client does

  luna-sandbox record --out <file> --consumer <name> [options]

Starts a server, or stands before one, until it is stopped (Ctrl-C), and then writes what a client asked and got as a
Pact file of version 4. Tokens are not written down; names, phones and e-mails are. A body that is neither JSON nor a
form, or is nested deeper than 32 levels, is left out, and a line says so.

  --out <file>           where to write the contract
  --consumer <name>      the client's name in it
  --before <url>         stand before this server; provider states are recorded if it is a luna-sandbox
  --admin-token <token>  what that luna-sandbox asks for in x-luna-admin-token
  --fixture <name|file>  what the server that is started begins with: demo, empty, or a JSON file (demo)
  --port <n>             port to listen on, 0 for any (4010)
  --help
`;

const options = {
  out: { type: "string" },
  consumer: { type: "string" },
  before: { type: "string" },
  "admin-token": { type: "string" },
  fixture: { type: "string" },
  port: { type: "string", default: "4010" },
} as const;

function needed(value: string | undefined, name: string): string {
  if (value === undefined || value === "") throw new UsageError(`--${name} is needed`);
  return value;
}

const untilStopped = () =>
  new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });

const expected = [CannotListen, ControlRefusal, FixtureError, NoControlPlane];

/** The command `luna-sandbox record`. */
export const record = (args: readonly string[]): Promise<number> =>
  runCommand({ name: "record", help, options, expected }, args, async (values, positionals) => {
    if (positionals.length > 0) throw new UsageError(`record takes options only, not ${positionals.join(" ")}`);
    const out = needed(values.out, "out");
    const consumer = needed(values.consumer, "consumer");
    const port = wholeNumber("port", values.port, 65_535);
    await ensureWritable("out", out);

    const { "admin-token": adminToken } = values;
    const before = values.before === undefined ? undefined : serverAddress("before", values.before);
    if (before !== undefined && values.fixture !== undefined)
      throw new UsageError("--fixture is for the server that is started, and --before names another: choose one");
    const server = before === undefined ? await createLunaServer(fixtureOptions(values)) : undefined;
    try {
      const who = before === undefined ? "sandbox" : await whoAnswers(before);
      if (who === "nobody") throw new UsageError(`nobody answers at ${before}`);
      const isOurs = who === "sandbox";
      const target = server?.url ?? before ?? "";
      const recording = await startRecording({ consumer, server: target, isSandbox: isOurs, adminToken, port });
      const token = (await server?.parts.sandboxes.get("default"))?.companies[0]?.token;
      console.log(`luna-sandbox records at ${recording.url}/api/v1${token === undefined ? "" : `, token ${token}`}`);
      if (!isOurs) console.log("The server is no luna-sandbox: the contract will have no provider states.");
      console.log(`Stop it with Ctrl-C: it then writes ${out}.`);
      await untilStopped();
      await recording.close();
      const pact = recording.pact() as { readonly interactions: readonly unknown[] };
      await writeFile(out, `${JSON.stringify(pact, null, 2)}\n`);
      console.log(
        `${counted(recording.count(), "request")}, ${counted(pact.interactions.length, "interaction")} in ${out}`,
      );
      return 0;
    } finally {
      await server?.close();
    }
  });
