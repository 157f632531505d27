/** Coverage of the API by contracts and by logged requests. */
import { expect, test } from "vitest";
import { coverage } from "../../cli/commands/coverage.js";
import { allCells, matrix, pactWitnesses, requestWitnesses, SandboxProvider } from "../../contracts/index.js";
import { allCardTypes } from "../../mock-server/index.js";
import { methodFacts } from "../../openapi/document.js";
import { setup, testServer } from "../support/sandbox.js";
import { type InteractionOptions, pact, sdkPact } from "./support/pacts.js";
import { run } from "./support/run.js";
import { interactionsOf } from "./support/verify.js";

const coveredBy = (...options: readonly InteractionOptions[]) =>
  matrix(pactWitnesses(interactionsOf(pact(...options))))
    .filter(({ by }) => by.length > 0)
    .map(({ method, cardType = "any", outcome }) => `${method} ${cardType} ${outcome}`);

test("the matrix has successes, documented errors and pages of every method", () => {
  const of = (method: string) =>
    allCells.filter((cell) => cell.method === method).map(({ cardType = "any", outcome }) => `${cardType} ${outcome}`);
  expect(of("getTemplates")).toEqual(["any success", "any error 1"]);
  expect(of("useReward")).toEqual([
    "0 success",
    "any error 1",
    "any error 2",
    "any error 3",
    "any error 4",
    "0 error 4",
  ]);
  expect(of("searchClient")).toEqual(["any success", "any not found", "any error 1", "any error 4"]);
  expect(of("checkPassExistsByPhone")).toContain("any not found");
  expect(of("usePass").filter((cell) => cell.endsWith("error 4"))).toEqual(
    ["any", ...allCardTypes].map((type) => `${type} error 4`),
  );
  expect(of("getClientsList")).toEqual(["any success", "any error 1", "any error 4", "any page boundary"]);
  for (const method of ["getPassInfo", "getPassInfoByPhone", "getClientPassesByPhone", "usePass"]) {
    expect(of(method).slice(0, allCardTypes.length)).toEqual(allCardTypes.map((type) => `${type} success`));
  }
  const errors = Object.values(methodFacts).reduce((sum, facts) => sum + facts.errors.length, 0);
  const untyped = allCells.filter(({ outcome, cardType }) => outcome.startsWith("error") && cardType === undefined);
  expect(untyped).toHaveLength(errors);
});

test("card types come from the response or the card's state", () => {
  const states = [{ name: "a stamp card" }, { name: "a discount card", params: { serial: "4-4-4" } }];
  const body = { passSerialNumber: "4-4-4", action: "reduceTotalSpentSum", sum: 1 };
  expect(coveredBy({ method: "usePass", states, body, answer: { result: 1 } })).toEqual(["usePass 4 success"]);
  expect(coveredBy({ method: "getPassInfo", answer: { type: 6 } })).toEqual(["getPassInfo 6 success"]);
  const rows = [{ type: 1 }, { type: 3 }];
  expect(coveredBy({ method: "getClientPassesByPhone", answer: { rows } })).toEqual([
    "getClientPassesByPhone 1 success",
    "getClientPassesByPhone 3 success",
  ]);
  expect(coveredBy({ method: "usePass", states: [{ name: "no such state" }], answer: { result: 1 } })).toEqual([]);
});

test("errors and later pages have their cells", () => {
  const list = { method: "getClientsList", answer: { result: 1, rows: [] } };
  expect(coveredBy({ ...list, body: { idTemplate: 1, page: 1 } })).toEqual(["getClientsList any success"]);
  expect(coveredBy({ ...list, body: { idTemplate: 1, page: "2" } })).toEqual([
    "getClientsList any success",
    "getClientsList any page boundary",
  ]);
  expect(coveredBy({ ...list, answer: { error: 4 } }, { method: "nothing" })).toEqual(["getClientsList any error 4"]);
});

const reward = {
  method: "useReward",
  states: [{ name: "a stamp card" }],
  body: { passSerialNumber: "297150-586-203" },
};

test.each([
  ["a status that no success has", { status: 500, answer: { result: 1 } }],
  ["another status", { status: 404, answer: { result: 1 } }],
  ["a refusal without a code", { answer: { result: 0 } }],
  ["a message of the sandbox", { answer: { message: "it is called with POST" } }],
  ["nothing of the answer", { answer: {} }],
  ["a text", { answer: "done" }],
  ["a list", { answer: [] }],
])("an interaction that expects %s covers nothing", (_what, options) => {
  expect(coveredBy({ ...reward, answer: { result: 1 } })).toEqual(["useReward 0 success"]);
  expect(coveredBy({ ...reward, ...options })).toEqual([]);
});

test("other verbs and ignored responses cover nothing", () => {
  const [one] = pact(reward).interactions as { request: object; response: object }[];
  const got = { ...one, request: { ...one?.request, method: "GET" }, response: { status: 405 } };
  const open = { ...one, response: { status: 200 } };
  const covered = matrix(pactWitnesses(interactionsOf({ ...pact(), interactions: [got, open] })));
  expect(covered.filter(({ by }) => by.length > 0)).toEqual([]);
});

