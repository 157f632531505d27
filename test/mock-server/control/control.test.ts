import { expect, test } from "vitest";
import { allCardTypes } from "../../../mock-server/cards/index.js";
import { controlPlane } from "../../../mock-server/http/control-plane.js";
import { setup, stateText, testNow, testServer } from "../../support/sandbox.js";

async function ask(url: string, method: string, body?: unknown) {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of an answer, and fails if it is not there
  return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as any };
}

test("health, documents and rules have addresses", async () => {
  const { url } = await testServer();
  expect((await ask(`${url}/_luna/health`, "GET")).body).toEqual({ status: "ok", sandboxes: 1 });
  expect((await ask(`${url}/_luna/openapi.json`, "GET")).body.openapi).toBe("3.1.0");
  expect((await ask(`${url}/_luna/control.json`, "GET")).body.paths["/sandboxes"]).toBeDefined();
  const { rules } = (await ask(`${url}/_luna/rules`, "GET")).body;
  expect(rules).toContainEqual(expect.objectContaining({ id: "stamp.milestone", level: "inferred" }));
});

test("every path of the control plane's document is served", async () => {
  const { url } = await testServer();
  const { paths } = (await ask(`${url}/_luna/control.json`, "GET")).body as { paths: Record<string, object> };
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods).filter((name) => name !== "parameters")) {
      const filled = path.replace("{id}", "default").replace(/\{\w+\}/g, "1");
      const { status, body } = await ask(
        `${url}/_luna${filled}`,
        method.toUpperCase(),
        method === "get" ? undefined : {},
      );
      expect({ method, path, status, error: body?.error }).not.toEqual({
        method,
        path,
        status: 404,
        error: expect.stringContaining("not found; "),
      });
    }
  }
});

test("the control plane's document describes every route", async () => {
  const { services, url } = await testServer();
  const { paths } = (await ask(`${url}/_luna/control.json`, "GET")).body as { paths: Record<string, object> };
  const described = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.keys(verbs).flatMap((verb) =>
      verb === "parameters" ? [] : `${verb} ${path.replaceAll("{", ":").replaceAll("}", "")}`,
    ),
  );
  const served = controlPlane(services).stack.flatMap(({ route }) =>
    (route?.stack ?? []).flatMap(({ method }) => (method === undefined ? [] : `${method} ${route?.path}`)),
  );
  expect(served.sort()).toEqual(described.sort());
});

test("a new sandbox has new companies, tokens and records", async () => {
  const { url } = await testServer();
  const created = await ask(`${url}/_luna/sandboxes`, "POST", { id: "mine", fixture: "demo", seed: 7, now: testNow });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({ id: "mine", seed: 7, expiresAt: null, clock: { now: testNow, frozen: true } });
  expect(created.body.companies.map(({ id }: { id: string }) => id)).toEqual(["main", "rival"]);
  const tokens = new Set(created.body.companies.map(({ token }: { token: string }) => token));
  expect(tokens.size).toBe(2);
  expect(tokens).not.toContain("luna-demo-token");
  expect((await ask(`${url}/_luna/sandboxes/mine`, "GET")).body).toEqual(created.body);
  expect((await ask(`${url}/_luna/sandboxes`, "GET")).body.sandboxes).toHaveLength(2);
});

test("POST sandboxes without a body uses the demo and a generated id", async () => {
  const { url } = await testServer();
  const { status, body } = await ask(`${url}/_luna/sandboxes`, "POST");
  expect(status).toBe(201);
  expect((await ask(`${url}/_luna/sandboxes/${body.id}/state`, "GET")).body.templates).toHaveLength(
    allCardTypes.length + 2,
  );
});

test.each([
  [{ id: "Ünï" }, /id/],
  [{ id: "../x" }, /id/],
  [{ fixture: "nothing" }, /fixture/],
  [{ seed: -1 }, /seed must be at least 0/],
  [{ now: "2026-02-31T00:00:00Z" }, /must be an existing date and time/],
  [{ now: "yesterday" }, /now/],
  [{ ttlSeconds: 0 }, /ttlSeconds must be at least 1/],
  [{ sed: 1 }, /unknown key "sed"; did you mean "seed"\?/],
  [[], /must be of type object/],
  [
    { fixture: { formatVersion: 1, cards: [{ type: 0, templateId: 5, clientId: 1 }] } },
    /cards\.0\.templateId: template 5 does not exist/,
  ],
  [{ fixture: { formatVersion: 1, templates: [{ name: "T", type: 9 }] } }, /templates\.0/],
])("POST sandboxes refuses an invalid body with its place: %j", async (request, message) => {
  const { url } = await testServer();
  const { status, body } = await ask(`${url}/_luna/sandboxes`, "POST", request);
  expect(status).toBe(400);
  expect(body.error).toMatch(message);
  expect((await ask(`${url}/_luna/sandboxes`, "GET")).body.sandboxes).toHaveLength(1);
});

