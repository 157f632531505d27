/** Pacts compared with the document. */
import { expect, test } from "vitest";
import { checkPacts } from "../../contracts/index.js";
import { methodFacts } from "../../openapi/document.js";
import { type InteractionOptions, pact, sdkPact } from "./support/pacts.js";
import { interactionsOf } from "./support/verify.js";

const findings = async (...options: readonly InteractionOptions[]) =>
  (await checkPacts(interactionsOf(pact(...options)))).map(
    ({ severity, method, side, field, message }) => `${severity} ${method} ${side} ${field}: ${message}`,
  );

const card = (answer: object, body: object = { passSerialNumber: "1" }): InteractionOptions => ({
  method: "getPassInfo",
  body,
  answer,
});

test("the SDK contract fits the document and relies on assumed fields", async () => {
  const found = await checkPacts(interactionsOf(sdkPact()));
  expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
  const methods = new Set(found.map(({ method }) => method));
  expect(methods).toContain("getPassOperations");
  expect(methods).not.toContain("getPassInfo");
  expect(found.every(({ evidence }) => evidence?.level === "assumed")).toBe(true);
});

test("unknown paths, parameters and response fields are errors", async () => {
  expect(await findings({ method: "getPassInf" })).toEqual([
    "error undefined request : the document has no POST /api/v1/getPassInf; did you mean getPassInfo?",
  ]);
  expect(await findings(card({ result: 1 }, { passSerialNumber: "1", passSerialNumbr: "2" }))).toEqual([
    "error getPassInfo request passSerialNumbr: unknown parameter of getPassInfo; did you mean passSerialNumber?",
  ]);
  expect(await findings(card({ type: 5, balance: 1 }))).toEqual([
    "error getPassInfo response balance: the document has no such field in this response",
  ]);
  expect(await findings(card({ type: 3, activeStamps: 1 }))).toEqual([
    "error getPassInfo response activeStamps: the document has no such field in this response",
  ]);
  expect(await findings(card({ error: 5 }))).toEqual([
    "error getPassInfo response : getPassInfo never responds with error 5; its errors are 1, 2, 3 or 4",
  ]);
});

test.each([
  ["2.0.0", "idTemplate=1&pag=2&pag=3"],
  ["3.0.0", { idTemplate: ["1"], pag: ["2", "3"] }],
  ["4.0", { idTemplate: ["1"], pag: ["2"] }],
])("query parameters are errors: version %s", async (version, query) => {
  const body = { idTemplate: 1 };
  const wanted = pact({ method: "getClientsList", body, answer: { result: 1 } });
  const [base] = wanted.interactions as { request: object }[];
  const v4 = version === "4.0" ? { type: "Synchronous/HTTP" } : {};
  const sent = version === "4.0" ? { body: { content: body, contentType: "application/json" } } : {};
  const answered = version === "4.0" ? { response: { status: 200 } } : {};
  const one = { ...base, ...v4, ...answered, request: { ...base?.request, ...sent, query } };
  const contract = { ...wanted, interactions: [one], metadata: { pactSpecification: { version } } };
  const found = await checkPacts(interactionsOf(contract));
  expect(found.map(({ severity, field, message }) => `${severity} ${field}: ${message}`)).toEqual([
    "error ?idTemplate: getClientsList reads idTemplate from the body and ignores the query",
    "error ?pag: unknown parameter of getClientsList, which ignores the query",
  ]);
});

test("values that contradict the document are errors", async () => {
  expect(await findings(card({ type: 0, activeStamps: "3" }))).toEqual([
    "error getPassInfo response activeStamps: must be integer",
  ]);
  expect(await findings(card({ result: 1 }, {}))).toEqual([
    "error getPassInfo request : passSerialNumber is missing, null or empty",
  ]);
  const rows = {
    method: "getClientsList",
    body: { idTemplate: 1 },
    answer: { rows: [{ id: 1 }, { id: "2", age: 9 }] },
  };
  expect(await findings(rows)).toEqual([
    "error getClientsList response rows[].id: must be integer",
    "error getClientsList response rows[].age: the document has no such field in this response",
  ]);
  expect(await findings({ ...card({}), status: 404 })).toEqual([
    expect.stringMatching(/^error getPassInfo response : .*404/),
  ]);
});

test("a request that expects a refusal may be invalid", async () => {
  expect(await findings(card({ error: 4 }, {}), card({ error: 2 }), { token: null, answer: { error: 1 } })).toEqual([]);
});