test("not found is neither success nor refusal", () => {
  const search = { method: "searchClient", body: { idTemplate: 1, phone: 1 } };
  expect(coveredBy({ ...search, answer: { result: 0 } })).toEqual(["searchClient any not found"]);
  expect(coveredBy({ ...search, answer: { result: 1, userID: 1 } })).toEqual(["searchClient any success"]);
  const check = { ...search, method: "checkPassExistsByPhone" };
  expect(coveredBy({ ...check, answer: { result: 0 } })).toEqual(["checkPassExistsByPhone any not found"]);
});

test("error 4 of card changes has a cell per card type", () => {
  expect(coveredBy({ ...reward, answer: { error: 4 } })).toEqual(["useReward 0 error 4"]);
  const nobodys = { ...reward, body: {}, states: [] };
  expect(coveredBy({ ...nobodys, answer: { error: 4 } })).toEqual(["useReward any error 4"]);
  expect(coveredBy({ ...reward, answer: { error: 3 } })).toEqual(["useReward any error 3"]);
});

test("the first page depends on the profile", () => {
  const contract = pact({ method: "getClientsList", body: { idTemplate: 1, page: 1 }, answer: { result: 1 } });
  const pages = (firstPage: number) =>
    matrix(pactWitnesses(interactionsOf(contract), firstPage)).filter(({ by }) => by.length > 0).length;
  expect({ from1: pages(1), from0: pages(0) }).toEqual({ from1: 1, from0: 2 });
  const push = { pushSegment: "oneClient", passSerialNumber: "1", messageText: "x", page: 2 };
  expect(coveredBy({ method: "sendInfoPush", body: push, answer: { result: 1 } })).toEqual([
    "sendInfoPush any success",
  ]);
});

test("the SDK contract covers every method", () => {
  const cells = matrix(pactWitnesses(interactionsOf(sdkPact())));
  const covered = new Set(cells.filter(({ by }) => by.length > 0).map(({ method }) => method));
  expect([...covered].sort()).toEqual(Object.keys(methodFacts).sort());
  expect(cells.find(({ method, cardType }) => method === "usePass" && cardType === 5)?.by).toEqual([
    "luna-loyalty-sdk: a certificate that is spent",
    "luna-loyalty-sdk: a certificate that is topped up",
  ]);
});

async function coveredIn({ server, id }: Pick<Awaited<ReturnType<typeof setup>>, "server" | "id">) {
  const provider = new SandboxProvider({ url: server.url });
  return matrix(requestWitnesses((await provider.loggedRequests(id)).entries, (await provider.state(id))?.cards ?? []))
    .filter(({ by }) => by.length > 0)
    .map(({ method, cardType = "any", outcome }) => `${method} ${cardType} ${outcome}`);
}

test("refused requests cover no success under any profile", async () => {
  const sandbox = await setup();
  const { call, control, server, token } = sandbox;
  await control("PUT", "/profile", { undocumentedRefusal: "result0", firstPage: "0", envelope: "array" });
  await call("useReward", { passSerialNumber: "297150-586-203", numberRewards: 99 });
  await call("getClientsList", { idTemplate: 340717, page: 0 });
  expect(await coveredIn(sandbox)).toEqual(["getClientsList any success"]);
  await call("getClientsList", { idTemplate: 340717, page: 1 });
  await fetch(`${server.url}/api/v1/getTemplates`, { headers: { "x-access-token": token } });
  expect(await coveredIn(sandbox)).toEqual(["getClientsList any success", "getClientsList any page boundary"]);
});

test("a response too large for the request log covers success", async () => {
  const sandbox = await setup();
  await sandbox.call("getTemplateClientPasses", { idTemplate: 340723, selectionMode: "PassInstalled", page: 1 });
  expect(await coveredIn(sandbox)).toEqual(["getTemplateClientPasses any success"]);
});

test("logged requests cover cells", async () => {
  const { call, server, id } = await setup();
  await call("usePass", { passSerialNumber: "297150-586-205", action: "takeStamps", numberStumps: 1 });
  await call("getPassInfo", { passSerialNumber: "297150-586-208" });
  await call("getPassInfo", { passSerialNumber: "1-2-3" });
  await call("getPassOperations", { passSerialNumber: "297150-586-211", page: 2 });
  const provider = new SandboxProvider({ url: server.url });
  const cells = matrix(
    requestWitnesses((await provider.loggedRequests(id)).entries, (await provider.state(id))?.cards ?? []),
  );
  expect(
    cells
      .filter(({ by }) => by.length === 1)
      .map(({ method, cardType = "any", outcome }) => `${method} ${cardType} ${outcome}`),
  ).toEqual([
    "getPassInfo 5 success",
    "getPassInfo any error 2",
    "usePass 2 success",
    "getPassOperations any success",
    "getPassOperations any page boundary",
  ]);
});

test("coverage --url counts the requests of all sandboxes", async () => {
  const server = await testServer({ fixture: "demo" });
  const sandbox = await server.sandbox();
  const send = (name: string, token: string) =>
    server.fetch(`/api/v1/${name}`, { method: "POST", headers: { "x-access-token": token }, body: "{}" });
  await send("getTemplates", sandbox.companies[0]?.token ?? "");
  const covered = async (...args: readonly string[]) => {
    const { out } = await run(coverage, "--url", server.url, "--json", ...args);
    return (JSON.parse(out) as { covered: number }).covered;
  };
  expect(await covered()).toBe(1);
  expect(await covered("--sandbox", "default")).toBe(0);
  expect(await covered("--sandbox", sandbox.id)).toBe(1);
});
