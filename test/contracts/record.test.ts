/** Recordings of a client without a Pact library verify. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { startRecording } from "../../contracts/index.js";
import type { Profile } from "../../mock-server/index.js";
import { methodFacts } from "../../openapi/document.js";
import { exampleExchanges } from "../openapi/examples.js";
import { setup } from "../support/sandbox.js";
import { type Pact, recordingOf, serial } from "./support/recording.js";
import { failed, interactionsOf, verifyAll, verifying } from "./support/verify.js";

const coffee = 340717;
const jane = 12025550143;

/** A day at the till: every method, every card type, refusals, pages. */
async function aDay(call: Awaited<ReturnType<typeof recordingOf>>["call"]) {
  await call("getTemplates", {});
  await call("getTemplates", {}, "");
  await call("getTemplates", {}, "an-unknown-token");
  const { userID } = await call("createClient", {
    idTemplate: coffee,
    sName: "Doe",
    fName: "Rick",
    phone: 12025550199,
  });
  await call("createClient", { idTemplate: coffee, sName: "Doe", fName: "Rick", phone: 12025550199 });
  await call("createClient", { idTemplate: coffee, sName: "Doe" });
  await call("createClient", { idTemplate: 1, sName: "Doe", fName: "Rick", email: "r@example.com" });
  await call("searchClient", { idTemplate: coffee, phone: "+12025550199" });
  await call("searchClient", { idTemplate: coffee, email: "20779267@example.com" });
  await call("searchClient", { idTemplate: coffee, phone: 1 });
  await call("updateClient", { idTemplate: coffee, userID, sName: "Roe", fName: "Rick", phone: jane });
  await call("updateClient", { idTemplate: coffee, userID, sName: "Roe", fName: "Rick", email: "rick@example.com" });
  const { serialNumber } = await call("createPass", { idTemplate: coffee, userID });
  await call("createPass", { idTemplate: coffee, userID });
  await call("usePass", { passSerialNumber: serialNumber, numberStumps: 5 });
  await call("useReward", { passSerialNumber: serialNumber, numberRewards: 1 });
  await call("useReward", { passSerialNumber: serialNumber, numberRewards: 1 });
  await call("getPassOperations", { passSerialNumber: serialNumber });
  for (let nth = 0; nth < 13; nth += 1) {
    await call("getPassInfo", { passSerialNumber: serial(nth) });
    await call("getClientInfo", { passSerialNumber: serial(nth) });
    await call("getPassOperations", { passSerialNumber: serial(nth), page: 1 });
    await call("usePass", { passSerialNumber: serial(nth), action: "setExpirationDate", expiryDate: 1_900_000_000 });
  }
  await call("getPassOperations", { passSerialNumber: serial(8), page: 3 });
  await call("getPassInfo", { passSerialNumber: "123444-522-344" });
  await call("getPassInfo", { passSerialNumber: "1-2-3" });
  await call("getPassInfo", "{nonsense");
  await call("usePass", { passSerialNumber: serial(1), action: "spendPoints", sum: 7 });
  await call("usePass", {
    passSerialNumber: serial(2),
    action: "takeStamps",
    numberStumps: 1,
    token: "secret-of-mine",
  });
  await call("usePass", { passSerialNumber: serial(4), action: "reduceTotalSpentSum", sum: 9_999_999 });
  await call("usePass", { passSerialNumber: serial(5), action: "accruePoints", sum: 5 });
  await call("usePass", { passSerialNumber: serial(10), numberStumps: 1 });
  await call("checkPassExistsByPhone", { idTemplate: coffee, phone: jane });
  await call("checkPassExistsByPhone", { idTemplate: coffee, phone: 1 });
  await call("getPassInfoByPhone", { idTemplate: coffee, phone: jane });
  await call("getPassInfoByPhone", { idTemplate: coffee, phone: 1 });
  await call("getClientPassesByPhone", { phone: jane });
  await call("getClientPassesByEmail", { email: "20779268@example.com" });
  for (const page of [1, 2]) await call("getClientsList", { idTemplate: coffee, page });
  for (const page of [1, 25, 26]) await call("getClientsList", { idTemplate: 340723, page });
  for (const selectionMode of ["PassNotCreated", "PassInstalled", "passNotInstalled", "passDeleted"])
    for (const page of [1, 2]) await call("getTemplateClientPasses", { idTemplate: 340723, selectionMode, page });
  for (const page of [1, 2, 3])
    await call("sendInfoPush", { pushSegment: "allClients", idTemplate: "340720", messageText: "News", page });
  await call("sendInfoPush", { pushSegment: "oneClient", passSerialNumber: serial(9), messageText: "{{clientFName}}" });
  await call("sendInfoPush", { pushSegment: "oneClient", passSerialNumber: serial(7), messageText: "News" });
  for (const page of [1, 3, 4]) await call("getInfoPushList", { passSerialNumber: serial(9), page });
}

