import { copyFile, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fixtureOptions } from "../../cli/fixture-options.js";
import type { LunaServer, LunaServerOptions } from "../../mock-server/index.js";
import { endBytes } from "../../mock-server/store/disk/checksum.js";
import { DamagedFileError } from "../../mock-server/store/disk/damaged-file.js";
import { jsonLines } from "../../mock-server/store/disk/json-lines.js";
import { StateFileAdapter } from "../../mock-server/store/disk/state-file-adapter.js";
import { damageOf } from "../support/damage.js";
import { earlierStateText, presentBase } from "../support/data-folder.js";
import { startServer } from "../support/sandbox.js";
import { temporaryFolder } from "../support/temporary-folder.js";

async function setup() {
  const data = await temporaryFolder();
  const start = (options: LunaServerOptions = {}) =>
    startServer({ data, fixture: "empty", log: () => undefined, ...options });
  const state = async (server: LunaServer, id = "default") => JSON.stringify(await server.services.sandboxes.state(id));
  return { data, start, state };
}

// The advice was to move default.json away, which was the good file.
test.each([
  ["default.backup.json", /default\.backup\.json holds sandbox default.*move default\.backup\.json/],
  ["copy.json", /copy\.json holds sandbox default.*move copy\.json/],
])("a copied state file is damaged, by its name: %s", async (name, message) => {
  const { data, start } = await setup();
  await (await start()).close();
  await copyFile(join(data, "default.json"), join(data, name));
  expect(await damageOf(await start(), basename(name, ".json"))).toMatch(message);
});

test("an exported state needs a file name that is a sandbox id", async () => {
  const { data, start } = await setup();
  await writeFile(join(data, "My Shop.json"), '{"formatVersion":1}');
  expect(await damageOf(await start(), "My Shop")).toMatch(
    /My Shop\.json .*file name must be lower-case letters, digits and dashes/,
  );
});

// The copied journal was replayed into the sandbox and deleted.
test("a copied journal with another name is left alone", async () => {
  const { data, start } = await setup();
  await (await start()).close();
  await writeFile(join(data, "default.backup.1.journal"), "not a journal\n");
  expect(await damageOf(await start(), "default.backup")).toMatch(
    /default\.backup\.1\.journal holds changes, but the state file .* is missing/,
  );
  expect(await readFile(join(data, "default.backup.1.journal"), "utf8")).toBe("not a journal\n");
});

// The byte became U+FFFD, and that state replaced the good file.
test("a state file that is not UTF-8 is refused and unchanged", async () => {
  const { data, start } = await setup();
  const bytes = Buffer.from('{"formatVersion":1,"templates":[{"id":1,"name":"Caf\xe9","type":6}]}', "latin1");
  await writeFile(join(data, "default.json"), bytes);
  expect(await damageOf(await start())).toMatch(/default\.json is not UTF-8: byte 0xe9 at offset 51/);
  expect(await readFile(join(data, "default.json"))).toEqual(bytes);
});

test("a byte order mark in front of a state is skipped", async () => {
  const { data, start } = await setup();
  await writeFile(
    join(data, "default.json"),
    '\uFEFF{"formatVersion":1,"templates":[{"id":1,"name":"Café","type":6}]}',
  );
  const server = await start();
  expect((await server.services.sandboxes.state("default")).templates).toMatchObject([{ name: "Café" }]);
});

test("a fixture file must be UTF-8; a byte order mark is skipped", async () => {
  const { data } = await setup();
  const file = join(data, "fixture.json");
  await writeFile(file, Buffer.from('{"formatVersion":1,"templates":[{"name":"Caf\xe9","type":6}]}', "latin1"));
  expect(() => fixtureOptions({ fixture: file })).toThrow(/fixture\.json: not UTF-8: byte 0xe9 at offset 44/);
  await writeFile(file, '\uFEFF{"formatVersion":1}');
  expect(fixtureOptions({ fixture: file })).toEqual({ fixture: { formatVersion: 1 } });
});

/** Reads a state file like a start. */
const readState = (file: string, warn: (message: string) => void = () => undefined, acceptEdits = false) =>
  new StateFileAdapter(file, { warn, acceptEdits }).read();

const flipped = (bytes: Buffer, bit: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return copy;
};

