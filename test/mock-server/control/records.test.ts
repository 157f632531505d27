import { expect, test } from "vitest";
import { setup, testNow } from "../../support/sandbox.js";

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
  expect((await control("POST", "/cards/unknown/install")).status).toBe(404);
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

test("the expiry date in responses is in whole seconds", async () => {
  const { call, control } = await setup({ now: "2026-01-15T12:00:00.123Z" });
  await control("PUT", "/profile", { undocumentedFields: "present" });
  await control("PATCH", "/templates/340723", { expiry: { kind: "afterIssue", days: 1 } });
  const { body } = await call("createClient", { idTemplate: 340723, sName: "Doe", fName: "Jane", phone: 1 });
  const { body: pass } = await call("createPass", { idTemplate: 340723, userID: body.userID });
  const { expiryDate } = (await call("getPassInfo", { passSerialNumber: pass.serialNumber })).body;
  expect(expiryDate).toBe(Date.parse("2026-01-16T12:00:00Z") / 1000);
});