test("a recorded day of a client verifies", async () => {
  const { call, pact, recording } = await recordingOf();
  await aDay(call);
  const recorded = pact();
  expect(recording.count()).toBeGreaterThan(100);
  expect(recorded.interactions.length).toBeGreaterThan(60);
  expect(recorded.interactions.length).toBeLessThan(recording.count());
  expect(failed(await verifyAll(recorded))).toEqual([]);
});

test("recorded examples of the document verify", async () => {
  const { call, pact } = await recordingOf();
  for (const { id, request } of exampleExchanges) await call(id, request);
  const recorded = pact();
  const recordedMethods = new Set(recorded.interactions.map(({ description }) => description.split(/[ ,:]/)[0]));
  expect(recordedMethods).toEqual(new Set(Object.keys(methodFacts)));
  expect(failed(await verifyAll(recorded))).toEqual([]);
});

test("an altered response fails the recorded contract", async () => {
  const { call, pact } = await recordingOf();
  await call("getTemplates", {});
  await call("getPassInfo", { passSerialNumber: serial(0) });
  await call("getPassInfo", { passSerialNumber: "1-2-3" });
  await call("getClientsList", { idTemplate: 340723, page: 25 });
  await call("sendInfoPush", { pushSegment: "allClients", idTemplate: "340720", messageText: "News", page: 2 });
  await call("usePass", { passSerialNumber: serial(1), action: "spendPoints", sum: 7 });
  const recorded = pact();
  expect(failed(await verifyAll(recorded))).toEqual([]);
  const exact = ["error", "result", "type", "numberOfRowsSelected"];
  for (const [index, { response }] of recorded.interactions.entries()) {
    const { content } = response.body;
    const alterations = [
      { ...content, another: true },
      ...exact.filter((name) => name in content).map((name) => ({ ...content, [name]: Number(content[name]) + 1 })),
      ...Object.keys(content)
        .filter((name) => Array.isArray(content[name]))
        .map((name) => ({ ...content, [name]: [] })),
    ];
    for (const altered of alterations) {
      const body = { ...response.body, content: altered };
      const interactions = [{ ...recorded.interactions[index], response: { ...response, body } }];
      expect(failed(await verifyAll({ ...recorded, interactions }))).toHaveLength(1);
    }
  }
});

test("repetitions are recorded once, per company", async () => {
  const { call, pact, rival, recording } = await recordingOf();
  for (let nth = 0; nth < 5; nth += 1) await call("getTemplates", {});
  await call("getTemplates", { page: 1 });
  await call("getPassInfo", { passSerialNumber: serial(0) }, rival);
  await call("getTemplate", {});
  expect(recording.count()).toBe(7);
  expect(pact().interactions.map(({ description }) => description)).toEqual([
    "getTemplates, a template: success",
    "getTemplates, a template: success (2)",
    "getPassInfo, a card of another company: error 3",
  ]);
});

