/** Verification of single interactions. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { parseProfile } from "../../cli/profile-option.js";
import { SandboxProvider, verifyPacts, verifyReportText } from "../../contracts/index.js";
import { parsePath } from "../../contracts/paths.js";
import { PactCore } from "../../contracts/verify/core.js";
import { findPins } from "../../contracts/verify/pins.js";
import { detailText, pinsText, summaryOf } from "../../contracts/verify/report.js";
import { isLive, onlyReads } from "../../contracts/verify/target.js";
import { defaultProfile } from "../../mock-server/index.js";
import { methodFacts } from "../../openapi/document.js";
import { type InteractionOptions, pact, sdkPact } from "./support/pacts.js";
import { profileRefuser } from "./support/profile-refuser.js";
import { interactionsOf, verifyAll, verifying } from "./support/verify.js";

async function verdictOf(options: InteractionOptions) {
  const [result] = await verifyAll(pact(options));
  if (result === undefined) throw new Error("there is no result");
  return result;
}

test.each([
  ["any token is the company's", {}, 1],
  ["a missing token is error 1", { token: null }, undefined],
  ["an invalid token is error 1", { states: [{ name: "an invalid token" }] }, undefined],
  [
    "tokens other than the invalid one are valid",
    { states: [{ name: "an invalid token", params: { token: "bad" } }] },
    1,
  ],
  [
    "the named invalid token is error 1",
    { token: "bad", states: [{ name: "an invalid token", params: { token: "bad" } }] },
    undefined,
  ],
  [
    "a named company's token is valid",
    { token: "mine", states: [{ name: "a company", params: { token: "mine" } }] },
    1,
  ],
  [
    "with a company's token named, others are invalid",
    { states: [{ name: "a company", params: { token: "mine" } }] },
    undefined,
  ],
  ["the demo's rival token is like any other", { token: "luna-rival-token", states: [{ name: "a company" }] }, 1],
])("%s", async (_what, options, result) => {
  const answer = result === undefined ? { error: 1 } : { result };
  expect((await verdictOf({ ...options, answer })).verdict).toBe("passed");
  expect((await verdictOf({ ...options, answer: { error: 2 } })).verdict).toBe("failed");
});

test("an empty token is error 1 under all states", async () => {
  expect((await verdictOf({ token: "" })).verdict).toBe("failed");
  expect((await verdictOf({ token: "", states: [{ name: "a company" }], answer: { error: 1 } })).verdict).toBe(
    "passed",
  );
  const { server } = await verifying();
  const other = { kind: "other", url: server.url, token: "luna-demo-token", live: false } as const;
  const { results } = await verifyPacts(interactionsOf(pact({ token: "" })), { target: other });
  expect(results[0]?.exchange?.body).toBe('{"error":1}');
});

/** Verifies an interaction with a changed request that expects a status only. */
async function resultOf(request: object, status: number, more: object = {}) {
  const [base] = pact().interactions;
  const [options] = pact({}).interactions as { request: object }[];
  const one = { ...base, ...options, ...more, request: { ...options?.request, ...request }, response: { status } };
  const { verification } = await verifying();
  const [result] = await verification.all(interactionsOf({ ...pact(), interactions: [one] }));
  if (result === undefined) throw new Error("there is no result");
  return result;
}

test.each([
  ["GET", "/_luna/health", 200],
  ["DELETE", "/_luna/sandboxes/default", 204],
  ["DELETE", "/api/v1/../../_luna/sandboxes/default", 204],
  ["DELETE", "/api/v1/%2e%2e/%2e%2e/_luna/sandboxes/default", 204],
  ["DELETE", "/api/v1/..%2f..%2f_luna/sandboxes/default", 204],
  ["DELETE", "/api/v1/..\\..\\_luna/sandboxes/default", 204],
  ["GET", "//127.0.0.1/api/v1/getTemplates", 200],
  ["GET", "http://127.0.0.1/api/v1/getTemplates", 404],
  ["GET", "/", 200],
  ["GET", "/../../nowhere", 404],
])("%s %s does not reach the server", async (method, path, status) => {
  const { server } = await verifying();
  const { verdict, failures, exchange } = await resultOf({ method, path }, status);
  expect({ verdict, exchange }).toEqual({ verdict: "failed", exchange: undefined });
  expect(failures[0]?.message).toBe(`not a path of the vendor's API: ${path}`);
  expect(await server.services.sandboxes.list()).toHaveLength(1);
});

