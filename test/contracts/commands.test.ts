/** Output and exit codes of the subcommands. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { check } from "../../cli/commands/check.js";
import { coverage } from "../../cli/commands/coverage.js";
import { record } from "../../cli/commands/record.js";
import { states } from "../../cli/commands/states.js";
import { verify } from "../../cli/commands/verify.js";
import { allCells } from "../../contracts/coverage/cells.js";
import { providerStates } from "../../contracts/states/index.js";
import { createLunaServer } from "../../mock-server/index.js";
import { command } from "../support/command.js";
import { testServer } from "../support/sandbox.js";
import { folderWith } from "./support/files.js";
import { pact } from "./support/pacts.js";
import { run } from "./support/run.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const kept = pact({ description: "kept" });
const broken = {
  ...pact({ description: "broken & bent", answer: { result: 2 } }, { description: "kept too" }),
  consumer: { name: "kiosk" },
};

test("verify reports as text, JSON and JUnit XML", async () => {
  const folder = await folderWith({ "till.json": kept, "kiosk.json": broken });
  const text = await run(verify, folder, "--no-pins");
  expect(text.code).toBe(1);
  expect(text.out).toMatch(/^consumer +interaction +states +verdict\nkiosk +broken & bent +- +FAILED$/m);
  expect(text.out).toContain("1) kiosk: broken & bent (-)\n  POST /api/v1/getTemplates, from ");
  expect(text.out).toContain("$.result: expected 2, got 1");
  expect(text.out).toContain("evidence: sample: vendor page");
  expect(text.out).toContain('response: 200 {"result":1,"templates":[]}');
  expect(text.out).toMatch(/3 interactions: 2 passed, 1 failed\.$/);

  const junit = join(folder, "report.xml");
  const json = await run(verify, `${folder}/*.json`, "--json", "--junit", junit, "--no-pins");
  const report = JSON.parse(json.out);
  expect(report).toMatchObject({ passed: 2, failed: 1, pending: 0, skipped: 0, pins: null });
  expect(report.results[0]).toMatchObject({ consumer: "kiosk", verdict: "failed", failures: [{ where: "$.result" }] });
  const xml = await readFile(junit, "utf8");
  expect(xml).toMatch(/<testsuite name="kiosk" timestamp="[^"]+" tests="2" errors="0" failures="1" skipped="0"/);
  expect(xml).toMatch(
    /<testcase classname="kiosk" name="broken &amp; bent" time="[\d.]+"><failure type="mismatch" message="Expected 1/,
  );

  const partly = await run(verify, folder);
  expect(partly.out).toMatch(/are unknown: not searched, because not all interactions pass\.$/);
  const one = await run(verify, folder, "--consumer", "till");
  expect(one).toMatchObject({ code: 0, out: expect.stringContaining("1 interaction: 1 passed, 0 failed.") });
});

test("the output of Pact's core is not printed", async () => {
  const folder = await folderWith({ "kiosk.json": broken });
  const args = [command, "verify", folder, "--json", "--no-pins"];
  const failure = await promisify(execFile)(process.execPath, args, { cwd: root }).catch((error) => error);
  const progress = /^luna-sandbox verify: .* \(\d+ s\)\n/gm; // On a slow machine.
  expect(failure.code).toBe(1);
  expect(JSON.parse(failure.stdout)).toMatchObject({ failed: 1 });
  expect(failure.stderr.replace(progress, "")).toBe("");
});

test("verify --provider-url sets up states there and cleans up", async () => {
  const server = await createLunaServer({ fixture: "empty", adminToken: "admin" });
  onTestFinished(() => server.close());
  const folder = await folderWith({ "till.json": kept });
  const args = [folder, "--provider-url", `${server.url}/`, "--no-pins"];
  const right = await run(verify, ...args, "--admin-token", "admin");
  // On a slow machine, the progress is printed too.
  expect(right).toMatchObject({ code: 0, err: expect.stringMatching(/^(luna-sandbox verify: running .*\n?)*$/) });
  expect(await server.services.sandboxes.list()).toHaveLength(1);
  const { id } = await server.sandbox({ fixture: "demo" });
  const [foreign] = pact({}).interactions;
  const wipes = {
    ...foreign,
    request: { method: "DELETE", path: `/_luna/sandboxes/${id}` },
    response: { status: 204 },
  };
  const hostile = await folderWith({ "foreign.json": { ...pact(), interactions: [wipes] } });
  expect((await run(verify, hostile, ...args.slice(1), "--admin-token", "admin")).code).toBe(1);
  expect(await server.services.sandboxes.list()).toHaveLength(2);
  const wrong = await run(verify, ...args);
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("pass --admin-token") });
  const other = await run(verify, ...args, "--admin-token", "another");
  expect(other).toMatchObject({ code: 2, err: expect.stringContaining("check --admin-token") });
  const tokens = await run(verify, ...args, "--admin-token", "admin", "--token", "t");
  expect(tokens).toMatchObject({
    code: 2,
    err: expect.stringMatching(/--token cannot be used: http:.* is a luna-sandbox/),
  });
  expect((await run(verify, folder, "--provider-url", "http://127.0.0.1:1")).err).toMatch(/no server responds/);
});

test("verify refuses wrong options and sources", async () => {
  const folder = await folderWith({
    "till.json": kept,
    "nothing.txt": "",
    "bad.txt": "{",
    "none.txt": { consumer: 1 },
  });
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /no pacts given; pass files, folders, globs or a broker URL/],
    [["--jsn", folder], /verify: unknown option --jsn; did you mean --json\? \(see luna-sandbox verify --help\)/],
    [[folder, "--set", "envelop=array"], /--set: unknown switch "envelop"; did you mean "envelope"\?/],
    [[folder, "--consumer", "nobody"], /no pact has the consumer "nobody"; known: till/],
    [[folder, "--admin-token", "x"], /--admin-token needs --provider-url/],
    [[folder, "--token", "x"], /--token needs --provider-url/],
    [[folder, "--provider-url", "luna"], /--provider-url must be a URL such as/],
    [[folder, "--provider-url", "https://app.lunaloyaltycards.com/api/v1"], /the vendor's real service.*--allow-live/],
    [[join(folder, "missing.json")], /missing\.json: no such file/],
    [[join(folder, "*.xml")], /no such file/],
    [[join(folder, "bad.txt")], /bad\.txt: is not JSON/],
    [[join(folder, "none.txt")], /none\.txt: is not a pact: consumer is missing/],
  ];
  for (const [args, message] of cases) {
    const { code, err } = await run(verify, ...args);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(message) });
  }
});

test("check reports errors and weak evidence", async () => {
  const assumed = pact({
    description: "operations",
    method: "getPassOperations",
    body: { passSerialNumber: "1" },
    answer: { rows: [{ action: "redeem" }] },
  });
  const folder = await folderWith({ "till.json": assumed });
  const text = await run(check, folder);
  expect(text.code).toBe(0);
  expect(text.out).toMatch(
    /note +till +getPassOperations +response rows\[\]\.action +assumed +relies on evidence level assumed/,
  );
  expect(text.out).toMatch(/1 interaction: 0 errors, 2 notes\.$/);
  expect((await run(check, folder, "--fail-on", "assumed")).code).toBe(1);
  expect(JSON.parse((await run(check, folder, "--json")).out)[0]).toMatchObject({ severity: "note", field: "rows" });
  expect((await run(check, folder, "--fail-on", "guessed")).err).toMatch(/--fail-on must be documented, sample/);
  expect((await run(check)).code).toBe(2);
});

test("coverage prints the matrix of pacts and of a running server", async () => {
  const folder = await folderWith({ "till.json": kept });
  const text = await run(coverage, folder);
  expect(text.out).toMatch(/^method +any card +type 0/);
  expect(text.out).toContain(`\n1 of ${allCells.length} cells are covered.`);
  const server = await testServer({ fixture: "demo" });
  await fetch(`${server.url}/api/v1/getTemplates`, {
    method: "POST",
    headers: { "x-access-token": "luna-demo-token" },
  });
  const json = JSON.parse((await run(coverage, "--url", server.url, "--json")).out);
  expect(json.covered).toBe(1);
  expect((await run(coverage, "--url", `${server.url}/api/v1`)).code).toBe(0);
  expect((await run(coverage, "--url", server.url, "--sandbox", "none")).err).toMatch(/unknown sandbox "none"/);
  expect((await run(coverage, "--url", "http://127.0.0.1:1")).err).toMatch(/cannot be reached/);
  expect((await run(coverage)).code).toBe(2);
  expect((await run(coverage, "--url", server.url, "--set", "firstPage=0")).err).toMatch(/--set is only for pacts/);
  expect((await run(coverage, folder, "--set", "firstPage=0")).code).toBe(0);
  const guarded = await createLunaServer({ fixture: "empty", adminToken: "admin" });
  onTestFinished(() => guarded.close());
  expect((await run(coverage, "--url", guarded.url)).err).toMatch(/pass --admin-token/);
  expect(await run(coverage, "--url", guarded.url, "--admin-token", "admin")).toMatchObject({
    code: 2,
    err: "luna-sandbox coverage: no requests in any sandbox",
  });
  expect((await run(coverage, folder, "--url", server.url)).code).toBe(2);
});

test.each(Object.entries({ verify, check, coverage }))(
  "%s of pacts without interactions ends with exit code 2",
  async (_name, command) => {
    const folder = await folderWith({ "none.json": pact() });
    const { code, out, err } = await run(command, folder);
    expect({ code, out, err }).toEqual({
      code: 2,
      out: "",
      err: expect.stringContaining(`${folder}: no interactions`),
    });
  },
);

test("states lists the catalogue", async () => {
  expect((await run(states)).out).toMatch(/a stamp card +serial +297150-586-203/);
  expect((await run(states, "a", "client")).out).toMatch(/^a client: A client of a template/);
  expect(JSON.parse((await run(states, "--json")).out)).toHaveLength(providerStates.length);
  expect((await run(states, "a clent")).err).toMatch(/did you mean "a client"\?/);
});

test("record refuses missing and wrong options", async () => {
  expect((await run(record)).err).toMatch(/--out is required/);
  expect((await run(record, "--out", "x.json")).err).toMatch(/--consumer is required/);
  const folder = await folderWith({});
  expect((await run(record, "--out", folder, "--consumer", "till")).err).toMatch(/it is a folder/);
  const args = ["--out", join(folder, "x.json"), "--consumer", "till"];
  expect((await run(record, ...args, "--port", "x")).err).toMatch(/--port must be an integer/);
  expect((await run(record, ...args, "--upstream", "luna")).err).toMatch(/--upstream must be a URL such as/);
  expect((await run(record, ...args, "--fixture", "nothing")).err).toMatch(/--fixture nothing/);
});

test.each(Object.entries({ verify, check, coverage, states, record }))(
  "%s --help prints its options",
  async (name, command) => {
    const { code, out } = await run(command, "--help");
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^luna-sandbox ${name}: `));
    expect(out).toContain("--help");
  },
);
