import { expect, test } from "vitest";
import { type SwitchName, switches, switchNames, valuesOf } from "../../../mock-server/model/profile.js";
import type { MethodName } from "../../../openapi/document.js";
import { setup, testNow, testServer } from "../../support/sandbox.js";

const stampCard = "297150-586-203";
const cashbackCard = "297150-586-204";
const coupon = "297150-586-206";
const phone = 12_025_550_143;
const searched = { idTemplate: 340_717, phone };
const nobody = { idTemplate: 340_717, phone: 1 };
const tooMuch = { passSerialNumber: stampCard, numberRewards: 9 };

type Call = readonly [MethodName, object];
/** A value of a switch, preparing calls, the call that shows the value, and its response. */
type Row = [
  name: SwitchName,
  value: string,
  call: Call,
  expected: { readonly status?: number; readonly body?: unknown; readonly type?: string },
  before?: readonly Call[],
];

const client = { id: 20_779_267, phone: String(phone), email: "20779267@example.com" };

const rows: readonly Row[] = [
  ["envelope", "object", ["getClientInfo", { passSerialNumber: "none" }], { body: { error: 2 } }],
  ["envelope", "array", ["getClientInfo", { passSerialNumber: "none" }], { body: [{ error: 2 }] }],
  ["envelope", "array", ["checkPassExistsByPhone", searched], { body: [{ result: 1 }] }],
  ["contentType", "json", ["getTemplates", {}], { type: "application/json" }],
  ["contentType", "html", ["getTemplates", {}], { type: "text/html; charset=UTF-8" }],
  ["contentType", "html", ["getPassInfo", {}], { type: "text/html; charset=UTF-8", body: { error: 4 } }],
  ["contentType", "json-utf8", ["getTemplates", {}], { type: "application/json; charset=utf-8" }],
  ["errorStatus", "200", ["getPassInfo", {}], { status: 200, body: { error: 4 } }],
  ["errorStatus", "4xx", ["getPassInfo", {}], { status: 400, body: { error: 4 } }],
  ["errorStatus", "4xx", ["getPassInfo", { passSerialNumber: "none" }], { status: 404, body: { error: 2 } }],
  ["errorStatus", "4xx", ["getPassInfo", { passSerialNumber: "123444-522-344" }], { status: 403, body: { error: 3 } }],
  [
    "errorStatus",
    "4xx",
    ["createClient", { ...searched, sName: "a", fName: "b" }],
    { status: 409, body: { error: 5, userID: client.id } },
  ],
  ["errorStatus", "4xx", ["useReward", tooMuch], { status: 400, body: { error: 4 } }],
  ["resultMarker", "success", ["usePass", { passSerialNumber: stampCard, numberStumps: 1 }], { body: { result: 1 } }],
  ["resultMarker", "none", ["usePass", { passSerialNumber: stampCard, numberStumps: 1 }], { body: {} }],
  ["resultMarker", "none", ["checkPassExistsByPhone", searched], { body: { result: 1 } }],
  ["resultMarker", "none", ["searchClient", nobody], { body: { result: 0 } }],
  ["resultMarker", "both", ["getPassInfo", {}], { body: { result: 0, error: 4 } }],
  ["resultMarker", "both", ["checkPassExistsByPhone", nobody], { body: { result: 0 } }],
  ["resultMarker", "both", ["checkPassExistsByPhone", { ...searched, idTemplate: 1 }], { body: { error: 4 } }],
  ["phoneOut", "string", ["searchClient", searched], { body: expect.objectContaining({ phone: String(phone) }) }],
  ["phoneOut", "integer", ["searchClient", searched], { body: expect.objectContaining({ phone }) }],
  [
    "phoneOut",
    "integer",
    ["getClientsList", { idTemplate: 340_717 }],
    { body: { result: 1, rows: expect.arrayContaining([expect.objectContaining({ phone })]) } },
  ],
  ["listKey", "rows", ["getPassOperations", { passSerialNumber: coupon }], { body: { result: 1, rows: [] } }],
  ["listKey", "noun", ["getPassOperations", { passSerialNumber: coupon }], { body: { result: 1, operations: [] } }],
  ["listKey", "noun", ["getClientPassesByPhone", { phone: 1 }], { body: { result: 1, passes: [] } }],
  ["listKey", "noun", ["getClientPassesByEmail", { email: "x" }], { body: { result: 1, passes: [] } }],
  [
    "listKey",
    "noun",
    ["getTemplateClientPasses", { idTemplate: 340_717, selectionMode: "PassInstalled", page: 9 }],
    { body: { result: 1, clients: [] } },
  ],
  ["listKey", "noun", ["getInfoPushList", { passSerialNumber: coupon }], { body: { result: 1, rows: [] } }],
  ["searchHit", "flat", ["searchClient", searched], { body: expect.objectContaining({ userID: client.id }) }],
  [
    "searchHit",
    "rows",
    ["searchClient", searched],
    { body: { result: 1, rows: [expect.objectContaining({ ...client, dateOfBirth: expect.any(String) })] } },
  ],
  ["searchMiss", "result0", ["searchClient", nobody], { body: { result: 0 } }],
  ["searchMiss", "error2", ["searchClient", nobody], { body: { error: 2 } }],
  ["searchMiss", "empty", ["searchClient", nobody], { body: { result: 1, rows: [] } }],
  ["undocumentedRefusal", "error4", ["useReward", tooMuch], { status: 200, body: { error: 4 } }],
  ["undocumentedRefusal", "result0", ["useReward", tooMuch], { status: 200, body: { result: 0 } }],
  ["undocumentedRefusal", "http400", ["useReward", tooMuch], { status: 400, body: { error: 4 } }],
  ["undocumentedRefusal", "http400", ["getPassInfo", {}], { status: 200, body: { error: 4 } }],
  [
    "autoUse",
    "boolean",
    ["getPassInfo", { passSerialNumber: stampCard }],
    { body: expect.objectContaining({ rewards: [{ name: "Free coffee", stamps: "5,10", autoUse: false }] }) },
  ],
  [
    "autoUse",
    "integer",
    ["getPassInfo", { passSerialNumber: stampCard }],
    { body: expect.objectContaining({ rewards: [{ name: "Free coffee", stamps: "5,10", autoUse: 0 }] }) },
  ],
  [
    "autoUse",
    "integer",
    ["getPassInfo", { passSerialNumber: "297150-586-210" }],
    { body: expect.objectContaining({ rewards: [{ name: "Season treat", stamps: "6", autoUse: 1 }] }) },
  ],
  [
    "fullCard",
    "zero",
    ["getPassInfo", { passSerialNumber: stampCard }],
    { body: expect.objectContaining({ activeStamps: 0, totalStamps: 20 }) },
    [["usePass", { passSerialNumber: stampCard, numberStumps: 7 }]],
  ],
  [
    "fullCard",
    "max",
    ["getClientPassesByPhone", { phone }],
    { body: { result: 1, rows: [expect.objectContaining({ activeStamps: 10, totalStamps: 20 })] } },
    [["usePass", { passSerialNumber: stampCard, numberStumps: 7 }]],
  ],
  [
    "fullCard",
    "max",
    ["getPassInfo", { passSerialNumber: "297150-586-205" }],
    { body: expect.objectContaining({ type: 2, activeStamps: 0 }) },
    [["usePass", { passSerialNumber: "297150-586-205", action: "takeStamps", numberStumps: 3 }]],
  ],
  [
    "undocumentedFields",
    "absent",
    ["getPassInfo", { passSerialNumber: coupon }],
    { body: { result: 1, type: 3, status: "installed", serialNumber: coupon } },
  ],
  [
    "undocumentedFields",
    "present",
    ["getPassInfo", { passSerialNumber: coupon }],
    { body: { result: 1, type: 3, status: "installed", serialNumber: coupon, redeemed: false } },
  ],
  [
    "undocumentedFields",
    "present",
    ["getPassInfo", { passSerialNumber: "297150-586-208" }],
    { body: { result: 1, type: 5, status: "installed", serialNumber: "297150-586-208", balance: 500 } },
  ],
  [
    "undocumentedFields",
    "present",
    ["getPassInfo", { passSerialNumber: "297150-586-210" }],
    { body: expect.objectContaining({ type: 0, expiryDate: Date.parse("2026-02-04T12:00:00Z") / 1000 }) },
  ],
  [
    "undocumentedFields",
    "present",
    ["getClientInfo", { passSerialNumber: stampCard }],
    { body: expect.objectContaining({ email: client.email }) },
  ],
  [
    "undocumentedFields",
    "present",
    ["searchClient", searched],
    { body: expect.objectContaining({ email: client.email }) },
  ],
  ["firstPage", "1", ["getPassOperations", { passSerialNumber: coupon, page: 0 }], { body: { error: 4 } }],
  ["firstPage", "0", ["getPassOperations", { passSerialNumber: coupon, page: 0 }], { body: { result: 1, rows: [] } }],
  ["firstPage", "0", ["getPassOperations", { passSerialNumber: coupon, page: -1 }], { body: { error: 4 } }],
  ["phoneIn", "accepted", ["checkPassExistsByPhone", { ...searched, phone: `+${phone}` }], { body: { result: 1 } }],
  ["phoneIn", "refused", ["checkPassExistsByPhone", { ...searched, phone: String(phone) }], { body: { error: 4 } }],
  ["numberIn", "accepted", ["checkPassExistsByPhone", { phone, idTemplate: "340717" }], { body: { result: 1 } }],
  ["numberIn", "refused", ["checkPassExistsByPhone", { phone, idTemplate: "340717" }], { body: { error: 4 } }],
  ...(["no", "yes"] as const).map(
    (value): Row => [
      "spendAccruesPoints",
      value,
      ["getPassInfo", { passSerialNumber: cashbackCard }],
      {
        body: expect.objectContaining({ amountMoneySpentTotal: 20_000, amountMoneyBonus: value === "no" ? 400 : 800 }),
      },
      [["usePass", { passSerialNumber: cashbackCard, action: "increaseTotalSpentSum", sum: 10_000 }]],
    ],
  ),
  ...(["recomputed", "kept"] as const).map(
    (value): Row => [
      "tierAfterReduce",
      value,
      ["getPassInfo", { passSerialNumber: cashbackCard }],
      { body: expect.objectContaining({ currentPersentBonus: value === "kept" ? 4 : 3 }) },
      [["usePass", { passSerialNumber: cashbackCard, action: "reduceTotalSpentSum", sum: 1 }]],
    ],
  ),
  ...(["same", "new"] as const).map(
    (value): Row => [
      "secondPass",
      value,
      ["getPassInfoByPhone", searched],
      {
        body:
          value === "same"
            ? expect.objectContaining({ serialNumber: stampCard })
            : expect.objectContaining({ serialNumber: expect.not.stringMatching(stampCard), totalStamps: 0 }),
      },
      [["createPass", { idTemplate: 340_717, userID: client.id }]],
    ],
  ),
  ...(["number", "all"] as const).map(
    (value): Row => [
      "useRewardCount",
      value,
      ["getPassInfo", { passSerialNumber: stampCard }],
      { body: expect.objectContaining({ unusedRewards: value === "number" ? 3 : 0 }) },
      [
        ["usePass", { passSerialNumber: stampCard, numberStumps: 12 }],
        ["useReward", { passSerialNumber: stampCard, numberRewards: 1 }],
      ],
    ],
  ),
];

