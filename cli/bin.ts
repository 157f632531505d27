#!/usr/bin/env node
import { nearest } from "../shared/nearest.js";
import { printable } from "../shared/printable.js";
import { abortOnSignals, interruptedCode } from "../shared/signals.js";
import { programVersion } from "../shared/version.js";
import type { Command } from "./command.js";
import { summaries } from "./summaries.js";

// Comes first: until then a signal kills the process, and process 1 of a container ignores it.
const stop = abortOnSignals();

// stdout may be closed (EPIPE); continue without it.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

/** Loads a command; the modules of the other commands stay unloaded. */
const commands: Readonly<Record<keyof typeof summaries, () => Promise<Command>>> = {
  start: async () => (await import("./commands/start.js")).start,
  verify: async () => (await import("./commands/verify.js")).verify,
  check: async () => (await import("./commands/check.js")).check,
  record: async () => (await import("./commands/record.js")).record,
  coverage: async () => (await import("./commands/coverage.js")).coverage,
  states: async () => (await import("./commands/states.js")).states,
  run: async () => (await import("./commands/run.js")).run,
  try: async () => (await import("./commands/try.js")).tryCommand,
  seed: async () => (await import("./commands/seed.js")).seed,
  report: async () => (await import("./commands/report.js")).report,
};

const isCommand = (word: string): word is keyof typeof summaries => Object.hasOwn(commands, word);

const typed = process.argv.slice(2);
// `help verify` is `verify --help`; options without a command belong to start.
const [first = "start", ...rest] = typed[0] === "help" ? [typed[1] ?? "start", "--help"] : typed;
const [name, args] = first.startsWith("-") ? ["start", typed] : [first, rest];

// Exit code 1 has a meaning, such as a broken contract: unexpected errors end with 2.
process.on("uncaughtException", (error: unknown) => {
  const reason = printable(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  console.error(
    process.env.LUNA_STACK || name === "start"
      ? error
      : `luna-sandbox ${printable(name)}: unexpected error: ${reason}. Set LUNA_STACK=1 to see the stack.`,
  );
  process.exit(2);
});

/** Arguments of the command itself, without those of a program that it starts. */
const ownArgs = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;

if (ownArgs.includes("--version") || ownArgs.includes("-v")) {
  console.log(programVersion());
} else if (isCommand(name)) {
  const command = await commands[name]();
  process.exitCode = await command(args, stop);
  // The abandoned work of an interrupted command would keep the process alive.
  if (process.exitCode === interruptedCode) process.exit();
} else {
  const names = Object.keys(summaries);
  const near = nearest(name, names);
  const hint = near === undefined ? `use ${names.join(", ")}` : `did you mean ${JSON.stringify(near)}?`;
  console.error(`luna-sandbox: unknown command ${JSON.stringify(name)}; ${hint} (see luna-sandbox --help)`);
  process.exitCode = 2;
}