test("numbers as text and a token in the body are notes", async () => {
  const body = { phone: "+12025550143", idTemplate: "1", token: "secret" };
  expect(await findings({ method: "checkPassExistsByPhone", body, answer: { result: 1 } })).toEqual([
    "note checkPassExistsByPhone request token: unknown parameter of checkPassExistsByPhone; the API ignores it",
    "note checkPassExistsByPhone request : text in place of a number is accepted under numberIn=accepted",
    "note checkPassExistsByPhone request : text in place of a number is accepted under phoneIn=accepted",
  ]);
});

const usePass = (body: object): InteractionOptions => ({
  method: "usePass",
  body: { passSerialNumber: "1", ...body },
  answer: {},
});

test.each([
  [{ numberStamps: 1 }, ["numberStamps: unknown parameter of usePass; did you mean numberStumps?"]],
  [
    { numberStamps: "x" },
    [
      "numberStamps: unknown parameter of usePass; did you mean numberStumps?",
      ": numberStumps must be of type integer",
    ],
  ],
  [{ actoin: "spendPoints", sum: 4 }, ["actoin: unknown parameter of usePass; did you mean action?"]],
  [{ action: "spendPoints" }, [": sum is missing, null or empty"]],
  [{ action: "takeStamps", sum: 1 }, [": numberStumps is missing, null or empty"]],
  [{ action: "setExpirationDate", numberStumps: 1 }, [": expiryDate is missing, null or empty"]],
  [{ action: "addStamps", numberStumps: 1 }, []],
  [{ action: "anything", numberStumps: 1 }, []],
  [{ action: "spendPoint", sum: 4 }, [": unknown value of action; did you mean spendPoints?"]],
])("usePass with %j reports each mistake once", async (body, messages) => {
  const found = await findings(usePass(body));
  expect(found.map((one) => one.replace("error usePass request ", ""))).toEqual(
    messages.map((message) => (typeof message === "string" ? message : expect.stringMatching(message))),
  );
});

test("alternative required parameters are reported once", async () => {
  const search = (body: object): InteractionOptions => ({ method: "searchClient", body, answer: {} });
  expect(await findings(search({ idTemplate: 1 }))).toEqual([
    "error searchClient request : phone or email is missing, null or empty",
  ]);
  expect(await findings(search({ idTemplate: 1, email: "a@b" }), search({ idTemplate: 1, phone: 1 }))).toEqual([]);
});

test("unlisted values are errors; case is ignored", async () => {
  const list = (selectionMode: string): InteractionOptions => ({
    method: "getTemplateClientPasses",
    body: { idTemplate: 1, selectionMode },
    answer: {},
  });
  expect(await findings(list("PASSINSTALLED"))).toEqual([]);
  expect(await findings(list("installed"))).toEqual([
    "error getTemplateClientPasses request : unknown value of selectionMode; did you mean PassInstalled?",
  ]);
  expect(await findings(card({ status: "frozen" }))).toEqual([
    'error getPassInfo response status: must be "installed", "deleted" or "not installed"',
  ]);
});

test("a missing token is reported with the header used instead", async () => {
  const missing = "x-access-token is missing, so that the response is error 1";
  expect(await findings({ token: null })).toEqual([`error getTemplates request : ${missing}`]);
  expect(await findings({ token: "" })).toEqual([`error getTemplates request : ${missing}`]);
  const [base] = pact({ token: null }).interactions as { request: object }[];
  const headers = { authorization: "Bearer x", "content-type": "application/json" };
  const contract = { ...pact(), interactions: [{ ...base, request: { ...base?.request, headers } }] };
  expect((await checkPacts(interactionsOf(contract))).map(({ message }) => message)).toEqual([
    `${missing}; the API ignores authorization`,
  ]);
});

test.each([
  [
    "text/plain",
    '{"passSerialNumber":"1"}',
    ["note content type is text/plain; the document has application/json (the API ignores it)"],
  ],
  [
    undefined,
    { passSerialNumber: "1" },
    ["note content type is missing; the document has application/json (the API ignores it)"],
  ],
  ["application/json; charset=utf-8", { passSerialNumber: "1" }, []],
  [
    "application/x-www-form-urlencoded",
    "passSerialNumber=1",
    [expect.stringMatching(/^note content type is/), 'error must be an object, got "passSerialNumber=1"'],
  ],
])("request content type %s is at most a note", async (type, body, messages) => {
  const [base] = pact(card({})).interactions as { request: object }[];
  const headers = { "x-access-token": "t", ...(type === undefined ? {} : { "content-type": type }) };
  const contract = { ...pact(), interactions: [{ ...base, request: { ...base?.request, headers, body } }] };
  const found = await checkPacts(interactionsOf(contract));
  expect(found.map(({ severity, message }) => `${severity} ${message}`)).toEqual(messages);
});

