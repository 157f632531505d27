/** Endless bodies and files: every command stops reading and reports source and limit. */
import { truncate, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { check } from "../../cli/commands/check.js";
import { coverage } from "../../cli/commands/coverage.js";
import { record } from "../../cli/commands/record.js";
import { report } from "../../cli/commands/report.js";
import { fixtureOptions } from "../../cli/fixture-options.js";
import { parsePact, startRecording } from "../../contracts/index.js";
import { Verifier } from "../../contracts/verify/verify.js";
import { readFile, readStream } from "../../shared/read-limited.js";
import { mebibyte } from "../../shared/units.js";
import { folderWith } from "../contracts/support/files.js";
import { pact } from "../contracts/support/pacts.js";
import { run } from "../contracts/support/run.js";
import { endlessServer } from "../support/endless.js";
import { setup } from "../support/sandbox.js";

// A broker's body took 5.1 GB, and then the process aborted.
test("check stops reading an endless broker", async () => {
  const url = await endlessServer();
  const { code, err } = await run(check, url);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`${url}/: sent more than 32 MiB`) });
});

test("check stops reading an endless pact of a broker", async () => {
  const url = await endlessServer(({ url: path }, response) => {
    if (path === "/") response.end('{"_links":{"pb:provider-pacts-for-verification":{"href":"/pacts"}}}');
    if (path === "/pacts") response.end('{"_embedded":{"pacts":[{"_links":{"self":{"href":"/pact/1"}}}]}}');
  });
  const { code, err } = await run(check, `${url}/`);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`${url}/pact/1: sent more than 32 MiB`) });
});

test("check times out on a silent broker", async () => {
  const over = AbortSignal.abort(new DOMException("over", "TimeoutError"));
  const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(over);
  onTestFinished(() => timeout.mockRestore());
  const { err } = await run(check, "http://127.0.0.1:1/");
  expect(err).toContain("http://127.0.0.1:1/: took longer than 30 seconds");
});

test("report and coverage stop reading an endless server", async () => {
  const url = await endlessServer();
  expect(await run(report, "--url", url)).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${url} sent more than 64 MiB`),
  });
  expect(await run(coverage, "--url", url)).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${url} sent more than 64 MiB`),
  });
});

test("verify fails an interaction with an endless response", async () => {
  const url = await endlessServer();
  const verification = new Verifier({ kind: "other", url, token: undefined, live: false });
  onTestFinished(() => verification.stop());
  const [result] = await verification.all(parsePact("till.json", JSON.stringify(pact({}))));
  expect(result?.failures[0]?.message).toMatch(/127\.0\.0\.1:\d+\/api\/v1\/\w+ sent more than 64 MiB/);
});

test("record does not forward an endless response", async () => {
  const url = await endlessServer();
  const recording = await startRecording({ consumer: "till", server: url, isSandbox: false, log: () => undefined });
  onTestFinished(() => recording.close());
  const response = await fetch(`${recording.url}/api/v1/getTemplates`, { method: "POST" });
  expect(response.status).toBe(502);
  expect(await response.text()).toContain(`${url}/api/v1/getTemplates sent more than 64 MiB`);
  expect(recording.count()).toBe(0);
});

test("record refuses an endless request", async () => {
  const { server } = await setup();
  const recording = await startRecording({
    consumer: "till",
    server: server.url,
    isSandbox: true,
    log: () => undefined,
  });
  onTestFinished(() => recording.close());
  const status = await new Promise((resolve, reject) => {
    const sent = request(`${recording.url}/api/v1/getTemplates`, { method: "POST" });
    sent.on("error", reject);
    sent.on("response", ({ statusCode }) => {
      resolve(statusCode);
      sent.destroy();
    });
    // One byte more than the limit, and no end.
    const chunk = Buffer.alloc(mebibyte, " ");
    for (let nth = 0; nth < 64; nth += 1) sent.write(chunk);
    sent.write(" ");
  });
  expect(status).toBe(413);
});

test("a full recording logs and records no more", async () => {
  const { server, token } = await setup();
  const log: string[] = [];
  const recording = await startRecording({
    consumer: "till",
    server: server.url,
    isSandbox: true,
    log: (line) => log.push(line),
  });
  onTestFinished(() => recording.close());
  const body = JSON.stringify({ filling: "x".repeat(mebibyte - 100) });
  for (let nth = 0; log.length === 0; nth += 1) {
    await fetch(`${recording.url}/api/v1/getTemplates`, { method: "POST", headers: { "x-access-token": token }, body });
    expect(nth).toBeLessThan(80);
  }
  expect(log[0]).toMatch(/getTemplates was not recorded: the recording is full at 64 MiB; stop it and start another/);
  expect(recording.count()).toBeGreaterThan(60);
});

test("record --upstream tolerates an endless health response", async () => {
  const url = await endlessServer();
  const out = join(await folderWith({}), "till.json");
  const words = ["--", process.execPath, "-e", ""];
  const { code, err } = await run(record, "--out", out, "--consumer", "till", "--upstream", url, ...words);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("nothing was recorded") });
});

test("files that are too large are refused unread", async () => {
  const folder = await folderWith({});
  const file = join(folder, "large.json");
  await writeFile(file, "");
  await truncate(file, 2049 * mebibyte);
  expect(() => fixtureOptions({ fixture: file })).toThrow(`--fixture ${file}: larger than 2048 MiB`);
  expect(await run(check, file)).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${file}: larger than 32 MiB`),
  });
  const token = await run(report, "--admin-token-file", file);
  expect(token).toMatchObject({
    code: 2,
    err: expect.stringContaining(`--admin-token-file ${file}: larger than 2 KiB`),
  });
});

test("files and streams are read up to their limit", async () => {
  const file = join(await folderWith({ "four.txt": "four" }), "four.txt");
  expect(readFile(file, 4).toString()).toBe("four");
  expect(() => readFile(file, 3)).toThrow("larger than 0 KiB");
  expect((await readStream([Buffer.from("fo"), Buffer.from("ur")], 4)).toString()).toBe("four");
  await expect(readStream([Buffer.from("fo"), Buffer.from("ur")], 3)).rejects.toThrow("larger than");
});

test.skipIf(process.platform === "win32")("a file without a size is read up to its limit", () => {
  expect(() => readFile("/dev/zero", 2 * mebibyte)).toThrow("larger than 2 MiB");
});
