import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fixtureOptions } from "../../mock-server/fixture-options.js";
import { createLunaServer, type LunaServer, type LunaServerOptions } from "../../mock-server/index.js";

async function setup() {
  const data = await mkdtemp(join(tmpdir(), "luna-data-"));
  onTestFinished(() => rm(data, { recursive: true }));
  const start = async (options: LunaServerOptions = {}): Promise<LunaServer> => {
    const server = await createLunaServer({ data, fixture: "empty", log: () => undefined, ...options });
    onTestFinished(() => server.close());
    return server;
  };
  const state = async (server: LunaServer, id = "default") => JSON.stringify(await server.parts.sandboxes.state(id));
  return { data, start, state };
}

// The advice was to move default.json away, which was the good file.
test.each([
  ["default.backup.json", /default\.backup\.json holds the sandbox default.*Move default\.backup\.json/],
  ["copy.json", /copy\.json holds the sandbox default.*Move copy\.json/],
])("a copied state file is refused by its name: %s", async (name, message) => {
  const { data, start } = await setup();
  await (await start()).close();
  await copyFile(join(data, "default.json"), join(data, name));
  await expect(start()).rejects.toThrow(message);
});

test("an exported state needs a file name that is a sandbox id", async () => {
  const { data, start } = await setup();
  await writeFile(join(data, "My Shop.json"), '{"formatVersion":1}');
  await expect(start()).rejects.toThrow(/My Shop\.json .*file name: must be lower-case letters, digits and dashes/);
});

// The journal of a copy was taken for one of the sandbox's, replayed into it and deleted.
test("a copied journal with another name is left alone", async () => {
  const { data, start } = await setup();
  await (await start()).close();
  await writeFile(join(data, "default.backup.1.journal"), "not a journal\n");
  await expect(start()).rejects.toThrow(/default\.backup\.1\.journal holds changes to a snapshot that is not there/);
  expect(await readFile(join(data, "default.backup.1.journal"), "utf8")).toBe("not a journal\n");
});

// The byte became U+FFFD, and a state with it replaced the good one.
test("a state file with a byte of another encoding is refused and stays untouched", async () => {
  const { data, start } = await setup();
  const bytes = Buffer.from('{"formatVersion":1,"templates":[{"id":1,"name":"Caf\xe9","type":6}]}', "latin1");
  await writeFile(join(data, "default.json"), bytes);
  await expect(start()).rejects.toThrow(/default\.json is not UTF-8: byte 0xe9 at offset 51/);
  expect(await readFile(join(data, "default.json"))).toEqual(bytes);
});

test("a byte order mark at the start of a state file is skipped", async () => {
  const { data, start } = await setup();
  await writeFile(
    join(data, "default.json"),
    '\uFEFF{"formatVersion":1,"templates":[{"id":1,"name":"Café","type":6}]}',
  );
  const server = await start();
  expect((await server.parts.sandboxes.state("default")).templates).toMatchObject([{ name: "Café" }]);
});

test("a fixture file with a byte of another encoding is refused, and a mark is skipped", async () => {
  const { data } = await setup();
  const file = join(data, "fixture.json");
  await writeFile(file, Buffer.from('{"formatVersion":1,"templates":[{"name":"Caf\xe9","type":6}]}', "latin1"));
  expect(() => fixtureOptions({ fixture: file })).toThrow(/fixture\.json: not UTF-8: byte 0xe9 at offset 44/);
  await writeFile(file, '\uFEFF{"formatVersion":1}');
  expect(fixtureOptions({ fixture: file })).toEqual({ fixture: { formatVersion: 1 } });
});