test.each(["/_luna/health", "/api/v1/../../_luna/health"])(
  "a path from a state's value is checked too: %s",
  async (path) => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how Pact writes an expression
    const generators = { path: { type: "ProviderState", expression: "${token}", dataType: "STRING" } };
    const states = { providerStates: [{ name: "a company", params: { token: path } }] };
    for (const status of [200, 403, 404]) {
      const { verdict, exchange } = await resultOf({ generators }, status, states);
      expect({ verdict, exchange }).toEqual({ verdict: "failed", exchange: undefined });
    }
  },
);

test("an unreachable server fails a contract", async () => {
  const target = { kind: "other", url: "http://127.0.0.1:1", token: undefined, live: false } as const;
  const [base] = pact({ status: 502, answer: {} }).interactions;
  const { results } = await verifyPacts(interactionsOf({ ...pact(), interactions: [base] }), { target });
  expect(results[0]).toMatchObject({
    verdict: "failed",
    failures: [{ message: expect.stringMatching(/^the server did not respond: connect ECONNREFUSED/) }],
  });
});

test.each([
  ["another verb", { method: "GET" }, 405, "getTemplates is called with POST"],
  ["a method that does not exist", { path: "/api/v1/getTemplate" }, 404, /^unknown method; did you mean/],
  [
    "a compressed body",
    { headers: { "content-encoding": "gzip", "x-access-token": "till" } },
    415,
    /^the body is compressed/,
  ],
  ["a body too large", { body: { text: "x".repeat(1024 * 1024) } }, 413, /^the body is larger than/],
  ["a profile that is not there", { headers: { "x-luna-profile": "x=y" } }, 400, /^x-luna-profile: unknown switch/],
  ["OPTIONS", { method: "OPTIONS" }, 204, "status 204 to OPTIONS"],
])("a response that only luna-sandbox gives fails: %s", async (_what, request, status, why) => {
  const { verdict, failures, exchange } = await resultOf(request, status);
  expect({ status: exchange?.status, verdict, failures: failures.length }).toEqual({
    status,
    verdict: "failed",
    failures: 1,
  });
  const [, reason] = /^the vendor has no such response: (.*)$/.exec(failures[0]?.message ?? "") ?? [];
  expect(reason).toMatch(why);
});

test("the query is sent in every form of pacts", async () => {
  for (const query of ["a=1&b=x%20y", { a: ["1"], b: ["x y"] }]) {
    const metadata = { pactSpecification: { version: typeof query === "string" ? "2.0.0" : "3.0.0" } };
    const [base] = pact({}).interactions as { request: object }[];
    const interactions = [{ ...base, request: { ...base?.request, query } }];
    const { verification } = await verifying();
    const [result] = await verification.all(interactionsOf({ ...pact(), interactions, metadata }));
    expect(result?.verdict).toBe("passed");
    const sent = new URL(result?.exchange?.sent.path ?? "", "http://localhost").searchParams;
    expect([...sent]).toEqual([
      ["a", "1"],
      ["b", "x y"],
    ]);
  }
});

test("interactions have separate sandboxes", async () => {
  const client = { idTemplate: 340717, sName: "Doe", fName: "Jane", phone: 5 };
  const create: InteractionOptions = {
    states: [{ name: "a template" }],
    method: "createClient",
    body: client,
    answer: { result: 1 },
  };
  const results = await verifyAll(pact(...Array.from({ length: 12 }, () => create)));
  expect(results.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 12 }, () => "passed"));
  const { server } = await verifying();
  expect(await server.services.sandboxes.list()).toHaveLength(1);
});

