/** Pacts held against the document. */
import { expect, test } from "vitest";
import { checkPacts } from "../../contracts/index.js";
import { operationFacts } from "../../openapi/document.js";
import { everyOperation } from "./fixtures/every-operation.js";
import { pact, type Wish } from "./support/pacts.js";
import { interactionsOf } from "./support/verify.js";

const findings = async (...wishes: readonly Wish[]) =>
  (await checkPacts(interactionsOf(pact(...wishes)))).map(
    ({ severity, operation, side, field, message }) => `${severity} ${operation} ${side} ${field}: ${message}`,
  );

const card = (answer: object, body: object = { passSerialNumber: "1" }): Wish => ({
  operation: "getPassInfo",
  body,
  answer,
});

test("a contract with every method in it fits the document, and relies on what is assumed in places", async () => {
  const found = await checkPacts(interactionsOf(everyOperation));
  expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
  const operations = new Set(found.map(({ operation }) => operation));
  expect(operations).toContain("getPassOperations");
  expect(operations).not.toContain("getPassInfo");
  expect(found.every(({ provenance }) => provenance?.level === "assumed")).toBe(true);
});

test("what the document lacks is an error: paths, parameters, fields of the answer", async () => {
  expect(await findings({ operation: "getPassInf" })).toEqual([
    "error undefined request : the document has no POST /api/v1/getPassInf; did you mean getPassInfo?",
  ]);
  expect(await findings(card({ result: 1 }, { passSerialNumber: "1", passSerialNumbr: "2" }))).toEqual([
    "error getPassInfo request passSerialNumbr: getPassInfo has no such parameter: did you mean passSerialNumber?",
  ]);
  expect(await findings(card({ type: 5, balance: 1 }))).toEqual([
    "error getPassInfo answer balance: the document has no such field in this answer",
  ]);
  expect(await findings(card({ type: 3, activeStamps: 1 }))).toEqual([
    "error getPassInfo answer activeStamps: the document has no such field in this answer",
  ]);
  expect(await findings(card({ error: 5 }))).toEqual([
    "error getPassInfo answer : getPassInfo has no answer like this one, status 200",
  ]);
});

test.each([
  ["2.0.0", "idTemplate=1&pag=2&pag=3"],
  ["3.0.0", { idTemplate: ["1"], pag: ["2", "3"] }],
  ["4.0", { idTemplate: ["1"], pag: ["2"] }],
])("what is sent in the query is undeclared: version %s", async (version, query) => {
  const body = { idTemplate: 1 };
  const wanted = pact({ operation: "getClientsList", body, answer: { result: 1 } });
  const [usual] = wanted.interactions as { request: object }[];
  const v4 = version === "4.0" ? { type: "Synchronous/HTTP" } : {};
  const sent = version === "4.0" ? { body: { content: body, contentType: "application/json" } } : {};
  const answered = version === "4.0" ? { response: { status: 200 } } : {};
  const one = { ...usual, ...v4, ...answered, request: { ...usual?.request, ...sent, query } };
  const contract = { ...wanted, interactions: [one], metadata: { pactSpecification: { version } } };
  const found = await checkPacts(interactionsOf(contract));
  expect(found.map(({ severity, field, message }) => `${severity} ${field}: ${message}`)).toEqual([
    "error ?idTemplate: getClientsList takes idTemplate in the body: the API ignores it in the query",
    "error ?pag: getClientsList has no such parameter, and no method has one in the query: the API ignores it",
  ]);
});

test("what the document has otherwise is an error", async () => {
  expect(await findings(card({ type: 0, activeStamps: "3" }))).toEqual([
    "error getPassInfo answer activeStamps: must be integer",
  ]);
  expect(await findings(card({ result: 1 }, {}))).toEqual([
    "error getPassInfo request : must have required property 'passSerialNumber'",
  ]);
  const rows = {
    operation: "getClientsList",
    body: { idTemplate: 1 },
    answer: { rows: [{ id: 1 }, { id: "2", age: 9 }] },
  };
  expect(await findings(rows)).toEqual([
    "error getClientsList answer rows[].age: the document has no such field in this answer",
    "error getClientsList answer rows[].id: must be integer",
  ]);
  expect(await findings({ ...card({}), status: 404 })).toEqual([
    expect.stringMatching(/^error getPassInfo answer : .*404/),
  ]);
  expect(await findings({ token: null })).toEqual([expect.stringMatching(/^error getTemplates request : .*missing/)]);
});

test("a request that is meant to be refused need not fit", async () => {
  expect(await findings(card({ error: 4 }, {}), card({ error: 2 }), { token: null, answer: { error: 1 } })).toEqual([]);
});

test("numbers that are sent as text, and the token in the body, are notes", async () => {
  const body = { phone: "+12025550143", idTemplate: "1", token: "secret" };
  expect(await findings({ operation: "checkPassExistsByPhone", body, answer: { result: 1 } })).toEqual([
    "note checkPassExistsByPhone request idTemplate: the document has a number here; text is taken where the switch numberIn says accepted",
    "note checkPassExistsByPhone request phone: the document has a number here; text is taken where the switch phoneIn says accepted",
    "note checkPassExistsByPhone request token: checkPassExistsByPhone has no such parameter: the API ignores it",
  ]);
});

test("relying on a level can be made an error, and then weaker levels are too", async () => {
  const sample = interactionsOf(pact(card({ result: 1, type: 0 })));
  expect(await checkPacts(sample, { failOn: "observed" })).toEqual([]);
  expect(await checkPacts(sample, { failOn: "sample" })).toMatchObject([{ field: "result", severity: "error" }]);
  expect(await checkPacts(sample, { failOn: "documented" })).toHaveLength(3);
});

test("a message is no request to the API", async () => {
  const message = { type: "Asynchronous/Messages", description: "m", contents: {} };
  const found = await checkPacts(interactionsOf({ ...pact(), interactions: [message] }));
  expect(found).toMatchObject([
    { severity: "error", message: "it is a message: the API has requests and answers only" },
  ]);
});

test("error 1 is an answer of every method", async () => {
  for (const id of Object.keys(operationFacts)) {
    expect(await findings({ operation: id, answer: { error: 1 } })).toEqual([]);
  }
});
