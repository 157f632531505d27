/** Wrong arguments and servers: every command ends with exit code 2 and one line. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { createServer as createPlainServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { check } from "../../cli/commands/check.js";
import { coverage } from "../../cli/commands/coverage.js";
import { report } from "../../cli/commands/report.js";
import { verify } from "../../cli/commands/verify.js";
import { readPacts } from "../../contracts/index.js";
import { folderWith } from "../contracts/support/files.js";
import { pact } from "../contracts/support/pacts.js";
import { run } from "../contracts/support/run.js";
import { command } from "../support/command.js";
import { listening } from "../support/listening.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

const serverOf = (answer: (response: ServerResponse) => void) =>
  listening(createServer((_request, response) => answer(response)));

const cut = (response: ServerResponse) =>
  void response.writeHead(200, { "content-length": 100 }).write("{", () => void response.destroy());

const oneLine = (text: string, message: RegExp) => {
  expect(text).toMatch(message);
  expect(text.replace(/\nSee luna-sandbox \w+ --help\.$/, "")).not.toContain("\n");
};

const likeHealth = { status: "ok", sandboxes: 1 };

test.each([
  ["health only", likeHealth, "does not respond as a luna-sandbox"],
  ["a sandbox without a name", { ...likeHealth, id: 7, companies: [] }, "does not respond as a luna-sandbox"],
  ["a sandbox without companies", { ...likeHealth, id: "x", companies: [null] }, "does not respond as a luna-sandbox"],
])("verify refuses a server like a luna-sandbox with %s", async (_what, answer, message) => {
  const url = await serverOf((response) => void response.end(JSON.stringify(answer)));
  const folder = await folderWith({ "till.json": pact({}) });
  const { code, err } = await run(verify, folder, "--provider-url", url);
  expect(code).toBe(2);
  oneLine(err, new RegExp(message));
});

test("verify refuses a server without HTTP", async () => {
  const folder = await folderWith({ "till.json": pact({}) });
  const noise = createPlainServer(
    (socket) => void socket.on("error", () => undefined).end("\u0000\u001b garbage\r\n\r\n"),
  );
  for (const url of [await listening(noise), await serverOf(cut)]) {
    const { code, err } = await run(verify, folder, "--provider-url", url);
    expect(code).toBe(2);
    oneLine(err, /no server responds at http/);
  }
});

test.each([
  ["http://", /http:\/\/: is not a URL/],
  ["http://[", /is not a URL/],
  ["https://user:secret@127.0.0.1:1/", /^(?!.*secret).*PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD/],
])("an invalid URL of pacts is refused: %s", async (address, message) => {
  for (const command of [verify, check, coverage]) {
    const { code, err } = await run(command, address);
    expect(code).toBe(2);
    oneLine(err, message);
  }
});

test.each([
  ["breaks off", cut, /broke off its response/],
  ["sends HTML", (response: ServerResponse) => void response.end("<html>"), /neither a pact nor a Pact broker/],
  [
    "links to nowhere",
    (response: ServerResponse) =>
      void response.end('{"_links":{"pb:provider-pacts-for-verification":{"href":"http://["}}}'),
    /http:\/\/\[: is not a URL/,
  ],
  [
    "lists an invalid URL",
    (response: ServerResponse) =>
      void response.end(
        '{"_links":{"pb:provider-pacts-for-verification":{"href":"/"}},"_embedded":{"pacts":[{"_links":{"self":{"href":"http://:x"}}}]}}',
      ),
    /http:\/\/:x: is not a URL/,
  ],
])("a broker that %s is an error", async (_what, answer, message) => {
  const { code, err } = await run(verify, await serverOf(answer));
  expect(code).toBe(2);
  oneLine(err, message);
});

const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
const withRequest = (request: object) => {
  const { interactions, ...rest } = pact({});
  const [one] = interactions as { request: object }[];
  const metadata = { pactSpecification: { version: "4.0" } };
  return {
    ...rest,
    metadata,
    interactions: [{ ...one, type: "Synchronous/HTTP", request: { ...one?.request, ...request } }],
  };
};
const encoded = { contentType: "application/json", encoded: "base64", content: Buffer.from(deep).toString("base64") };

test.each([
  ["a control character in the wrong place", "{\u001b[31m\n", /is not JSON: \P{Cc}+$/u],
  [
    "a byte of another encoding",
    Buffer.from('{"consumer": {"name": "Ren\xe9"}}', "latin1"),
    /till\.json: not UTF-8: byte 0xe9 at offset 26/,
  ],
])("a pact file with %s is refused", async (_what, file, message) => {
  const folder = await folderWith({ "till.json": file });
  for (const command of [check, verify, coverage]) {
    const { code, err } = await run(command, folder);
    expect(code).toBe(2);
    oneLine(err, message);
  }
});

test.each([
  ["nested too deep", JSON.stringify(pact({})).replace('"body":{}', `"body":${deep}`), /nested deeper than 100/],
  ["nested too deep inside of an encoded body", withRequest({ body: encoded }), /nested deeper than 100/],
  [
    "under metadata nested too deep",
    JSON.stringify({ ...pact({}), metadata: {} }).replace('"metadata":{}', `"metadata":${deep}`),
    /nested deeper than 100/,
  ],
  [
    "a status that is a word",
    JSON.stringify(pact({})).replace('"status":200', '"status":"abc"'),
    /response\.status must be an integer from 100 to 599, got "abc"/,
  ],
  [
    "a status that is not a status",
    pact({ status: 1000 }),
    /response\.status must be an integer from 100 to 599, got 1000/,
  ],
])("an interaction that is %s fails alone", async (_what, file, message) => {
  const folder = await folderWith({ "till.json": file });
  for (const command of [check, verify, coverage]) {
    const { code, out, err } = await run(command, folder);
    expect({ code, output: out + err }).toEqual({ code: 1, output: expect.stringMatching(message) });
  }
});

test("values of wrong types do not stop reading", async () => {
  const odd = { toString: 1, valueOf: 2 };
  const folder = await folderWith({
    "till.json": withRequest({ method: odd, headers: { a: [odd], b: odd }, query: { c: odd } }),
  });
  expect(await readPacts([folder])).toHaveLength(1);
});

test("a pact file may begin with a byte order mark", async () => {
  const folder = await folderWith({ "till.json": `\uFEFF${JSON.stringify(pact({}))}` });
  expect(await readPacts([folder])).toHaveLength(1);
});

test("coverage and report refuse servers that are no luna-sandbox", async () => {
  const answers = [
    "<html>",
    "null",
    "[]",
    "7",
    '{"requests":[null]}',
    '{"requests":{}}',
    '{"findings":null}',
    '{"requests":1,"findings":[{}]}',
  ];
  for (const text of answers) {
    const url = await serverOf((response) => void response.end(text));
    for (const command of [coverage, report]) {
      const { code, err } = await run(command, "--url", url);
      expect(code).toBe(2);
      oneLine(err, /a luna-sandbox/);
    }
  }
  const broken = await serverOf(cut);
  for (const command of [coverage, report]) {
    const { code, err } = await run(command, "--url", broken);
    expect(code).toBe(2);
    oneLine(err, new RegExp(`${broken}.*: `));
  }
});

test("coverage and report time out", async () => {
  const over = AbortSignal.abort(new DOMException("over", "TimeoutError"));
  const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(over);
  onTestFinished(() => timeout.mockRestore());
  const url = await serverOf(() => undefined);
  for (const command of [coverage, report]) {
    const { code, err } = await run(command, "--url", url);
    expect(code).toBe(2);
    oneLine(err, /http:.* took longer than 30 seconds/);
    expect(timeout).toHaveBeenLastCalledWith(30_000);
  }
});

test("an unwritable report is refused early; a writable file stays unchanged", async () => {
  const folder = await folderWith({ "till.json": pact({}), "old.xml": "old", "bad.json": "{" });
  for (const [file, why] of [
    [join(folder, "bad.json", "x.xml"), /--junit .* cannot be written: its folder is a file/],
    [folder, /--junit .* cannot be written: it is a folder/],
  ] as const) {
    const { code, out, err } = await run(verify, join(folder, "till.json"), "--junit", file);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    oneLine(err, why);
  }
  for (const name of ["old.xml", "new.xml", "none/x.xml"])
    expect((await run(verify, join(folder, "bad.json"), "--junit", join(folder, name))).code).toBe(2);
  expect(await readFile(join(folder, "old.xml"), "utf8")).toBe("old");
  expect(await readdir(folder)).not.toContain("new.xml");
});

test("texts of a pact are printed shortened and without control characters", async () => {
  const { interactions, ...rest } = pact({
    description: `\u001b]0;gone\u0007${"x".repeat(5000)}`,
    answer: { result: 2 },
  });
  const [one] = interactions as { request: object }[];
  const path = `/api/v1/\u001b[2J\u202e${"y".repeat(5000)}`;
  const elsewhere = { ...one, description: "a\nforged  line", request: { ...one?.request, path } };
  const hostile = { ...rest, consumer: { name: "till\u009b31m" }, interactions: [one, elsewhere] };
  const folder = await folderWith({ "till.json": hostile });
  for (const command of [verify, check]) {
    const { code, out } = await run(command, folder);
    expect(code).toBe(1);
    expect(out).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(out).not.toMatch(/^forged/m);
    expect(Math.max(...out.split("\n").map(({ length }) => length))).toBeLessThan(700);
  }
});

test("an unexpected error is one line; LUNA_STACK adds the stack", async () => {
  const odd = 'data:text/javascript,globalThis.fetch=()=>{throw new RangeError("odd%5Cu001b[31m")}';
  const call = (env: NodeJS.ProcessEnv) =>
    promisify(execFile)(process.execPath, ["--import", odd, command, "report"], { cwd: root, env }).catch(
      (error: { code: number; stderr: string }) => error,
    );
  const { LUNA_STACK: _none, ...env } = process.env;
  expect(await call(env)).toMatchObject({
    code: 2,
    stderr: "luna-sandbox report: unexpected error: RangeError: odd [31m. Set LUNA_STACK=1 to see the stack.\n",
  });
  expect(await call({ ...env, LUNA_STACK: "1" })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("    at "),
  });
});
