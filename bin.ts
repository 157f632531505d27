#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { printable } from "./command-line.js";

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

const [first = "start", ...rest] = process.argv.slice(2);

const isServer = first === "start" || first.startsWith("-");

// What no command has expected. 1 would say that a command has found what it looks for, such as a broken contract.
process.on("uncaughtException", (error: unknown) => {
  const why = printable(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  console.error(
    process.env.LUNA_STACK || isServer
      ? error
      : `luna-sandbox ${printable(first)} met an unexpected error: ${why}. With LUNA_STACK=1 it says where.`,
  );
  process.exit(2);
});

const isVersion = (word: string | undefined) => word === "--version" || word === "-v";
if (isVersion(first) || isVersion(rest[0])) {
  console.log(version());
} else if (isServer) {
  process.exitCode = await commands.start(first === "start" ? rest : [first, ...rest]);
} else if (Object.hasOwn(commands, first)) {
  process.exitCode = await commands[first as keyof typeof commands](rest);
} else {
  console.error(
    `luna-sandbox has no command ${JSON.stringify(first)}: it has ${Object.keys(commands).join(", ")}. See luna-sandbox --help.`,
  );
  process.exitCode = 2;
}