test("an existing id or token is 409, too many sandboxes are 429", async () => {
  const { url } = await testServer({ maxSandboxes: 2 });
  const fixture = { formatVersion: 1, companies: [{ id: "a", token: "luna-demo-token" }] };
  expect((await ask(`${url}/_luna/sandboxes`, "POST", { id: "default" })).status).toBe(409);
  expect((await ask(`${url}/_luna/sandboxes`, "POST", { fixture })).status).toBe(409);
  expect((await ask(`${url}/_luna/sandboxes`, "POST", {})).status).toBe(201);
  const { status, body } = await ask(`${url}/_luna/sandboxes`, "POST", {});
  expect(status).toBe(429);
  expect(body.error).toContain("--max-sandboxes");
});

test("a deletion removes tokens; default cannot be deleted", async () => {
  const { url } = await testServer();
  const { body } = await ask(`${url}/_luna/sandboxes`, "POST", { fixture: "empty" });
  expect((await ask(`${url}/_luna/sandboxes/${body.id}`, "DELETE")).status).toBe(204);
  expect((await ask(`${url}/_luna/sandboxes/${body.id}`, "GET")).status).toBe(404);
  const headers = { "x-access-token": body.companies[0].token };
  const refused = await fetch(`${url}/api/v1/getTemplates`, { method: "POST", headers });
  expect(await refused.json()).toEqual({ error: 1 });
  expect((await ask(`${url}/_luna/sandboxes/default`, "DELETE")).status).toBe(409);
});

test("a sandbox is deleted after its ttlSeconds", async () => {
  let now = Date.parse(testNow);
  const { services, sandbox } = await testServer({ realNow: () => now });
  const { id, expiresAt } = await sandbox({ fixture: "empty", ttlSeconds: 60 });
  expect(expiresAt).toBe("2026-01-15T12:01:00.000Z");
  now += 59_999;
  await services.sandboxes.sweep();
  expect((await services.sandboxes.get(id)).id).toBe(id);
  now += 1;
  await services.sandboxes.sweep();
  await expect(services.sandboxes.get(id)).rejects.toThrow(/unknown sandbox/);
});

test("state round-trips exactly, in this sandbox and in another", async () => {
  const world = await setup();
  await world.call("usePass", { passSerialNumber: "297150-586-203", numberStumps: 9 });
  const state = (await world.control("GET", "/state")).body;
  const text = JSON.stringify(state);
  expect((await world.control("PUT", "/state", state)).status).toBe(200);
  expect(await stateText(world)).toBe(text);
  const other = await setup({ fixture: "empty" });
  const theirs = {
    ...state,
    companies: state.companies.map(({ id, name }: { id: string; name: string }) => ({ id, name })),
  };
  expect((await other.control("PUT", "/state", theirs)).status).toBe(200);
  const found = (await other.control("GET", "/state")).body;
  expect(JSON.stringify({ ...found, companies: 0 })).toBe(JSON.stringify({ ...state, companies: 0 }));
  expect((await other.call("getPassInfo", { passSerialNumber: "297150-586-203" })).body.totalStamps).toBe(22);
});

