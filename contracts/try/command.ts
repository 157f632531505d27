import { setMaxListeners } from "node:events";
import { writeFile } from "node:fs/promises";
import { UsageError } from "../../command-line.js";
import { BadOptions, ControlError, FixtureError, UnknownReading } from "../../mock-server/index.js";
import { CannotRun } from "../child/child.js";
import { ensureWritable, notWritable } from "../writable.js";
import { commandRun } from "./command-run.js";
import { help } from "./help.js";
import { junit } from "./junit.js";
import { type Asked, asked } from "./options.js";
import { progressLine, reportText } from "./report.js";
import { tryReadings } from "./try-readings.js";
import { missed, type Verdict } from "./verdict.js";
import { verdictJson } from "./verdict-json.js";

/** Somebody wants the command to end. */
class Interrupted extends Error {
  override name = "Interrupted" as const;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Tries the command that was asked for. On the first signal from outside what runs is ended and waited for, on the
 * second killed.
 */
async function tryClient(wanted: Asked): Promise<Verdict> {
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

const expected = [UsageError, UnknownReading, BadOptions, FixtureError, ControlError, CannotRun];

/** The command `luna-sandbox try`. Answers the exit code: 0, 1, 2, or 130 after a signal. */
export async function tryCommand(args: readonly string[]): Promise<number> {
  try {
    const wanted = asked(args);
    if (wanted.help) {
      console.log(help);
      return 0;
    }
    if (wanted.junit !== undefined) await ensureWritable("junit", wanted.junit);
    const verdict = await tryClient(wanted);
    const { json, required, junit: file } = wanted;
    console.log(json ? JSON.stringify(verdictJson(verdict, required), null, 2) : reportText(verdict, required));
    if (file !== undefined) await writeFile(file, junit(verdict)).catch(notWritable("junit", file));
    return missed(verdict, required).length === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof Interrupted) {
      console.error("luna-sandbox try: interrupted");
      return 130;
    }
    if (!expected.some((known) => error instanceof known)) throw error;
    console.error(`luna-sandbox try: ${(error as Error).message}. See luna-sandbox try --help.`);
    return 2;
  }
}
