import { setMaxListeners } from "node:events";
import { writeFile } from "node:fs/promises";
import { SpawnError } from "../../contracts/child/child.js";
import { commandRun } from "../../contracts/try/command-run.js";
import { junit } from "../../contracts/try/junit.js";
import { progressLine, reportText } from "../../contracts/try/report.js";
import { tryProfiles } from "../../contracts/try/try-profiles.js";
import { missed, type Verdict } from "../../contracts/try/verdict.js";
import { verdictJson } from "../../contracts/try/verdict-json.js";
import { ControlError, FixtureError, InvalidOptionsError, UnknownSwitchError } from "../../mock-server/index.js";
import { untilAborted } from "../../shared/signals.js";
import { ensureWritable, notWritable } from "../../shared/writable.js";
import { runCommand } from "../command.js";
import { exitCodeOf } from "../fail-on.js";
import { help } from "./try.help.js";
import { options, type Wanted, wantedBy } from "./try.options.js";

/** Tries the client under the profiles. Ends what runs, and waits for it, when `asked` aborts. */
function tryClient(wanted: Wanted, asked: AbortSignal): Promise<Verdict> {
  const stop = new AbortController();
  // Every run that goes on listens.
  setMaxListeners(0, stop.signal);
  untilAborted(asked).then(() => stop.abort(asked.reason));
  const client = commandRun(wanted);
  return tryProfiles({
    ...wanted,
    signal: stop.signal,
    run: (sandbox) =>
      client(sandbox).catch((error: unknown) => {
        // A missing command says nothing about any profile.
        if (error instanceof SpawnError) stop.abort(error);
        throw error;
      }),
    onRun: (run, place) => console.error(progressLine(run, place)),
  });
}

/** The command `luna-sandbox try`. Returns the exit code: 0, 1, 2, or 130 after a signal. */
export const tryCommand = (args: readonly string[], stop?: AbortSignal): Promise<number> =>
  runCommand(
    {
      name: "try",
      help,
      options,
      words: true,
      usage: [UnknownSwitchError, InvalidOptionsError, FixtureError, ControlError],
      expected: { 2: [SpawnError] },
      stopsItself: true,
    },
    args,
    async (asked) => {
      const wanted = wantedBy(asked);
      const { json, required, junit: file } = wanted;
      if (file !== undefined) await ensureWritable("junit", file);
      const verdict = await tryClient(wanted, asked.stop);
      console.log(json ? JSON.stringify(verdictJson(verdict, required), null, 2) : reportText(verdict, required));
      if (file !== undefined) await writeFile(file, junit(verdict)).catch(notWritable("junit", file));
      if (missed(verdict, required).length > 0) return 1;
      return wanted.failOn === undefined ? 0 : exitCodeOf(verdict.default.report, wanted.failOn);
    },
    stop,
  );