test.each([
  [{}, /formatVersion is missing/],
  [{ formatVersion: 3 }, /formatVersion/],
  [{ formatVersion: 1, companies: [{ id: "a", token: "x y" }] }, /companies\.0\.token/],
  [{ formatVersion: 1, companies: [{ id: "a" }, { id: "a" }] }, /companies\.1\.id: duplicate a/],
  [
    { formatVersion: 1, templates: [{ name: "T", type: 0, companyId: "z" }] },
    /templates\.0\.companyId: company z does not exist/,
  ],
  [
    {
      formatVersion: 1,
      templates: [{ name: "T", type: 0, settings: { maxStamps: 5, rewards: [{ name: "R", stamps: [6] }] } }],
    },
    /at most maxStamps/,
  ],
  [
    {
      formatVersion: 1,
      templates: [{ id: 1, name: "T", type: 6 }],
      clients: [{ templateId: 2, sName: "S", fName: "F" }],
    },
    /clients\.0\.templateId: template 2 does not exist/,
  ],
  [
    { formatVersion: 1, operations: [{ serial: "x", action: "addStamps", amount: 1, balance: 1 }] },
    /operations\.0\.serial: card x does not exist/,
  ],
])("an inconsistent state is refused and changes nothing: %j", async (state, message) => {
  const world = await setup();
  const before = await stateText(world);
  const { status, body } = await world.control("PUT", "/state", state);
  expect(status).toBe(400);
  expect(body.error).toMatch(message);
  expect(await stateText(world)).toBe(before);
});

test("a fixture refuses two clients of a template with equal phones", async () => {
  const { control } = await setup({ fixture: "empty" });
  const client = { templateId: 1, sName: "S", fName: "F", phone: "1" };
  const state = { formatVersion: 1, templates: [{ id: 1, name: "T", type: 6 }], clients: [client, client] };
  expect((await control("PUT", "/state", state)).body.error).toMatch(/clients\.1\.phone: duplicate 1 in template 1/);
});

test("ids that a fixture names are kept, and the sequences skip them", async () => {
  const { call, control } = await setup({ fixture: "empty" });
  const templates = [{ id: 1, name: "T", type: 6 }];
  await control("PUT", "/state", { formatVersion: 1, templates });
  const create = async (email: string) =>
    (await call("createClient", { sName: "S", fName: "F", email, idTemplate: 1 })).body.userID;
  const first = await create("a@example.com");
  await control("PUT", "/state", {
    formatVersion: 1,
    templates,
    clients: [{ id: first, templateId: 1, sName: "S", fName: "F" }],
  });
  expect(await create("b@example.com")).not.toBe(first);
});

test("the clock freezes, moves both ways and runs free again", async () => {
  const { control, call } = await setup();
  expect((await control("GET", "/clock")).body).toEqual({ now: testNow, frozen: true });
  expect((await control("PUT", "/clock", { advanceSeconds: 86_400 * 25 })).body.now).toBe("2026-02-09T12:00:00.000Z");
  const used = await call("usePass", { passSerialNumber: "297150-586-210", numberStumps: 1 });
  expect(used.why).toContain("the card expired at 2026-02-04");
  expect((await control("PUT", "/clock", { advanceSeconds: -86_400 * 25 })).body.now).toBe(testNow);
  expect((await call("usePass", { passSerialNumber: "297150-586-210", numberStumps: 1 })).body).toEqual({ result: 1 });
  expect((await control("PUT", "/clock", { now: "2030-01-01T00:00:00Z" })).body.now).toBe("2030-01-01T00:00:00.000Z");
  const before = Date.now();
  const free = (await control("PUT", "/clock", { real: true })).body;
  expect(free.frozen).toBe(false);
  expect(Date.parse(free.now)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(free.now)).toBeLessThanOrEqual(Date.now());
});

test.each([
  {},
  { now: "x" },
  { now: "2026-02-30T00:00:00Z" },
  { real: false },
  { advanceSeconds: "5" },
  { advanceSeconds: -3_000_000_000 },
  { now: "9999-01-01T00:00:00Z" },
  { real: true, advanceSeconds: 1 },
])("a wrong clock change is refused: %j", async (change) => {
  const { control } = await setup();
  expect((await control("PUT", "/clock", change)).status).toBe(400);
  expect((await control("GET", "/clock")).body.now).toBe(testNow);
});