test("a failure has expected and received value, evidence, rules and reason", async () => {
  const { failures, rules, why } = await verdictOf({
    method: "usePass",
    states: [{ name: "a cashback card", params: { points: 3 } }],
    body: { passSerialNumber: "297150-586-204", action: "spendPoints", sum: 4 },
    answer: { error: "4" },
  });
  expect(failures).toEqual([
    {
      where: "$.error",
      expected: "4",
      got: 4,
      message: "Expected 4 (Integer) to be equal to '4' (String)",
      evidence: expect.objectContaining({ level: "documented" }),
    },
  ]);
  expect(rules).toEqual([{ id: "amount.enough", level: "sibling" }]);
  expect(why).toBe("not enough points: 3 left, 4 requested");
});

test("a request with an invalid token is explained too", async () => {
  const rules = [{ id: "request.token", level: "documented" }];
  const nobodys = await verdictOf({ states: [{ name: "an invalid token" }] });
  expect(nobodys).toMatchObject({ verdict: "failed", rules, why: "no company has the token of x-access-token" });
  const missing = await verdictOf({ token: null });
  expect(missing).toMatchObject({ verdict: "failed", rules, why: "the x-access-token header is missing" });
  expect(missing.exchange?.requestId).toMatch(/^\w+-\w+$/);
  expect(detailText(missing)).toMatch(
    / {2}refused: the x-access-token header is missing\n {2}applied rules: request\.token \(documented\)$/,
  );
});

test("failures distinguish field, status, header and content type", async () => {
  const { verification } = await verifying();
  const wanted = pact({
    method: "getClientPassesByPhone",
    body: { phone: 12025550143 },
    states: [{ name: "a coupon card" }],
  });
  const response = (of: object) => ({
    ...wanted,
    interactions: [{ ...(wanted.interactions[0] as object), response: of }],
  });
  const where = async (of: object) => {
    const [result] = await verification.all(interactionsOf(response(of)));
    return result?.failures.map((failure) => `${failure.where} ${failure.evidence?.level ?? "-"}`);
  };
  expect(await where({ status: 200, body: { rows: [{ balance: 1, status: "deleted" }], passes: [] } })).toEqual([
    "$.passes -",
    "$.rows[0].balance -",
    "$.rows[0].status documented",
  ]);
  expect(await where({ status: 201 })).toEqual(["status -"]);
  expect(await where({ status: 200, headers: { "x-page": "1" } })).toEqual(["header x-page -"]);
  expect(await where({ status: 200, headers: { "content-type": "text/html" }, body: "<p>" })).toEqual([
    "content type -",
    "header content-type -",
  ]);
});

test("a failure of a missing field has the expected value", async () => {
  const [base] = pact({ states: [{ name: "a coupon card" }] }).interactions as { response: object }[];
  const body = { templates: [{ colour: "red", size: null }], more: { deep: [1] } };
  const response = { status: 200, headers: { "x-page": "1" }, body };
  const { verification } = await verifying();
  const [result] = await verification.all(interactionsOf({ ...pact(), interactions: [{ ...base, response }] }));
  if (result === undefined) throw new Error("there is no result");
  expect(result.failures.map(({ where, expected, got }) => [where, expected, got])).toEqual([
    ["$.more", { deep: [1] }, undefined],
    ["$.templates[0].colour", "red", undefined],
    ["$.templates[0].size", null, undefined],
    ["header x-page", "1", ""],
  ]);
  expect(detailText(result)).toContain(
    '  $.templates[0].colour: expected "red", got nothing\n    the response lacks colour\n',
  );
  const { results } = summaryOf({ results: [result], pins: undefined, statesSetUp: true });
  expect(results[0]?.failures[0]).toMatchObject({ expected: { deep: [1] }, got: null });
});

test("provider states give the address for installing", async () => {
  const { verification } = await verifying();
  const [taking] = pact({ states: [{ name: "a stamp card" }], answer: { result: 1 } }).interactions as {
    request: object;
  }[];
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how Pact writes an expression
  const generators = { body: { "$.url": { type: "ProviderState", expression: "${installURL}", dataType: "STRING" } } };
  const request = { ...taking?.request, body: { url: "x" }, generators };
  const [result] = await verification.all(interactionsOf({ ...pact(), interactions: [{ ...taking, request }] }));
  expect(result?.exchange?.sent.body.toString()).toMatch(
    /"http:\/\/127\.0\.0\.1:\d+\/_luna\/s\/[^/]+\/cards\/297150-586-203"/,
  );
});

