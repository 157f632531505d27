import { setMaxListeners } from "node:events";
import { writeFile } from "node:fs/promises";
import { fails } from "../../mock-server/for-contracts.js";
import { BadOptions, ControlError, FixtureError, UnknownReading } from "../../mock-server/index.js";
import { runCommand } from "../../run-command.js";
import { CannotRun } from "../child/child.js";
import { ensureWritable, notWritable } from "../writable.js";
import { commandRun } from "./command-run.js";
import { help } from "./help.js";
import { junit } from "./junit.js";
import { options, type Wanted, wantedBy } from "./options.js";
import { progressLine, reportText } from "./report.js";
import { tryReadings } from "./try-readings.js";
import { missed, type Verdict } from "./verdict.js";
import { verdictJson } from "./verdict-json.js";

/** Somebody wants the command to end. */
class Interrupted extends Error {
  override name = "Interrupted" as const;

  constructor() {
    super("interrupted");
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Tries the command that was asked for. On the first signal from outside what runs is ended and waited for, on the
 * second killed.
 */
async function tryClient(wanted: Wanted): Promise<Verdict> {
  const stop = new AbortController();
  // Every run that goes on listens.
  setMaxListeners(0, stop.signal);
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Interrupted());
  };
  for (const signal of signals) process.on(signal, interrupt);
  const client = commandRun(wanted);
  try {
    return await tryReadings({
      ...wanted,
      signal: stop.signal,
      run: (sandbox) =>
        client(sandbox).catch((error: unknown) => {
          // That there is no such command says nothing about any reading.
          if (error instanceof CannotRun) stop.abort(error);
          throw error;
        }),
      onRun: (run, place) => console.error(progressLine(run, place)),
    });
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}

/** The command `luna-sandbox try`. Answers the exit code: 0, 1, 2, or 130 after a signal. */
export const tryCommand = (args: readonly string[]): Promise<number> =>
  runCommand(
    {
      name: "try",
      help,
      options,
      words: true,
      usage: [UnknownReading, BadOptions, FixtureError, ControlError],
      expected: { 2: [CannotRun], 130: [Interrupted] },
    },
    args,
    async (asked) => {
      const wanted = wantedBy(asked);
      const { json, required, junit: file } = wanted;
      if (file !== undefined) await ensureWritable("junit", file);
      const verdict = await tryClient(wanted);
      console.log(json ? JSON.stringify(verdictJson(verdict, required), null, 2) : reportText(verdict, required));
      if (file !== undefined) await writeFile(file, junit(verdict)).catch(notWritable("junit", file));
      return missed(verdict, required).length > 0 || fails(verdict.default.report, wanted.failOn) ? 1 : 0;
    },
  );