test("templates are created and changed with all settings", async () => {
  const { call, control } = await setup({ fixture: "empty" });
  const rewards = [{ name: "R", stamps: [2] }];
  const made = await control("POST", "/templates", { name: "T", type: 0, settings: { maxStamps: 4, rewards } });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    companyId: "main",
    expiry: { kind: "none" },
    settings: { maxStamps: 4, rewards: [{ autoUse: false }] },
  });
  expect((await call("getTemplates")).body.templates).toEqual([{ id: made.body.id, name: "T", type: 0 }]);
  const changed = await control("PATCH", `/templates/${made.body.id}`, { name: "U", settings: { maxStamps: 3 } });
  expect(changed.body).toMatchObject({ name: "U", settings: { maxStamps: 3, rewards: [{ stamps: [2] }] } });
  expect((await control("POST", "/templates", { id: made.body.id, name: "T", type: 6 })).status).toBe(409);
  expect((await control("POST", "/templates", { name: "T", type: 1, settings: { maxStamps: 4 } })).status).toBe(400);
  expect(await control("POST", "/templates", { name: "T", type: 6, companyId: "other" })).toMatchObject({
    status: 400,
    body: { error: 'companyId: unknown company "other"; use main or rival' },
  });
  expect((await control("PATCH", `/templates/${made.body.id}`, { settings: { maxStamps: 1 } })).body.error).toMatch(
    /at most maxStamps/,
  );
  expect((await control("PATCH", `/templates/${made.body.id}`, { settings: { tiers: [] } })).status).toBe(400);
  expect((await control("PATCH", "/templates/1", { name: "U" })).status).toBe(404);
});

test("customers install and delete, staff redeem, once", async () => {
  const { call, control } = await setup();
  const status = async (serial: string) => (await call("getPassInfo", { passSerialNumber: serial })).body.status;
  expect((await control("POST", "/cards/297150-586-210/delete")).status).toBe(409);
  expect((await control("POST", "/cards/297150-586-210/install")).body.status).toBe("installed");
  expect((await control("POST", "/cards/297150-586-210/delete")).body.status).toBe("deleted");
  expect(await status("297150-586-210")).toBe("deleted");
  expect((await control("POST", "/cards/297150-586-210/install")).status).toBe(200);
  expect((await control("POST", "/cards/297150-586-206/redeem")).body.redeemedAt).toBe(testNow);
  const again = await control("POST", "/cards/297150-586-206/redeem");
  expect({ status: again.status, error: again.body.error }).toEqual({
    status: 409,
    error: `the coupon was redeemed at ${testNow}`,
  });
  expect((await call("getPassOperations", { passSerialNumber: "297150-586-206" })).body.rows).toMatchObject([
    { action: "redeem", amount: 1, balance: 0 },
  ]);
  expect((await control("POST", "/cards/297150-586-203/redeem")).body.error).toContain("redeem needs a coupon");
  expect((await control("POST", "/cards/nobody/install")).status).toBe(404);
});

test("the customer's form sets the fields that no call can set", async () => {
  const { call, control } = await setup();
  const form = { dateOfBirth: "1990-02-03", Field0: "blue", Field5: "" };
  expect((await control("PATCH", "/clients/20779267", form)).status).toBe(200);
  const info = async () => (await call("getClientInfo", { passSerialNumber: "297150-586-203" })).body;
  expect(await info()).toMatchObject(form);
  await control("PATCH", "/clients/20779267", { Field0: null });
  expect(await info()).not.toHaveProperty("Field0");
  expect((await control("PATCH", "/clients/20779267", { phone: "1" })).status).toBe(400);
  expect((await control("PATCH", "/clients/1", form)).status).toBe(404);
  expect((await control("PATCH", "/clients/x", form)).status).toBe(404);
});

test("the request log has requests, responses, applied rules and reasons", async () => {
  const { call, control } = await setup();
  await call("usePass", { passSerialNumber: "297150-586-203", numberStumps: 2, numberStamps: 9, token: "secret" });
  const refused = await call("usePass", { passSerialNumber: "297150-586-204", action: "spendPoints", sum: 999 });
  await call("getTemplates");
  const entries = (await control("GET", "/requests")).body.requests.toReversed();
  expect(entries).toHaveLength(3);
  expect(entries[0]).toMatchObject({
    company: "main",
    method: "usePass",
    request: { numberStumps: 2, token: "[redacted]" },
    response: { result: 1 },
    unreadKeys: ["numberStamps", "token"],
    changes: [{ table: "cards", key: "297150-586-203" }, { table: "operations" }, { table: "operations" }],
    why: null,
  });
  expect(entries[0].rules).toContain("stamp.milestone");
  expect(entries[1]).toMatchObject({ response: { error: 4 }, rules: ["amount.enough"], changes: [], why: refused.why });
  expect(entries[1].requestId).toBe(refused.headers.get("x-luna-request-id"));
  const only = async (query: string) => (await control("GET", `/requests?${query}`)).body.requests.length;
  expect(await only("method=usePass")).toBe(2);
  expect(await only("serial=297150-586-203")).toBe(1);
  expect(await only("refused=true")).toBe(1);
  expect(await only("refused=false")).toBe(2);
  expect(await only("limit=1")).toBe(1);
  expect(await only(`since=${entries[0].requestId}`)).toBe(2);
  expect(await only(`since=${encodeURIComponent(entries[0].at)}&method=createPass`)).toBe(0);
  expect((await control("GET", "/requests?limit=x")).status).toBe(400);
  expect((await control("GET", "/requests?refused=yes")).body.error).toBe('refused must be true or false, got "yes"');
});