/** Makes the calls of a row in a new sandbox and returns the last response. */
async function responseTo(
  [, , [method, parameters], , before = []]: Row,
  profile: object,
  headers: Record<string, string> = {},
) {
  const { call, control, server, token } = await setup();
  await control("PUT", "/profile", profile);
  for (const [id, body] of before) await call(id, body);
  return fetch(`${server.url}/api/v1/${method}`, {
    method: "POST",
    headers: { "x-access-token": token, ...headers },
    body: JSON.stringify(parameters),
  });
}

const partsOf = async (response: Response) => ({
  status: response.status,
  body: await response.json(),
  type: response.headers.get("content-type"),
});

const answerOf = async (row: Row, profile: object, header?: string) =>
  partsOf(await responseTo(row, profile, header === undefined ? {} : { "x-luna-profile": header }));

/** Replaces the sandbox id in addresses of cards. */
const comparable = (answer: object) => JSON.stringify(answer).replaceAll(/\/_luna\/s\/[^/]+\//g, "/_luna/s/-/");

test.each(rows)("%s=%s on the wire: %j", async (...row) => {
  const [name, value, , expected] = row;
  expect(await answerOf(row, { [name]: value })).toMatchObject(expected);
});

const named = async (row: Row) => {
  const response = await responseTo(row, {}, { "x-luna-explain": "1" });
  return { consulted: response.headers.get("x-luna-switches")?.split(", ") ?? [], answer: await partsOf(response) };
};

test.each(rows.filter(([name, value]) => switches[name].kind === "presentation" && valuesOf(name)[0] !== value))(
  "an explained answer names the switch %s if %s changes it: %j",
  async (...row) => {
    const [name, value] = row;
    const { consulted, answer } = await named(row);
    expect(comparable(answer)).toBe(comparable(await answerOf(row, {})));
    const isChanged = comparable(answer) !== comparable(await answerOf(row, { [name]: value }));
    expect(isChanged && !consulted.includes(name)).toBe(false);
  },
);

test.each(rows.filter(([name]) => switches[name].kind === "rule"))(
  "an explained change names the switch %s=%s of its rule: %j",
  async (name, value, shows, expected, before = []) => {
    // The call that shows the rule follows the call that applies it.
    const changes = before.at(-1) ?? shows;
    const { consulted } = await named([name, value, changes, expected, before.slice(0, -1)]);
    expect(consulted).toContain(name);
  },
);

test.each(rows.filter(([name]) => switches[name].kind === "presentation"))(
  "%s=%s by the header of one request, whatever the sandbox says: %j",
  async (...row) => {
    const [name, value, , expected] = row;
    const other = valuesOf(name).find((known) => known !== value);
    expect(await answerOf(row, { [name]: other }, `${name}=${value}`)).toMatchObject(expected);
  },
);

test("every value of every switch changes a response", () => {
  const shown = new Set(rows.map(([name, value]) => `${name}=${value}`));
  const all = switchNames.flatMap((name) => valuesOf(name).map((value) => `${name}=${value}`));
  expect(all.filter((each) => !shown.has(each))).toEqual([]);
});

test("a sandbox keeps its profile over a reset and in its state", async () => {
  const { server } = await setup();
  const at = async (method: string, path: string, body?: unknown) =>
    (
      await fetch(
        `${server.url}/_luna${path}`,
        body === undefined ? { method } : { method, body: JSON.stringify(body) },
      )
    ).json() as Promise<Record<string, unknown>>;
  const { id } = await at("POST", "/sandboxes", { fixture: "empty", now: testNow, profile: { listKey: "noun" } });
  expect(await at("GET", `/sandboxes/${id}/profile`)).toMatchObject({ listKey: "noun", envelope: "object" });
  await at("PUT", `/sandboxes/${id}/profile`, { envelope: "array" });
  const state = await at("GET", `/sandboxes/${id}/state`);
  expect(state.profile).toEqual({ envelope: "array" });
  await at("POST", `/sandboxes/${id}/reset`);
  expect((await at("GET", `/sandboxes/${id}`)).profile).toEqual({ listKey: "noun" });
  await at("PUT", `/sandboxes/${id}/state`, state);
  expect(await at("GET", `/sandboxes/${id}/state`)).toEqual(state);
});

test.each([
  ["PUT", "/profile", { envelop: "array" }, /^profile: unknown switch "envelop"; did you mean "envelope"\?$/],
  ["PUT", "/profile", { nothing: "array" }, /^profile: unknown switch; valid: envelope, contentType, /],
  ["PUT", "/profile", { errorStatus: 200 }, /^profile: errorStatus must be 200 or 4xx$/],
  ["PUT", "/profile", { searchMiss: "none" }, /^profile: searchMiss must be result0, error2 or empty$/],
  ["PUT", "/profile", { envelope: 1 }, /^profile: envelope must be object or array$/],
])("an unknown switch or value is refused with hints: %s %s %j", async (method, path, body, message) => {
  const { control } = await setup();
  const answer = await control(method, path, body);
  expect(answer).toMatchObject({ status: 400, body: { error: expect.stringMatching(message) } });
});

test.each([
  ["envelop=array", /unknown switch/],
  ["envelope", /switches must be name=value/],
  ["secondPass=new", /secondPass changes a rule, so it is set for a sandbox/],
])("an invalid header x-luna-profile is refused without effect: %s", async (header, message) => {
  const { server, token } = await setup();
  const response = await fetch(`${server.url}/api/v1/usePass`, {
    method: "POST",
    headers: { "x-access-token": token, "x-luna-profile": header },
    body: JSON.stringify({ passSerialNumber: stampCard, numberStumps: 1 }),
  });
  const why = response.headers.get("x-luna-why");
  expect({ status: response.status, why }).toEqual({ status: 400, why: expect.stringMatching(message) });
});

test("an unauthenticated request uses the profile of the sandbox default", async () => {
  const { url } = await testServer({ profile: { errorStatus: "4xx" } });
  const asked = async () => {
    const response = await fetch(`${url}/api/v1/getTemplates`, { method: "POST", headers: { "x-access-token": "no" } });
    return [response.status, await response.json()];
  };
  expect(await asked()).toEqual([401, { error: 1 }]);
  const body = JSON.stringify({ envelope: "array" });
  await fetch(`${url}/_luna/sandboxes/default/profile`, { method: "PUT", body });
  expect(await asked()).toEqual([200, [{ error: 1 }]]);
});
