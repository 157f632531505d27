/** Runs the examples of doc comments. `expression; // value` must have that value; other examples must not throw. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Client } from "../mock-server/model/records.js";
import { exampleExchanges } from "./openapi/examples.js";
import { fakeService, jsonReply } from "./sdk/fake-service.js";
import { cardOf } from "./support/use.js";

const root = fileURLToPath(new URL("..", import.meta.url));

const isSource = (name: string) => name.endsWith(".ts") && !/\.(gen|d)\.ts$/.test(name);

const files = [
  ...["mock-server", "contracts", "sdk", "openapi"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  ),
  "cli/option-table.ts",
].filter(isSource);

const examples = files.flatMap((file) => {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/@example\n([\s\S]*?)\*\//g)].map(([, block = ""]) => ({
    file,
    code: block.replace(/^\s*\* ?/gm, "").trim(),
  }));
});

const answers: Readonly<Record<string, object>> = {
  getPassInfo: exampleExchanges.find(({ id, name }) => id === "getPassInfo" && name === "cashbackCard")
    ?.answer as object,
  sendInfoPush: { result: 1, numberOfRowsSelected: 3 },
};

/** Values that examples use without creating them. */
const given = {
  card: cardOf(0, { activeStamps: 3, totalStamps: 13, unusedRewards: 1, autoUseRewards: 0 }),
  client: {
    id: 1,
    templateId: 1,
    sName: "Doe",
    fName: "Jane",
    phone: null,
    email: null,
    dateOfBirth: null,
    fields: {},
  } as Client,
  luna: fakeService(({ method }) => jsonReply(answers[method] ?? { result: 1 })).client,
  console: { log: () => undefined },
};

const AsyncFunction = (async () => undefined).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<unknown>;

test("doc comments have examples", () => {
  expect(examples.length).toBeGreaterThan(30);
});

test.each(examples)("$file: $code", async ({ file, code }) => {
  const names: Record<string, unknown> = { ...given, ...(await import(join(root, file))) };
  const value = /^(.*); \/\/ (\{.*\}|"[^"]*"|\S+?)(?::.*)?$/.exec(code);
  const run = new AsyncFunction(...Object.keys(names), value === null ? `{ ${code}\n}` : `return ${value[1]}`);
  const result = await run(...Object.values(names));
  if (value !== null) expect(result).toEqual(await new AsyncFunction(`return (${value[2]})`)());
});
