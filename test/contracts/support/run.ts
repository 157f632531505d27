/** Runs a subcommand in this process and collects what it prints. */
import { vi } from "vitest";

export async function run(command: (args: readonly string[]) => Promise<number>, ...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((text) => void out.push(String(text)));
  const error = vi.spyOn(console, "error").mockImplementation((text) => void err.push(String(text)));
  try {
    const code = await command(args);
    return { code, out: out.join("\n"), err: err.join("\n") };
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}
