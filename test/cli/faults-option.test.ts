import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startProgram } from "../support/program.js";
import { temporaryFolder } from "../support/temporary-folder.js";

async function fileWith(content: string): Promise<string> {
  const file = join(await temporaryFolder(), "faults.json");
  await writeFile(file, content);
  return file;
}

const start = (file: string) => startProgram(["--memory", "--port", "0", "--json", "--faults", file]);

test("start --faults gives default the faults of a file", async () => {
  const program = start(await fileWith('[{"id": "busy", "effect": {"kind": "http", "status": 503}}]'));
  const { url, token } = JSON.parse(await program.line());
  const response = await fetch(`${url}/api/v1/getTemplates`, { method: "POST", headers: { "x-access-token": token } });
  expect(response.status).toBe(503);
  expect(response.headers.get("x-luna-fault")).toBe("busy");
  program.process.kill("SIGTERM");
  expect(await program.ended).toEqual([0, null]);
});

test("start names the faults of default", async () => {
  const file = await fileWith('[{"effect": {"kind": "hang"}}]');
  const program = startProgram(["--memory", "--port", "0", "--faults", file]);
  for (let line = ""; !line.startsWith("  faults"); line = await program.line()) expect(line).not.toMatch(/curl/);
  program.process.kill("SIGTERM");
  expect(await program.ended).toEqual([0, null]);
});

test.each<[string, RegExp]>([
  ["[", /--faults \S+: not JSON: .*JSON/],
  ["{}", /faults \(--faults\) must be a list of at most 100 faults/],
  [
    '[{"effect": {"kind": "hangs"}}]',
    /faults \(--faults\), element 0: effect.kind must be one of .*did you mean "hang"\?/,
  ],
])("start --faults refuses a file with %s", async (content, message) => {
  const program = start(await fileWith(content));
  expect(await program.ended).toEqual([2, null]);
  expect(program.errors()).toMatch(message);
});

test("start --faults refuses a missing file", async () => {
  const program = start("nowhere.json");
  expect(await program.ended).toEqual([2, null]);
  expect(program.errors()).toMatch(/--faults nowhere.json: no such file/);
});
