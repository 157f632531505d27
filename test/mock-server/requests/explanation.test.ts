import { expect, test } from "vitest";
import { rules } from "../../../mock-server/rules.js";
import type { MethodName } from "../../../openapi/document.js";
import { setup, type TestSandbox, testServer } from "../../support/sandbox.js";

const stampCard = "297150-586-203";

async function explained(id: MethodName, parameters: object, profile: object = {}, sandbox?: TestSandbox) {
  const { call, control } = sandbox ?? (await setup());
  await control("PUT", "/profile", profile);
  const { headers, why } = await call(id, parameters);
  const { status, body } = await control("GET", `/requests/${headers.get("x-luna-request-id")}`);
  expect(status).toBe(200);
  expect(body.why).toBe(why);
  return body;
}

const switchesOf = ({ switches }: { switches: readonly { name: string; value: string }[] }) =>
  switches.map(({ name, value }) => `${name}=${value}`);

test("a balance too low is explained with rule, card, alternative and switches", async () => {
  const body = await explained("useReward", { passSerialNumber: stampCard, numberRewards: 9 });
  expect(body).toMatchObject({
    method: "useReward",
    response: { error: 4 },
    why: "not enough unused rewards: 1 left, 9 requested",
    refusedBy: { id: "amount.enough", ...rules["amount.enough"] },
    accepted: "from 1 to 1",
    records: { card: { serial: stampCard, unusedRewards: 1 }, template: { id: 340717, name: "Coffee" } },
    switches: [
      { name: "useRewardCount", value: "number" },
      { name: "undocumentedRefusal", value: "error4" },
      { name: "errorStatus", value: "200" },
      { name: "resultMarker", value: "success" },
    ],
    changes: [],
  });
  expect(body.switches[1].evidence).toMatch(/^assumed: /);
});

test("a documented error does not list undocumentedRefusal", async () => {
  const body = await explained("getPassInfo", { passSerialNumber: "123444-522-344" });
  expect(body).toMatchObject({
    response: { error: 3 },
    refusedBy: { id: "card.owned", level: "documented" },
    accepted: "the token of company rival, or a card of company main",
  });
  expect(body.switches.map(({ name }: { name: string }) => name)).toEqual(["errorStatus", "resultMarker"]);
});

test("error 5 shows the client who has the phone", async () => {
  const taken = { idTemplate: 340717, sName: "Doe", fName: "Jane", phone: 12025550143 };
  expect((await explained("createClient", taken)).records.client).toMatchObject({ id: 20779267, phone: "12025550143" });
});

test("an accepted request is explained by its rules and changes", async () => {
  const body = await explained("usePass", { passSerialNumber: stampCard, numberStumps: 2 });
  expect(body).toMatchObject({ why: null, refusedBy: null, accepted: null, switches: [] });
  expect(body.rules.map(({ id }: { id: string }) => id)).toEqual(["stamp.add", "stamp.wrap", "stamp.milestone"]);
  expect(body.changes.map(({ table }: { table: string }) => table)).toEqual(["cards", "operations", "operations"]);
});

test.each<[{ method: string; body?: string; headers?: Record<string, string> }, string, string, string]>([
  [{ method: "GET" }, "getTemplates", "request.verb", "the same request with POST"],
  [{ method: "POST" }, "getTemplats", "request.method", "getTemplates"],
  [{ method: "POST", body: "{" }, "getPassInfo", "request.body", "one JSON object"],
  [{ method: "POST", body: "x".repeat(1024 * 1024 + 1) }, "getPassInfo", "request.size", "a smaller body"],
  [
    { method: "POST", body: "{}", headers: { "content-encoding": "gzip" } },
    "getPassInfo",
    "request.encoding",
    "plain JSON",
  ],
  [
    { method: "POST", headers: { "x-luna-profile": "a" } },
    "getPassInfo",
    "request.profile",
    "presentation switches as name=value",
  ],
])("refusals of the engine are explained: %j %s", async ({ headers = {}, ...init }, name, rule, accepted) => {
  const { server, token, control } = await setup();
  const response = await fetch(`${server.url}/api/v1/${name}`, {
    ...init,
    headers: { "x-access-token": token, ...headers },
  });
  const { body } = await control("GET", `/requests/${response.headers.get("x-luna-request-id")}`);
  expect(body).toMatchObject({ refusedBy: { id: rule }, accepted, why: response.headers.get("x-luna-why") });
});

