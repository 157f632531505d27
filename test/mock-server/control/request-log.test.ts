import { expect, test } from "vitest";
import { setup } from "../../support/sandbox.js";

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
