/** Pacts with an invalid part: only this part fails, with a reason. */
import { chmod, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { check } from "../../cli/commands/check.js";
import { coverage } from "../../cli/commands/coverage.js";
import { verify } from "../../cli/commands/verify.js";
import { checkPacts } from "../../contracts/index.js";
import { folderWith } from "../contracts/support/files.js";
import { pact } from "../contracts/support/pacts.js";
import { run } from "../contracts/support/run.js";
import { interactionsOf, verifying } from "../contracts/support/verify.js";

const [base] = pact({ description: "kept" }).interactions as { request: object; response: object }[];

/** A contract with a passing interaction, and one with a changed response or request. */
const beside = (response: object, request: object = {}, more: object = {}) => ({
  ...pact(),
  interactions: [
    base,
    {
      ...base,
      description: "changed",
      request: { ...base?.request, ...request },
      response: { ...base?.response, ...response },
      ...more,
    },
  ],
});

async function verdicts(contract: unknown) {
  const { verification } = await verifying();
  const interactions = interactionsOf(contract);
  const errors = (await checkPacts(interactions)).filter(({ severity }) => severity === "error");
  return {
    verify: (await verification.all(interactions)).map(({ verdict, failures }) => failures[0]?.message ?? verdict),
    check: errors.map(({ interaction, message }) => `${interaction.description}: ${message}`),
  };
}

const statusRule = (matcher: object) => ({
  matchingRules: { status: { combine: "AND", matchers: [matcher] } },
  generators: { status: { type: "RandomInt", min: 100, max: 599 } },
});
const statusCode = (status: unknown) => statusRule({ match: "statusCode", status });

test.each([
  ["success", 0],
  ["nonError", 0],
  [[201, 200], 0],
  [["200"], 404],
])("status 0 with a statusCode matcher for %j passes", async (status, example) => {
  const { verify: messages, check: errors } = await verdicts(beside({ status: example, ...statusCode(status) }));
  expect({ messages, errors }).toEqual({ messages: ["passed", "passed"], errors: [] });
});

test.each([["clientError"], ["error"], ["redirect"], [[404]]])(
  "a statusCode matcher for %j rejects status 200",
  async (status) => {
    const { verify: messages, check: errors } = await verdicts(beside({ status: 0, ...statusCode(status) }));
    expect(messages).toEqual(["passed", expect.stringMatching(/200/)]);
    expect(errors).toEqual([expect.stringMatching(/^changed: expects a status other than 200; the document has 200/)]);
  },
);

const unknownClass = /^the status of a statusCode matcher must be a list of statuses or one of .*, got "fine"$/;

test.each([
  [
    "a status that is a text",
    beside({ status: "200" }),
    /^response\.status must be an integer from 100 to 599, got "200"$/,
  ],
  [
    "a status that is null",
    beside({ status: null }),
    /^response\.status must be an integer from 100 to 599, got null$/,
  ],
  ["status 0 without a matcher", beside({ status: 0 }), /^response\.status must be an integer from 100 to 599, got 0$/],
  ["status 1000", beside({ status: 1000 }), /^response\.status must be an integer from 100 to 599, got 1000$/],
  ["an unknown class of statuses", beside({ status: 0, ...statusCode("fine") }), unknownClass],
  ["a misspelt key of the response", beside({ bdy: {} }), /^unknown key "bdy" in response; did you mean "body"\?$/],
  [
    "a misspelt key of the request",
    beside({}, { header: {} }),
    /^unknown key "header" in request; did you mean "headers"\?$/,
  ],
  [
    "a misspelt key",
    beside({}, {}, { respons: {} }),
    /^unknown key "respons" in the interaction; did you mean "response"\?$/,
  ],
  ["no request", beside({}, {}, { request: undefined }), /^request must be an object, got nothing$/],
  ["no response", beside({}, {}, { response: undefined }), /^response must be an object, got nothing$/],
  ["a path that is no text", beside({}, { path: 5 }), /^request\.path must be text, got 5$/],
  ["a method that is no text", beside({}, { method: {} }), /^request\.method must be text, got \{\}$/],
  ["headers that are a list", beside({ headers: [] }), /^response\.headers must be an object, got \[\]$/],
  ["a header that is an object", beside({ headers: { a: {} } }), /^response\.headers\["a"\] must be text, got \{\}$/],
  ["a query that is a number", beside({}, { query: 5 }), /^request\.query must be an object, got 5$/],
  ["rules that are a list", beside({ matchingRules: [] }), /^response\.matchingRules must be an object, got \[\]$/],
  [
    "an unknown category",
    beside({ matchingRules: { bodi: {} } }),
    /^unknown category "bodi" in response\.matchingRules; did you mean "body"\?$/,
  ],
  [
    "an unknown part",
    beside({ matchingRules: { "$.bodi.result": { match: "type" } } }),
    /^unknown category "bodi" in response\.matchingRules; did you mean "body"\?$/,
  ],
  [
    "an unknown matcher",
    beside({ matchingRules: { body: { $: { matchers: [{ match: "typ" }] } } } }),
    /^unknown matcher "typ" in response\.matchingRules\.body\["\$"\]; did you mean "type"\?$/,
  ],
  [
    "a matcher that is no object",
    beside({ matchingRules: { body: { $: { matchers: [5] } } } }),
    /must be an object, got 5$/,
  ],
  [
    "rules without matchers",
    beside({ matchingRules: { body: { $: { match: "type" } } } }),
    /must be an object with a list of matchers/,
  ],
  [
    "an unknown combination",
    beside({ matchingRules: { body: { $: { combine: "XOR", matchers: [] } } } }),
    /combine must be AND or OR, got "XOR"$/,
  ],
  [
    "an unknown generator",
    beside({}, { generators: { body: { "$.a": { type: "Randomint" } } } }),
    /^unknown generator "Randomint" in request\.generators; did you mean "RandomInt"\?$/,
  ],
  ["pending that is a text", beside({}, {}, { pending: "yes" }), /^pending must be true or false, got "yes"$/],
  [
    "an interaction that is a number",
    { ...pact(), interactions: [base, 5] },
    /^an interaction must be an object, got 5$/,
  ],
])("%s fails only this interaction, in verify and check", async (_what, contract, reason) => {
  const { verify: messages, check: errors } = await verdicts(contract);
  expect(messages).toEqual(["passed", expect.stringMatching(reason)]);
  expect(errors.map((error) => error.replace(/^(changed)?: /, ""))).toEqual([expect.stringMatching(reason)]);
});

const taking = (name: string) => ({
  path: "/api/v1/getPassInfo",
  body: { passSerialNumber: "1" },
  generators: { body: { "$.passSerialNumber": { type: "ProviderState", expression: `\${${name}}` } } },
});

test("a value that no provider state gives is reported", async () => {
  const states = { providerStates: [{ name: "a stamp card" }] };
  const answer = { body: { type: 0 } };
  const reason = /^unknown provider state value "serail" in the request; did you mean "serial"\?$/;
  const { verify: messages, check: errors } = await verdicts(beside(answer, taking("serail"), states));
  expect(messages).toEqual(["passed", expect.stringMatching(reason)]);
  expect(errors).toEqual([expect.stringMatching(/^changed: unknown provider state value "serail"/)]);
  const without = await verdicts(beside({}, taking("serial")));
  expect(without.verify[1]).toBe('unknown provider state value "serial" in the request; they return no values');
  const given = await verdicts(beside(answer, taking("serial"), states));
  expect(given).toEqual({ verify: ["passed", "passed"], check: [] });
});

test("check refuses a state that only the server refuses", async () => {
  const params = { type: 0, settings: { maxStamps: 0 } };
  const contract = beside({}, {}, { providerStates: [{ name: "a template", params }] });
  const { verify: messages, check: errors } = await verdicts(contract);
  expect(messages[1]).toMatch(/^settings\.maxStamps of "a template": must be/);
  expect(errors).toEqual([`changed: ${messages[1]}`]);
});

const bad = '{"consumer": {"name": "kiosk"}, "interactions": [}';

test("an invalid file among several fails alone", async () => {
  const folder = await folderWith({ "a.json": pact({ description: "kept" }), "b.json": bad, "c.json": "[]" });
  const junit = join(folder, "report.xml");
  const text = await run(verify, folder, "--no-pins", "--consumer", "till", "--junit", junit);
  expect(text).toMatchObject({ code: 1, out: expect.stringMatching(/3 interactions: 1 passed, 2 failed\.$/) });
  expect(text.out).toMatch(/the whole file .*\n.*b\.json\n {2}is not JSON: /);
  expect(await readFile(junit, "utf8")).toContain('failure type="invalid pact" message="is not JSON: ');
  const json = JSON.parse((await run(verify, folder, "--json", "--no-pins")).out);
  expect(json).toMatchObject({ passed: 1, failed: 2 });
  expect(json.results[1]).toMatchObject({ source: join(folder, "b.json"), verdict: "failed" });
  const checked = await run(check, folder, "--json");
  expect(checked.code).toBe(1);
  expect(JSON.parse(checked.out)).toMatchObject(
    [{ side: "file", message: /is not JSON/ }, { side: "file" }].map((one) =>
      expect.objectContaining({ side: one.side }),
    ),
  );
  const covered = await run(coverage, folder);
  expect(covered).toMatchObject({ code: 1, out: expect.stringMatching(/1 of 115 cells are covered\.$/) });
  expect(covered.err.split("\n")).toEqual([
    expect.stringMatching(/b\.json: not counted: the whole file: is not JSON: /),
    expect.stringMatching(/c\.json: not counted: the whole file: is not a pact: consumer is missing$/),
  ]);
});

test("an unreadable file among several fails alone", async () => {
  const folder = await folderWith({ "a.json": pact({}), "b.json": pact({}) });
  // No permission keeps root from reading a file; the memory of a process at address 0 cannot be read by anyone.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    await rm(join(folder, "b.json"));
    await symlink("/proc/self/mem", join(folder, "b.json"));
  } else await chmod(join(folder, "b.json"), 0);
  const { code, out } = await run(check, folder);
  expect(code).toBe(1);
  expect(out).toMatch(isRoot ? /i\/o error/ : /permission denied/);
});

test("a single invalid file ends with exit code 2", async () => {
  const folder = await folderWith({ "b.json": bad });
  for (const command of [verify, check, coverage]) expect((await run(command, folder)).code).toBe(2);
});