test("x-luna-rules lists rules with evidence levels on request", async () => {
  const { server, token } = await setup();
  const stamp = (url: string, sent: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/v1/usePass`, {
      method: "POST",
      headers: { "x-access-token": sent, ...headers },
      body: JSON.stringify({ passSerialNumber: stampCard, numberStumps: 1 }),
    });
  expect((await stamp(server.url, token)).headers.get("x-luna-rules")).toBeNull();
  const asked = await stamp(server.url, token, { "x-luna-explain": "1" });
  expect(asked.headers.get("x-luna-rules")).toBe("stamp.add documented, stamp.wrap inferred, stamp.milestone inferred");
  const explaining = await testServer({ fixture: "demo", explain: true });
  const always = await stamp(explaining.url, "luna-demo-token");
  expect(always.headers.get("x-luna-rules")).toContain("stamp.wrap inferred");
});

test("x-luna-switches lists the switches behind an explained response", async () => {
  const { server, token } = await setup();
  const ask = async (headers: Record<string, string>) => {
    const response = await fetch(`${server.url}/api/v1/getTemplates`, { method: "POST", headers });
    return response.headers.get("x-luna-switches");
  };
  const expected = "undocumentedFields, resultMarker, listKey, envelope, contentType";
  expect(await ask({ "x-access-token": token, "x-luna-explain": "1" })).toBe(expected);
  expect(await ask({ "x-luna-explain": "1" })).toBe("errorStatus, resultMarker, envelope, contentType");
  expect(await ask({ "x-access-token": token })).toBeNull();
});

test("an unknown request or one of another sandbox is 404", async () => {
  const one = await setup();
  const two = await setup();
  const { headers } = await one.call("getTemplates");
  expect((await two.control("GET", `/requests/${headers.get("x-luna-request-id")}`)).status).toBe(404);
  expect((await one.control("GET", "/requests/nothing")).body.error).toContain("take the id from x-luna-request-id");
});

test("every refusal describes an accepted alternative", async () => {
  const { call, control } = await setup();
  await call("usePass", { passSerialNumber: "297150-586-208", action: "spendPoints", sum: 900 });
  await call("sendInfoPush", { pushSegment: "oneClient", passSerialNumber: "297150-586-210", messageText: "Hi" });
  await call("createPass", { idTemplate: 340718, userID: 1 });
  await call("createPass", { idTemplate: 1, userID: 1 });
  const entries = (await control("GET", "/requests")).body.requests.toReversed();
  const { templates } = (await call("getTemplates")).body;
  const accepted = [];
  for (const { requestId } of entries) accepted.push((await control("GET", `/requests/${requestId}`)).body.accepted);
  expect(accepted).toEqual([
    "from 1 to 500",
    "a card that is installed",
    "a userID that createClient or searchClient returned for this template; getClientsList lists them",
    `an id of this company's templates: ${templates.map(({ id }: { id: number }) => id).join(", ")}`,
  ]);
});

test.each<[MethodName, object, string]>([
  ["createClient", {}, "the same request with sName, fName, idTemplate, and phone or email"],
  ["createClient", { phone: 5, fName: "" }, "the same request with sName, fName, and idTemplate"],
  ["searchClient", { idTemplate: 340717 }, "the same request with phone or email"],
  [
    "usePass",
    { passSerialNumber: "297150-586-205" },
    "the same request with action spendPoints with passSerialNumber and sum or " +
      "action takeStamps or addStamps with passSerialNumber and numberStumps",
  ],
  ["usePass", { passSerialNumber: "297150-586-205", action: "addStamps" }, "the same request with numberStumps"],
  [
    "sendInfoPush",
    {},
    "the same request with pushSegment oneClient with passSerialNumber and messageText or " +
      "pushSegment allClients with idTemplate, messageText, and page",
  ],
])("all missing parameters are named at once: %s %j", async (id, parameters, accepted) => {
  expect(await explained(id, parameters)).toMatchObject({ response: { error: 4 }, accepted });
});