test("findPins finds the switches that a contract fixes", async () => {
  const { server, verification } = await verifying();
  const provider = new SandboxProvider({ url: server.url });
  const pinsOf = async (contract: unknown) =>
    findPins(verification, provider, await verification.all(interactionsOf(contract)));
  const strict = sdkPact("the templates", "a new client", "a client whose phone is taken");
  const pins = await pinsOf(strict);
  expect(pins).toMatchObject({
    pins: [
      { switch: "envelope", default: "object", fails: ["array"], interaction: "the templates" },
      { switch: "contentType", fails: ["html"] },
      { switch: "errorStatus", fails: ["4xx"], interaction: "a client whose phone is taken" },
      { switch: "resultMarker", fails: ["none"] },
    ],
  });
  expect(pinsText(pins)).toMatch(/^Your contract fixes envelope, contentType, errorStatus, and resultMarker: it/);
  const tolerant = pact({ states: [{ name: "a template" }], answer: { templates: [{ id: 340717 }] } });
  expect(await pinsOf(tolerant)).toMatchObject({ pins: [{ switch: "envelope" }, { switch: "contentType" }] });
  const [underHtml] = await verification.all(interactionsOf(tolerant), { contentType: "html" });
  expect(underHtml?.verdict).toBe("failed");
});

test("the report lists passing and failing values of fixed switches", () => {
  const pin = { switch: "envelope", default: "object", passes: [], fails: ["array"], interaction: "the templates" };
  const partly = {
    switch: "resultMarker",
    default: "success",
    passes: ["both"],
    fails: ["none"],
    interaction: "a client",
  };
  expect(pinsText({ pins: [pin] })).toBe(
    'Your contract fixes envelope: it passes only under their default values.\n  envelope: passes under object (the default), fails under array, first at "the templates"',
  );
  expect(pinsText({ pins: [pin, partly] })).toMatch(
    /^Your contract fixes envelope and resultMarker: it fails under some of their values\.$/m,
  );
  expect(pinsText({ pins: [partly] })).toMatch(
    /resultMarker: passes under success \(the default\) and both, fails under none, first at "a client"$/,
  );
});

test("a server without profiles has no pins", async () => {
  const { server } = await verifying();
  const refusing = await profileRefuser(server.url);
  onTestFinished(async () => void (await refusing.close()));
  const target = { kind: "sandbox", provider: new SandboxProvider({ url: refusing.url }) } as const;
  const report = await verifyPacts(interactionsOf(pact({})), { target, pins: true });
  expect(report.pins).toEqual({ unknown: "the server does not support profiles (unknown key profile)" });
  expect(verifyReportText(report)).toMatch(
    /are unknown: the server does not support profiles \(unknown key profile\)\.$/,
  );
});

test("pending interactions fail nothing, even without a request", async () => {
  const [base] = pact({}).interactions as { request: object }[];
  const elsewhere = { ...base, request: { ...base?.request, path: "/_luna/health" } };
  for (const one of [elsewhere, { description: "a message", contents: {} }]) {
    const verdicts = await Promise.all(
      [true, false].map((pending) => verifyAll({ ...pact(), interactions: [{ ...one, pending }] })),
    );
    expect(verdicts.flat().map(({ verdict }) => verdict)).toEqual(["pending", "failed"]);
  }
});

test("fixed switches are searched if only pending interactions fail", async () => {
  const { server } = await verifying();
  const target = { kind: "sandbox", provider: new SandboxProvider({ url: server.url }) } as const;
  const [kept, wrong] = pact({}, { answer: { result: 2 } }).interactions;
  const report = (...interactions: readonly unknown[]) =>
    verifyPacts(interactionsOf({ ...pact(), interactions }), { target, pins: true });
  const pending = await report(kept, { ...wrong, pending: true });
  expect(pending.results.map(({ verdict }) => verdict)).toEqual(["passed", "pending"]);
  expect(pending.pins).toMatchObject({ pins: [{ switch: "envelope" }, { switch: "contentType" }, {}] });
  const unknown = "not searched, because not all interactions pass";
  const failed = await report(kept, wrong);
  expect(failed.pins).toEqual({ unknown });
  expect(verifyReportText(failed)).toContain(`The switches that your contract fixes are unknown: ${unknown}.`);
  expect(summaryOf(failed)).toMatchObject({ pins: null, pinsUnknown: unknown });
  expect((await report({ ...wrong, pending: true })).pins).toEqual({ unknown });
});

