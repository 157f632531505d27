/** The README's walk, run as printed, but for the port. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { testServer } from "./support/sandbox.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("every call of the README's walk answers what stands below it", async () => {
  const walk = /<!-- walk -->\n```sh\n([\s\S]+?)```/.exec(readme)?.[1] ?? "";
  const { url } = await testServer({ fixture: "demo" });
  const here = walk.replaceAll("http://127.0.0.1:4010", url);
  const expected = [...here.matchAll(/^#> (.*)$/gm)].map(([, answer]) => answer);
  expect(expected.length).toBeGreaterThan(9);
  const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", here]);
  expect(stdout.trim().split("\n")).toEqual(expected);
});

test("the README names the fixed token and the default port", () => {
  expect(readme).toContain("luna-demo-token");
  expect(readme).toContain("127.0.0.1:4010");
});