test("setExpirationDate is recommended only for templates with an expiry", async () => {
  const sandbox = await setup();
  const certificate = { passSerialNumber: "297150-586-208", action: "takeStamps", numberStumps: 1 };
  const membership = { passSerialNumber: "297150-586-209", action: "accruePoints", sum: 1 };
  expect(await explained("usePass", certificate, {}, sandbox)).toMatchObject({
    why: "a card of type 5 has no action takeStamps; use spendPoints or accruePoints",
    refusedBy: { id: "request.action", level: "assumed" },
    accepted: "spendPoints or accruePoints",
  });
  expect(await explained("usePass", membership, {}, sandbox)).toMatchObject({
    why: "usePass has no action for a card of type 6 whose template has no expiry",
    accepted: expect.stringMatching(/^nothing, while the card's template has no expiry/),
  });
  expect(await explained("usePass", { ...membership, action: undefined }, {}, sandbox)).toMatchObject({
    refusedBy: { id: "request.required" },
    accepted: expect.stringMatching(/^nothing, while/),
  });
  await sandbox.control("PATCH", "/templates/340723", { expiry: { kind: "afterIssue", days: 900 } });
  expect((await explained("usePass", membership, {}, sandbox)).accepted).toBe("setExpirationDate");
});

test("extension is recommended only for templates with an expiry", async () => {
  const sandbox = await setup({ now: "2099-01-01T00:00:00.000Z" });
  const { call, control } = sandbox;
  await call("usePass", { passSerialNumber: "297150-586-203", action: "setExpirationDate", expiryDate: 1 });
  await control("PATCH", "/templates/340717", { expiry: { kind: "afterIssue", days: 1 } });
  await call("usePass", { passSerialNumber: "297150-586-203", action: "setExpirationDate", expiryDate: 1 });
  const stamp = { passSerialNumber: "297150-586-203", numberStumps: 1 };
  expect((await explained("usePass", stamp, {}, sandbox)).accepted).toMatch(/^setExpirationDate with a later date/);
  await control("PATCH", "/templates/340717", { expiry: { kind: "none" } });
  expect((await explained("usePass", stamp, {}, sandbox)).accepted).toBe("this call before the card expired");
});

test.each<[object, MethodName, object, string, string]>([
  [{ phoneIn: "refused" }, "checkPassExistsByPhone", { phone: "12025550143" }, "request.type", "phoneIn=refused"],
  [{ numberIn: "refused" }, "getClientsList", { idTemplate: "340717" }, "request.type", "numberIn=refused"],
  [{ firstPage: "0" }, "getClientsList", { page: -1 }, "request.range", "firstPage=0"],
  [
    { useRewardCount: "all" },
    "useReward",
    { passSerialNumber: "297150-586-214" },
    "amount.enough",
    "useRewardCount=all",
  ],
])("under %j a refusal lists the switch that shaped it", async (profile, id, parameters, rule, named) => {
  const body = await explained(id, { idTemplate: 340717, numberRewards: 1, ...parameters }, profile);
  expect(body.refusedBy.id).toBe(rule);
  expect(switchesOf(body)).toContain(named);
});

test("a search without a match is explained as error 2", async () => {
  const body = await explained("searchClient", { idTemplate: 340717, phone: 3 }, { searchMiss: "error2" });
  expect(body).toMatchObject({
    response: { error: 2 },
    why: "no client of this template has this phone or e-mail (searchMiss=error2)",
    refusedBy: { id: "client.search", level: "assumed" },
  });
  expect(switchesOf(body)).toContain("searchMiss=error2");
});

test("a refusal has the evidence of its own rule", async () => {
  const level = async (id: MethodName, parameters: object) => (await explained(id, parameters)).refusedBy.level;
  const spend = { passSerialNumber: "297150-586-208", action: "spendPoints", sum: 900 };
  const push = { pushSegment: "oneClient", passSerialNumber: "297150-586-210", messageText: "Hi" };
  const tooMuch = { passSerialNumber: "297150-586-203", numberStumps: 2 ** 53 };
  expect(await level("usePass", spend)).toBe("sibling");
  expect(await level("sendInfoPush", push)).toBe("assumed");
  expect(await level("getPassInfoByPhone", { idTemplate: 340717, phone: 1 })).toBe("assumed");
  expect(await level("usePass", tooMuch)).toBe("assumed");
});
