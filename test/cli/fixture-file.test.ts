import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fixtureOptions } from "../../cli/fixture-options.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** Writes a state of 80 MiB, most of it spaces between its clients, with some end. */
async function largeFile(end: string): Promise<string> {
  const file = join(await temporaryFolder(), "large.json");
  const space = " ".repeat(40 * 1024 * 1024);
  const client = (id: number) => JSON.stringify({ id, templateId: 1, sName: "Smith", fName: "Ann" });
  const templates = '"templates":[{"id":1,"name":"Tea","type":6}]';
  await writeFile(file, `{"formatVersion":1,${templates},"clients":[${client(1)}${space},${space}${client(2)}${end}`);
  return file;
}

test("--fixture reads a file of more than 64 MiB", async () => {
  const { fixture } = fixtureOptions({ fixture: await largeFile("]}") });
  expect(fixture).toMatchObject({ templates: [{ name: "Tea" }], clients: [{ id: 1 }, { id: 2 }] });
});

test("--fixture rejects a large file that is cut", async () => {
  const file = await largeFile("");
  expect(() => fixtureOptions({ fixture: file })).toThrow(`--fixture ${file}: the file must be JSON`);
});
