#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { printable } from "./command-line.js";
import { nearest } from "./mock-server/nearest.js";

/** Each subcommand is loaded only when it is asked for. */
const commands = {
  start: async (args: readonly string[]) => (await import("./mock-server/start.js")).start(args),
  verify: async (args: readonly string[]) => (await import("./contracts/verify/command.js")).verify(args),
  check: async (args: readonly string[]) => (await import("./contracts/check/command.js")).check(args),
  record: async (args: readonly string[]) => (await import("./contracts/record/command.js")).record(args),
  coverage: async (args: readonly string[]) => (await import("./contracts/coverage/command.js")).coverage(args),
  states: async (args: readonly string[]) => (await import("./contracts/states/command.js")).states(args),
  try: async (args: readonly string[]) => (await import("./contracts/try/command.js")).tryCommand(args),
  report: async (args: readonly string[]) => (await import("./mock-server/report-command.js")).report(args),
} as const;

const version = (): string => {
  // package.json lies one folder up in the built package, and beside this file in the sources.
  for (const path of ["./package.json", "../package.json"]) {
    try {
      return (JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as { version: string }).version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  throw new Error("package.json is missing");
};

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
  console.log(version());
} else if (isCommand(name)) {
  process.exitCode = await commands[name](args);
} else {
  const near = nearest(name, names);
  const hint = near === undefined ? `it has ${names.join(", ")}.` : `did you mean ${near}?`;
  console.error(`luna-sandbox has no command ${JSON.stringify(name)}: ${hint} See luna-sandbox --help.`);
  process.exitCode = 2;
}