test("full, partial and empty pages are recorded separately", async () => {
  const { call, pact } = await recordingOf();
  for (const page of [2, 3, 26]) await call("getClientsList", { idTemplate: 340723, page });
  await call("createClient", { idTemplate: 340723, sName: "Doe", fName: "Rick", phone: 12025550199 });
  await call("getClientsList", { idTemplate: 340723, page: 26 });
  const push = { pushSegment: "allClients", idTemplate: "340720", messageText: "News" };
  for (const page of [1, 2, 3]) await call("sendInfoPush", { ...push, page });
  const recorded = pact();
  const sizes = recorded.interactions.flatMap(({ description, response: { body } }) => {
    const { rows, numberOfRowsSelected } = body.content as { rows?: unknown[]; numberOfRowsSelected?: number };
    return description.startsWith("createClient") ? [] : [rows?.length ?? numberOfRowsSelected];
  });
  expect(sizes).toEqual([10, 0, 1, 10, 10, 0]);
  expect(failed(await verifyAll(recorded))).toEqual([]);
});

test.each([
  ["application/json; charset=UTF-8", "{}", {}],
  ["text/plain", "{}", {}],
  ["application/x-www-form-urlencoded", "{}", {}],
])("content type %s of body %s is recorded unchanged", async (type, body, content) => {
  const { call, pact, token } = await recordingOf();
  await call("getTemplates", body, token, type);
  const recorded = pact();
  const [{ request } = { request: undefined }] = recorded.interactions;
  expect(request).toMatchObject({ headers: { "content-type": [type] }, body: { content } });
  expect(failed(await verifyAll(recorded))).toEqual([]);
});

test.each([
  ["nested deeper than 32 levels", `${"[".repeat(33)}${"]".repeat(33)}`],
  ["nested deeper than 32 levels", `{"fields": ${"[".repeat(50_000)}${"]".repeat(50_000)}}`],
  ["not JSON", "{nonsense"],
  ["not JSON", "page=1"],
])("a body that is %s is not recorded but logged", async (what, body) => {
  const { call, pact, log, recording } = await recordingOf();
  await call("getTemplates", {});
  await call("getTemplates", body);
  await call("getPassInfo", { passSerialNumber: serial(0) });
  expect(recording.count()).toBe(2);
  expect(log).toEqual([`POST /api/v1/getTemplates was not recorded: the request body is ${what}`]);
  expect(pact().interactions).toHaveLength(2);
});

test("unrecorded requests are logged with a reason", async () => {
  const { call, log, token, recording } = await recordingOf();
  const form = "multipart/form-data; boundary=x";
  await call("createClient", '--x\r\ncontent-disposition: form-data; name="sName"\r\n\r\nDoe\r\n--x--', token, form);
  await call("createClient", '{"idTemplate": 340717, "sName": "Doe \\ud800", "fName": "Jane", "phone": 12025550199}');
  await call("getTemplate", {});
  await fetch(`${recording.url}/api/v1/getTemplates`);
  await fetch(`${recording.url}/api/v1/getTemplates`, { method: "OPTIONS" });
  await fetch(`${recording.url}/_luna/health`);
  expect(log).toEqual([
    "POST /api/v1/createClient was not recorded: the request body is not JSON",
    "POST /api/v1/createClient was not recorded: a text has half a surrogate pair, such as \\ud800",
    "POST /api/v1/getTemplate was not recorded: unknown method, or verb other than POST",
    "GET /api/v1/getTemplates was not recorded: unknown method, or verb other than POST",
  ]);
});

test("the second page of a list verifies, with generated clients before", async () => {
  const { call, pact } = await recordingOf();
  expect((await call("getClientsList", { idTemplate: 340720, page: 2 })).rows).toHaveLength(10);
  const recorded = pact();
  expect(recorded.interactions[0]?.providerStates?.filter(({ name }) => name === "a client")).toHaveLength(10);
  expect(failed(await verifyAll(recorded))).toEqual([]);
});