test("parseProfile reads names and values of switches", () => {
  expect(parseProfile(["envelope=array", "firstPage=0"])).toEqual({
    ...defaultProfile,
    envelope: "array",
    firstPage: "0",
  });
  expect(parseProfile(["envelope=object"])).toBeUndefined();
  expect(() => parseProfile(["envelop=array"])).toThrow(/^--set: unknown switch "envelop"; did you mean "envelope"\?$/);
  expect(() => parseProfile(["envelope=list"])).toThrow("--set: envelope must be object or array");
  expect(() => parseProfile(["envelope"])).toThrow("--set: switches must be name=value");
});

test.each([
  ["https://app.lunaloyaltycards.com/api/v1", true],
  ["https://APP.LunaLoyaltyCards.com.", true],
  ["http://lunaloyaltycards.com:8080", true],
  ["https://app.boomerangme.cards", true],
  ["https://app.lunaloyaltycards.com.example.com", false],
  ["https://notlunaloyaltycards.com", false],
  ["http://127.0.0.1:4010", false],
])("%s is the vendor's real service: %s", (url, live) => {
  expect(isLive(url)).toBe(live);
});

test("onlyReads accepts read-only methods under their exact path", () => {
  const reads = Object.keys(methodFacts).filter((id) => onlyReads("POST", `/api/v1/${id}`));
  const changes = ["createClient", "updateClient", "createPass", "usePass", "useReward", "sendInfoPush"];
  expect(reads.sort()).toEqual(
    Object.keys(methodFacts)
      .filter((id) => !changes.includes(id))
      .sort(),
  );
  for (const path of [
    "/api/v1/usePass",
    "/api/v1/getTemplates/../usePass",
    "/api/v1/%75sePass",
    "/api/v1/getTemplates?x=1",
    "/",
  ]) {
    expect(onlyReads("POST", path)).toBe(false);
  }
  expect(onlyReads("DELETE", "/api/v1/getTemplates")).toBe(false);
});

test("a live server gets read-only requests with the given token", async () => {
  const { server } = await verifying();
  const before = (await server.services.sandboxes.state("default")).clients?.length;
  const wanted = pact(
    { description: "reads", answer: { result: 1 } },
    { description: "changes", method: "createClient", body: { idTemplate: 1, sName: "a", fName: "b", phone: 1 } },
  );
  const live = { kind: "other", url: server.url, token: "luna-demo-token", live: true } as const;
  const { results } = await verifyPacts(interactionsOf(wanted), { target: live });
  expect(results.map(({ verdict }) => verdict)).toEqual(["passed", "skipped"]);
  const named = { kind: "other", url: server.url, token: undefined, live: false } as const;
  expect((await verifyPacts(interactionsOf(wanted), { target: named })).results[0]?.verdict).toBe("failed");
  expect((await server.services.sandboxes.state("default")).clients?.length).toBe(before);
});

test("a failed verification leaves no folder and no process", async () => {
  const temporary = await mkdtemp(join(tmpdir(), "luna-start-"));
  onTestFinished(() => rm(temporary, { recursive: true }));
  vi.stubEnv("TMPDIR", temporary);
  const verify = vi.spyOn(PactCore.prototype, "verify").mockRejectedValue(new Error("no core"));
  const kill = vi.spyOn(PactCore.prototype, "stop");
  onTestFinished(() => {
    vi.unstubAllEnvs();
    verify.mockRestore();
    kill.mockRestore();
  });
  await expect(verifyPacts(interactionsOf(pact({})))).rejects.toThrow("no core");
  expect(await readdir(temporary)).toEqual([]);
  expect(kill).toHaveBeenCalledOnce();
});

test("parsePath reads names and numbers", () => {
  expect(parsePath("$.rows[0].id")).toEqual(["rows", 0, "id"]);
  expect(parsePath("$['a b'][1]")).toEqual(["a b", 1]);
  expect(parsePath("$")).toEqual([]);
});