test.each([[[]], ["[]"], ["text"]])("getTemplates ignores its body, such as %j", async (body) => {
  expect(await findings({ body: body as object, answer: {} })).toEqual([
    expect.stringMatching(/^note getTemplates request : getTemplates ignores its body/),
  ]);
});

test("fields of different card types are errors", async () => {
  const mixed = { activeStamps: 1, amountMoneyBonus: 3, status: "installed" };
  const messages = ["amountMoneyBonus: no form of the response has it with the other fields"];
  expect(await findings(card(mixed))).toEqual(messages.map((message) => `error getPassInfo response ${message}`));
  const rows: InteractionOptions = {
    method: "getClientPassesByPhone",
    body: { phone: 1 },
    answer: { rows: [{ type: 3 }, mixed] },
  };
  expect((await findings(rows)).filter((one) => one.startsWith("error"))).toEqual(
    messages.map((message) => `error getClientPassesByPhone response rows[].${message}`),
  );
  const [first] = await checkPacts(interactionsOf(pact(card(mixed))));
  expect(first?.evidence?.level).toBe("documented");
});

test("unexpected status and content type name their switch", async () => {
  expect(await findings({ ...card({}), status: 404 })).toEqual([
    "error getPassInfo response : expects status 404; the document has 200, for errors too (switch errorStatus)",
  ]);
  const [base] = pact(card({})).interactions as { response: object }[];
  const response = { ...base?.response, headers: { "content-type": "text/html" } };
  const contract = { ...pact(), interactions: [{ ...base, response }] };
  expect((await checkPacts(interactionsOf(contract))).map(({ message }) => message)).toEqual([
    "expects content type text/html; the document has application/json (switch contentType)",
  ]);
});

test("a content type with a matcher is left to verify", async () => {
  const [base] = pact(card({})).interactions as { response: object }[];
  const matchingRules = { header: { "Content-Type": { matchers: [{ match: "regex", regex: "(?i)^TEXT/" }] } } };
  const response = { ...base?.response, headers: { "Content-Type": "text/html" }, matchingRules };
  expect(await checkPacts(interactionsOf({ ...pact(), interactions: [{ ...base, response }] }))).toEqual([]);
});

test("a verb other than POST is an error", async () => {
  const [base] = pact(card({})).interactions as { request: object }[];
  const contract = { ...pact(), interactions: [{ ...base, request: { ...base?.request, method: "GET" } }] };
  expect((await checkPacts(interactionsOf(contract))).map(({ message }) => message)).toEqual([
    "verb of getPassInfo must be POST, got GET",
  ]);
});

test("failOn makes an evidence level and weaker ones errors", async () => {
  const sample = interactionsOf(pact(card({ result: 1, type: 0 })));
  expect(await checkPacts(sample, { failOn: "observed" })).toEqual([]);
  expect(await checkPacts(sample, { failOn: "sample" })).toMatchObject([{ field: "result", severity: "error" }]);
  expect(await checkPacts(sample, { failOn: "documented" })).toHaveLength(3);
});

test("messages are unsupported", async () => {
  const message = { type: "Asynchronous/Messages", description: "m", contents: {} };
  const found = await checkPacts(interactionsOf({ ...pact(), interactions: [message] }));
  expect(found).toMatchObject([
    { severity: "error", message: "messages are unsupported; the API has requests and responses only" },
  ]);
});

test("error 1 is a response of every method", async () => {
  for (const id of Object.keys(methodFacts)) {
    expect(await findings({ method: id, answer: { error: 1 } })).toEqual([]);
  }
});

test.each([
  [[{ name: "a stmp card" }], /^unknown provider state "a stmp card"; did you mean/],
  [[{ name: "a stamp card", params: { activeStmps: 1 } }], /^.*activeStmps.*activeStamps/],
])("provider states that verify refuses are errors: %j", async (providerStates, message) => {
  const [base] = pact(card({})).interactions as object[];
  const contract = { ...pact(), interactions: [{ ...base, providerStates }] };
  expect(await checkPacts(interactionsOf(contract))).toMatchObject([
    { severity: "error", side: "states", message: expect.stringMatching(message) },
  ]);
});
