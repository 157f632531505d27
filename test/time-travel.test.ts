/** Runs docs/time-travel.md with bash and curl. Only ids, tokens, times and the port differ. */
import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { pageText, withoutOperationIds } from "./support/pages.js";
import { testServer } from "./support/sandbox.js";

interface Step {
  readonly command: string;
  readonly printed: string;
}

/** Returns the commands of all console blocks in order, each with the output below it. */
function stepsOf(page: string): readonly Step[] {
  const blocks = [...page.matchAll(/^( *)```console\n([\s\S]*?)^ *```$/gm)];
  return blocks.flatMap(([, indent = "", code = ""]) => {
    const text = code.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    return [...text.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)].map(([, command = "", printed = ""]) => ({
      command,
      printed,
    }));
  });
}

const withoutIds = (text: string): string =>
  withoutOperationIds(text)
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
    .replace(/luna-[0-9a-f]{32}/g, "<token>")
    .replace(/"[0-9a-z]{8,}-\d+"/g, '"<request>"')
    .trim();

/** Whether bash and curl can be started. */
function hasShell(): boolean {
  try {
    execFileSync("bash", ["-c", "curl --version"], { stdio: "ignore" });
    return true;
  } catch {
    console.warn("SKIPPED: docs/time-travel.md is not tested, because bash or curl is missing");
    return false;
  }
}

test.skipIf(!hasShell())("the commands of time travel print the output on the page", async () => {
  const { url } = await testServer({ fixture: "demo" });
  const steps = stepsOf(pageText("docs/time-travel.md"));
  expect(steps.length).toBeGreaterThan(20);
  const mark = "-- end of the step --";
  const script = steps.map(({ command }) => `${command}\necho "${mark}"`).join("\n");
  const here = script.replaceAll("http://127.0.0.1:4010", url);
  const { stdout, stderr } = await promisify(execFile)("bash", ["-c", here]);
  expect(stderr).toBe("");
  const outputs = stdout.split(`${mark}\n`);
  const actual = steps.map(({ command }, at) => ({ command, printed: withoutIds(outputs[at] ?? "") }));
  expect(actual).toEqual(steps.map(({ command, printed }) => ({ command, printed: withoutIds(printed) })));
});
