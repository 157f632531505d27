import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** A reader of a request's path has to open at most this number of files. */
const maxFiles = 20;

async function filesByMethod(): Promise<Readonly<Record<string, readonly string[]>>> {
  const script = fileURLToPath(new URL("../support/files-of-requests.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script]);
  return JSON.parse(stdout) as Record<string, readonly string[]>;
}

test("getPassInfo and usePass run through few files", async () => {
  for (const [method, files] of Object.entries(await filesByMethod())) {
    expect(files, method).toContain("mock-server/engine/engine.ts");
    expect(files.length, `${method} runs through ${files.length} files:\n${files.join("\n")}`).toBeLessThanOrEqual(
      maxFiles,
    );
  }
});
