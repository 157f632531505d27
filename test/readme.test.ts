import { expect, test } from "vitest";
import { evidenceLevels } from "../mock-server/model/evidence.js";
import { blocksOf, pageText } from "./support/pages.js";

const readme = pageText("README.md");

test("the README has at most 1,000 words", () => {
  expect(readme.split(/\s+/).length).toBeLessThanOrEqual(1000);
});

test("the README names the fixed token and the default port", () => {
  expect(readme).toContain("luna-demo-token");
  expect(readme).toContain("127.0.0.1:4010");
});

test("the README lists the evidence levels", () => {
  expect(readme).toContain(`${evidenceLevels.slice(0, -1).join(", ")} or ${evidenceLevels.at(-1)}`);
});

test("the README's first commands are in blocks of their own", () => {
  expect(blocksOf("README.md").map(({ code }) => code)).toEqual(
    expect.arrayContaining(["npm ci && npm start\n", "npm ci && npm test\n"]),
  );
});

test("the README has its sections in order", () => {
  expect([...readme.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual([
    "Start",
    "What you can do",
    "In your tests",
    "In CI",
    "As a shared server",
    "Links",
  ]);
});
