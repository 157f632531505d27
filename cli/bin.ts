#!/usr/bin/env node
import { nearest } from "../shared/nearest.js";
import { printable } from "../shared/printable.js";
import { abortOnSignals, interruptedCode } from "../shared/signals.js";
import { programVersion } from "../shared/version.js";

// Before anything else: until then a signal kills the process, and process 1 of a container ignores it.
const stop = abortOnSignals();

// The reader of the output may be gone, such as a closed terminal: that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

type Given = readonly [args: readonly string[], stop: AbortSignal];

/** Each subcommand is loaded only when it is asked for. */
const commands = {
  start: async (...given: Given) => (await import("./commands/start.js")).start(...given),
  verify: async (...given: Given) => (await import("./commands/verify.js")).verify(...given),
  check: async (...given: Given) => (await import("./commands/check.js")).check(...given),
  record: async (...given: Given) => (await import("./commands/record.js")).record(...given),
  coverage: async (...given: Given) => (await import("./commands/coverage.js")).coverage(...given),
  states: async (...given: Given) => (await import("./commands/states.js")).states(...given),
  try: async (...given: Given) => (await import("./commands/try.js")).tryCommand(...given),
  report: async (...given: Given) => (await import("./commands/report.js")).report(...given),
} as const;

const names = Object.keys(commands);
const isCommand = (word: string): word is keyof typeof commands => Object.hasOwn(commands, word);

const given = process.argv.slice(2);
// `help verify` is `verify --help`; options alone are those of start.
const [first = "start", ...rest] = given[0] === "help" ? [given[1] ?? "start", "--help"] : given;
const [name, args] = first.startsWith("-") ? ["start", given] : [first, rest];

// What no command has expected. 1 would say that a command has found what it looks for, such as a broken contract.
process.on("uncaughtException", (error: unknown) => {
  const why = printable(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  console.error(
    process.env.LUNA_STACK || name === "start"
      ? error
      : `luna-sandbox ${printable(name)} met an unexpected error: ${why}. With LUNA_STACK=1 it says where.`,
  );
  process.exit(2);
});

/** The words of a command line that are the command's own, and not those of a program that it starts. */
const own = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;

if (own.includes("--version") || own.includes("-v")) {
  console.log(programVersion());
} else if (isCommand(name)) {
  process.exitCode = await commands[name](args, stop);
  // The abandoned work of an interrupted command would keep the process alive.
  if (process.exitCode === interruptedCode) process.exit();
} else {
  const near = nearest(name, names);
  const hint = near === undefined ? `it has ${names.join(", ")}.` : `did you mean ${near}?`;
  console.error(`luna-sandbox has no command ${JSON.stringify(name)}: ${hint} See luna-sandbox --help.`);
  process.exitCode = 2;
}