test("a card without expiry date is replayed without it", async () => {
  const { call, pact, control } = await recordingOf();
  const expiry = { kind: "fixed", at: "2026-01-01T00:00:00Z" };
  expect((await control("PATCH", `/templates/${coffee}`, { expiry })).status).toBe(200);
  await call("usePass", { passSerialNumber: serial(0), numberStumps: 1 });
  await call("getTemplateClientPasses", { idTemplate: coffee, selectionMode: "PassInstalled", page: 1 });
  const recorded = pact();
  expect(recorded.interactions.map(({ response }) => response.body.content.result)).toEqual([1, 1]);
  expect(failed(await verifyAll(recorded))).toEqual([]);
});

const profiles: readonly Readonly<Record<string, string>>[] = [
  { firstPage: "0" },
  { envelope: "array", listKey: "noun", searchHit: "rows", searchMiss: "empty", autoUse: "integer" },
  { undocumentedRefusal: "result0", resultMarker: "none", phoneOut: "integer", fullCard: "max", secondPass: "new" },
  { undocumentedRefusal: "http400", errorStatus: "4xx", resultMarker: "both", undocumentedFields: "present" },
];

test.each(profiles)("a recording under profile %j verifies under it", async (profile) => {
  const { call, pact, control, recording } = await recordingOf();
  expect((await control("PUT", "/profile", profile)).status).toBe(200);
  const first = Number(profile.firstPage ?? 1);
  for (const page of [first, first + 1, first + 2]) await call("getClientsList", { idTemplate: 340720, page });
  await call("getClientsList", { idTemplate: 340723, page: first + 24 });
  await call("getTemplateClientPasses", { idTemplate: 340723, selectionMode: "PassNotCreated", page: first + 1 });
  for (const page of [first, first + 2]) await call("getPassOperations", { passSerialNumber: serial(8), page });
  await call("getInfoPushList", { passSerialNumber: serial(9), page: first + 1 });
  for (const page of [first, first + 2])
    await call("sendInfoPush", { pushSegment: "allClients", idTemplate: "340720", messageText: "News", page });
  await call("getPassInfo", { passSerialNumber: serial(0) });
  await call("getPassInfo", { passSerialNumber: "1-2-3" });
  await call("searchClient", { idTemplate: coffee, phone: jane });
  await call("searchClient", { idTemplate: coffee, phone: 1 });
  await call("useReward", { passSerialNumber: serial(0), numberRewards: 99 });
  const recorded = pact();
  const { verification } = await verifying();
  const switched = Object.entries(profile).map(([name, value]) => `${name}=${value}`);
  expect(recording.profile()?.split(",").sort()).toEqual(switched.sort());
  expect(failed(await verification.all(interactionsOf(recorded), profile as Partial<Profile>))).toEqual([]);
});

test("pages are numbered by the sandbox's profile", async () => {
  const { call, pact, control } = await recordingOf();
  await control("PUT", "/profile", { firstPage: "0" });
  for (const page of [0, 1]) await call("getClientsList", { idTemplate: 340720, page });
  const bulkStates = pact().interactions.map(({ providerStates = [] }) =>
    providerStates.filter(({ name }) => name === "clients"),
  );
  expect(bulkStates).toEqual([[], [{ name: "clients", params: { idTemplate: 340720, count: 10 } }]]);
});

test("a replayed content type may differ in its charset only", async () => {
  const { call, pact } = await recordingOf();
  await call("getTemplates", {});
  const recorded = pact();
  const [one] = recorded.interactions as unknown as { response: { headers: Record<string, string[]> } }[];
  const typed = (...types: string[]) => {
    const response = { ...one?.response, headers: { "content-type": types } };
    return verifyAll({ ...recorded, interactions: [{ ...one, response }] });
  };
  expect(failed(await typed("application/json; charset=utf-8"))).toEqual([]);
  expect(failed(await typed("application/json"))).toEqual([]);
  const { verification } = await verifying();
  expect(failed(await verification.all(interactionsOf(recorded), { contentType: "html" }))).toHaveLength(1);
});