test("a control request that is no JSON is a 400", async () => {
  const { url } = await testServer();
  const response = await fetch(`${url}/_luna/sandboxes`, { method: "POST", body: "{" });
  expect(response.status).toBe(400);
});

test("PUT state during calls never mixes two states", async () => {
  const { call, control } = await setup();
  const state = (await control("GET", "/state")).body;
  const stamp = () => call("usePass", { passSerialNumber: "297150-586-203", numberStumps: 1 });
  const answers = await Promise.all([
    stamp(),
    stamp(),
    control("PUT", "/state", state),
    stamp(),
    stamp(),
    control("POST", "/reset"),
    stamp(),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const { totalStamps } = (await call("getPassInfo", { passSerialNumber: "297150-586-203" })).body;
  const { rows } = (await call("getPassOperations", { passSerialNumber: "297150-586-203" })).body;
  expect(rows[0].action === "addStamps" ? rows[0].balance : rows[1].balance).toBe(totalStamps);
});

test("the percentage of a card defaults to the tier of its total", async () => {
  const { call, control } = await setup({ fixture: "empty" });
  const tiers = [
    { from: 0, percent: 3 },
    { from: 10_000, percent: 4 },
  ];
  const card = (serial: string, balances: object) => ({ serial, type: 1, templateId: 1, clientId: 1, ...balances });
  const { status } = await control("PUT", "/state", {
    formatVersion: 1,
    templates: [{ id: 1, name: "Points", type: 1, settings: { tiers } }],
    clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane" }],
    cards: [card("1", { totalSpent: 20_000 }), card("2", { totalSpent: 20_000, percent: 7 })],
  });
  expect(status).toBe(200);
  const percent = async (passSerialNumber: string) =>
    (await call("getPassInfo", { passSerialNumber })).body.currentPersentBonus;
  expect(await percent("1")).toBe(4);
  expect(await percent("2")).toBe(7);
});

test("a tier's percentage has at most two decimals", async () => {
  const { control } = await setup({ fixture: "empty" });
  const template = (percent: number) =>
    control("POST", "/templates", { name: "Points", type: 1, settings: { tiers: [{ from: 0, percent }] } });
  expect((await template(1.15)).status).toBe(201);
  const { status, body } = await template(1.155);
  expect({ status, error: body.error }).toEqual({
    status: 400,
    error: "settings.tiers.0.percent must have at most two decimals",
  });
});

test.each([
  ["PUT", "/reset", "POST"],
  ["DELETE", "/state", "GET, PUT"],
  ["POST", "", "GET, DELETE"],
])("a path of the control plane refuses other verbs: %s %s", async (method, path, allow) => {
  const { control } = await setup({ fixture: "empty" });
  const answer = await control(method, path);
  expect({ status: answer.status, allow: answer.headers.get("allow"), body: answer.body }).toEqual({
    status: 405,
    allow,
    body: { error: `method not allowed; use ${allow.replace(", ", " or ")}` },
  });
});

test("a card is installed by POST only, also with an admin token", async () => {
  const { server, id } = await setup();
  const answer = await fetch(`${server.url}/_luna/s/${id}/cards/297150-586-210/install`);
  expect({ status: answer.status, allow: answer.headers.get("allow") }).toEqual({ status: 405, allow: "POST" });
});

test.each([
  ["PATCH", "/clients/20779267", { dateOfBirth: "2000-02-31" }, "dateOfBirth must be an existing date"],
  ["POST", "/templates", { name: "N", type: 9 }, "type must be one of 0, 1, 2, 3, 4, 5, 6"],
])("unknown records and keys are refused: %s %s %j", async (method, path, body, message) => {
  const { control } = await setup();
  const answer = await control(method, path, body);
  expect({ status: answer.status, error: answer.body.error }).toEqual({
    status: 400,
    error: expect.stringContaining(message),
  });
});

test.each([
  [{ phone: "0049123" }, "clients.0.phone must be a string of 1 to 15 digits that does not begin with 0"],
  [{ dateOfBirth: "1999-02-29" }, "clients.0.dateOfBirth must be an existing date"],
])("a state with an invalid client is refused: %j", async (client, message) => {
  const { control } = await setup({ fixture: "empty" });
  const { status, body } = await control("PUT", "/state", {
    formatVersion: 1,
    templates: [{ id: 1, name: "T", type: 6 }],
    clients: [{ templateId: 1, sName: "Doe", fName: "Jane", ...client }],
  });
  expect({ status, error: body.error }).toEqual({ status: 400, error: message });
});

test("active stamps default from the total and never exceed it", async () => {
  const { call, control } = await setup({ fixture: "empty" });
  const state = (card: object) => ({
    formatVersion: 1,
    templates: [{ id: 1, name: "Coffee", type: 0, settings: { maxStamps: 10 } }],
    clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane" }],
    cards: [{ serial: "1", type: 0, templateId: 1, clientId: 1, ...card }],
  });
  await control("PUT", "/state", state({ totalStamps: 13 }));
  expect((await call("getPassInfo", { passSerialNumber: "1" })).body).toMatchObject({ activeStamps: 3 });
  const { status, body } = await control("PUT", "/state", state({ activeStamps: 5, totalStamps: 4 }));
  expect({ status, error: body.error }).toEqual({
    status: 400,
    error: "cards.0.activeStamps must be at most totalStamps, which is 4",
  });
});

test("the request log redacts company tokens in all keys and requests", async () => {
  const { server, control, token } = await setup();
  const send = (accessToken: string) =>
    fetch(`${server.url}/api/v1/getTemplates?note=${token}`, {
      method: "POST",
      headers: { "x-access-token": accessToken },
      body: JSON.stringify({ note: `mine is ${token}` }),
    });
  const { companies } = (await control("GET", "")).body;
  await send(companies[1].token);
  expect(JSON.stringify((await control("GET", "/requests")).body)).not.toContain(token);
});

test("the expiry date in responses is in whole seconds", async () => {
  const { call, control } = await setup({ now: "2026-01-15T12:00:00.123Z" });
  await control("PUT", "/profile", { undocumentedFields: "present" });
  await control("PATCH", "/templates/340723", { expiry: { kind: "afterIssue", days: 1 } });
  const { body } = await call("createClient", { idTemplate: 340723, sName: "Doe", fName: "Jane", phone: 1 });
  const { body: pass } = await call("createPass", { idTemplate: 340723, userID: body.userID });
  const { expiryDate } = (await call("getPassInfo", { passSerialNumber: pass.serialNumber })).body;
  expect(expiryDate).toBe(Date.parse("2026-01-16T12:00:00Z") / 1000);
});

const stampCard = (activeStamps: number) => ({
  formatVersion: 1,
  templates: [{ id: 1, name: "T", type: 0, settings: { maxStamps: 10 } }],
  clients: [{ id: 2, templateId: 1, sName: "A", fName: "B" }],
  cards: [{ serial: "1-1-1", type: 0, templateId: 1, clientId: 2, activeStamps, totalStamps: 20 }],
});

test("stamp counters that no client can reach are refused", async () => {
  const { control } = await setup();
  expect(await control("PUT", "/state", stampCard(10))).toMatchObject({
    status: 400,
    body: { error: expect.stringMatching(/^cards\.0\.activeStamps must be less than maxStamps, which is 10, got 10/) },
  });
  expect((await control("PUT", "/state", stampCard(9))).status).toBe(200);
});

test("a lower maxStamps wraps the counters of issued cards", async () => {
  const { control } = await setup();
  await control("PUT", "/state", stampCard(7));
  expect((await control("PATCH", "/templates/1", { settings: { maxStamps: 5 } })).status).toBe(200);
  const exported = (await control("GET", "/state")).body;
  expect(exported.cards).toMatchObject([{ activeStamps: 2, totalStamps: 20 }]);
  expect((await control("PUT", "/state", exported)).status).toBe(200);
});