// Of 300 bit flips 42 were accepted silently.
test.each([
  ["head", 3],
  ["base", 2],
])("any flipped bit of a %s is refused as damage", async (kind, format) => {
  const { data, start } = await setup();
  await (await start()).close();
  const file = kind === "head" ? join(data, "default.json") : await presentBase(data);
  const good = await readFile(file);
  const isRefused = async (bit: number) => {
    await writeFile(file, flipped(good, bit));
    const error = await readState(file).catch((error: unknown) => error);
    expect(error, `bit ${bit}`).toBeInstanceOf(DamagedFileError);
    expect(String(error)).toMatch(/default.*\.json (does not match its checksum|is not UTF-8|is not JSON)/);
  };
  const size = good.length * 8;
  for (let bit = 0; bit < (endBytes + 8) * 8; bit += 1) await isRefused(size - 1 - bit);
  await fc.assert(fc.asyncProperty(fc.nat(size - 1), isRefused), { numRuns: 300 });
  await writeFile(file, good);
  expect(await readState(file)).toMatchObject({ formatVersion: format });
});

test("a state file that was formatted anew, cut or extended is refused", async () => {
  const { data, start } = await setup();
  await (await start()).close();
  const file = join(data, "default.json");
  const good = await readFile(file, "utf8");
  for (const text of [`${good}\n`, `\uFEFF${good}`, good.trimEnd(), JSON.stringify(JSON.parse(good), null, 2)]) {
    await writeFile(file, text);
    await expect(readState(file)).rejects.toThrow(/does not match its checksum.*--accept-edits/);
  }
});

test("--accept-edits loads an edited state file and renews its checksum", async () => {
  const { data, start, state } = await setup();
  const first = await start();
  await first.services.templates.create("default", { name: "Coffee", type: 6 });
  await first.close();
  const file = await presentBase(data);
  await writeFile(file, (await readFile(file, "utf8")).replace("Coffee", "Tea"));
  const refusing = await start();
  expect(await damageOf(refusing)).toMatch(
    /default\.\d+\.base\.json does not match its checksum.*start once with --accept-edits/,
  );
  await refusing.close();

  const logged: string[] = [];
  const second = await start({ acceptEdits: true, log: (message) => logged.push(message) });
  const edited = await state(second);
  expect(edited).toContain("Tea");
  expect(logged).toEqual([
    expect.stringMatching(/default\.\d+\.base\.json does not match its checksum; its edits are accepted/),
  ]);
  await second.close();
  expect(await state(await start())).toBe(edited);
});

test.each([
  ['"Coffee"', "Coffee", /is not JSON: line \d+: /],
  ['"type":6', '"type":7', /templates\.0\.type must be /],
])("a wrong edit is refused with its place: %s", async (from, to, message) => {
  const { data, start } = await setup();
  const first = await start();
  await first.services.templates.create("default", { name: "Coffee", type: 6 });
  await first.close();
  const file = await presentBase(data);
  const lines = (await readFile(file, "utf8")).split("\n");
  const lineIndex = lines.findIndex((line) => line.includes(from));
  lines[lineIndex] = (lines[lineIndex] ?? "").replace(from, to);
  await writeFile(file, lines.join("\n"));
  const damage = await damageOf(await start({ acceptEdits: true }));
  expect(damage).toMatch(message);
  if (damage?.includes("is not JSON")) expect(damage).toContain(`line ${lineIndex + 1}: `);
});

test("a state file of an earlier version is read and upgraded", async () => {
  const { data, start, state } = await setup();
  const first = await start({ fixture: "demo" });
  const before = await state(first);
  await first.close();
  const file = join(data, "default.json");
  const older = JSON.parse(earlierStateText("default", JSON.parse(before)));
  await writeFile(file, `${[...jsonLines(older)].join("\n")}\n`);
  const second = await start();
  expect(await state(second)).toBe(before);
  // Before anything changes.
  for (const [name, format] of [
    [file, 3],
    [await presentBase(data), 2],
  ])
    expect(await readFile(String(name), "utf8")).toMatch(
      new RegExp(`"formatVersion": ${format},.*"checksum": "crc32:[0-9a-f]{8}"\n}\n$`, "s"),
    );
});

test("a base is a valid fixture and body of PUT state", async () => {
  const { data, start } = await setup();
  await (await start({ fixture: "demo" })).close();
  const { fixture } = fixtureOptions({ fixture: await presentBase(data) });
  if (typeof fixture !== "object") throw new Error("a file is a state");
  const server = await startServer({ fixture });
  const exported = await server.services.sandboxes.state("default");
  expect({ formatVersion: exported.formatVersion, cards: exported.cards }).toEqual({
    formatVersion: 1,
    cards: fixture.cards,
  });
  expect(exported).not.toHaveProperty("checksum");
  await server.services.sandboxes.putState("default", fixture);
  expect(await server.services.sandboxes.state("default")).toEqual(exported);
});