test("a compressing server is recorded uncompressed", async () => {
  const compressing = createServer((request, response) => {
    const isAllowed = /gzip/.test(String(request.headers["accept-encoding"]));
    const body = Buffer.from('{"result":1,"templates":[]}');
    response.writeHead(200, {
      "content-type": "application/json",
      ...(isAllowed ? { "content-encoding": "gzip" } : {}),
    });
    response.end(isAllowed ? gzipSync(body) : body);
  });
  await once(compressing.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void compressing.close());
  const server = `http://127.0.0.1:${(compressing.address() as AddressInfo).port}`;
  const recording = await startRecording({ consumer: "till", server, isSandbox: false });
  onTestFinished(() => recording.close());
  const response = await fetch(`${recording.url}/api/v1/getTemplates`, { method: "POST", body: "{}" });
  expect(await response.json()).toEqual({ result: 1, templates: [] });
  expect(recording.count()).toBe(1);
});

test("expired cards are replayed as expired at any date", async () => {
  const { call, pact, control } = await recordingOf({ now: "2031-05-01T00:00:00Z" });
  await control("POST", "/templates", {
    id: 7,
    name: "Soon over",
    type: 1,
    expiry: { kind: "fixed", at: "2031-06-01T00:00:00Z" },
  });
  const { userID } = await call("createClient", { idTemplate: 7, sName: "Doe", fName: "Jane", phone: 5 });
  const { serialNumber } = await call("createPass", { idTemplate: 7, userID });
  const use = { passSerialNumber: serialNumber, action: "accruePoints", sum: 3 };
  await call("usePass", use);
  await control("PUT", "/clock", { now: "2031-07-01T00:00:00Z" });
  await call("usePass", use);
  await call("usePass", { passSerialNumber: serialNumber, action: "setExpirationDate", expiryDate: 1_950_000_000 });
  await call("usePass", use);
  const recorded = pact();
  expect(recorded.interactions.map(({ response }) => response.body.content)).toContainEqual({ error: 4 });
  expect(failed(await verifyAll(recorded))).toEqual([]);
});

test("a stamp card from before a maxStamps change can be replayed", async () => {
  const { call, pact, control } = await recordingOf();
  expect((await control("PATCH", `/templates/${coffee}`, { settings: { maxStamps: 2, rewards: [] } })).status).toBe(
    200,
  );
  await call("getPassInfo", { passSerialNumber: serial(0) });
  await call("usePass", { passSerialNumber: serial(0), numberStumps: 1 });
  const recorded = pact();
  expect(recorded.interactions.map(({ response }) => response.body.content.result)).toEqual([1, 1]);
  expect(failed(await verifyAll(recorded))).toEqual([]);
});

test("recordings of other servers have no provider states", async () => {
  const { server, token } = await setup();
  const recording = await startRecording({ consumer: "till", server: server.url, isSandbox: false });
  onTestFinished(() => recording.close());
  const headers = { "x-access-token": token };
  await fetch(`${recording.url}/api/v1/getTemplates`, { method: "POST", headers, body: "{}" });
  const [only] = (recording.pact() as Pact).interactions;
  expect(only).toMatchObject({ description: "getTemplates: success" });
  expect(only).not.toHaveProperty("providerStates");
});

test("an unreachable server gives 502 and is not recorded", async () => {
  const recording = await startRecording({ consumer: "till", server: "http://127.0.0.1:1", isSandbox: false });
  onTestFinished(() => recording.close());
  const response = await fetch(`${recording.url}/api/v1/getTemplates`, { method: "POST" });
  expect(response.status).toBe(502);
  expect(recording.count()).toBe(0);
});
