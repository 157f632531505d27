/** The server in code: createLunaServer, its sandboxes, and fetch without a socket. */
import { expect, test } from "vitest";
import { createLunaServer, type LunaServerOptions } from "../../mock-server/index.js";
import { createLunaClient } from "../../sdk/index.js";
import { testServer } from "../support/sandbox.js";

const ask = (token: string, body: object = {}) => ({
  method: "POST",
  headers: { "x-access-token": token, "x-luna-explain": "1" },
  body: JSON.stringify(body),
});

test("in-process fetch and HTTP send the same responses", async () => {
  const server = await testServer({ fixture: "demo" });
  const card = ask("luna-demo-token", { passSerialNumber: "297150-586-203" });
  const over = await fetch(`${server.url}/api/v1/getPassInfo`, card);
  const inside = await server.fetch("/api/v1/getPassInfo", card);
  expect({ status: inside.status, text: await inside.text() }).toEqual({
    status: over.status,
    text: await over.text(),
  });
  for (const name of ["content-type", "x-luna-rules"]) expect(inside.headers.get(name)).toBe(over.headers.get(name));

  const refused = await server.fetch(new Request(`${server.url}/api/v1/getPassInfo`, ask("nobody")));
  expect({ body: await refused.json(), why: refused.headers.get("x-luna-why") }).toEqual({
    body: { error: 1 },
    why: "no company has the token of x-access-token",
  });
  expect((await server.fetch(`${server.url}/api/v1/getTemplates`)).status).toBe(405);
  const large = { ...card, body: "x".repeat(1024 * 1024 + 1) };
  expect((await server.fetch("/api/v1/getPassInfo", large)).status).toBe(413);
  const profile = { ...card, headers: { "x-access-token": "luna-demo-token", "x-luna-profile": "envelope=array" } };
  expect(await (await server.fetch("/api/v1/getPassInfo", profile)).json()).toHaveLength(1);
});

test("fetch sends requests to other paths over HTTP", async () => {
  const server = await testServer();
  expect(await (await server.fetch("/_luna/health")).json()).toMatchObject({ status: "ok" });
});

test("the SDK works in the same process, through fetch", async () => {
  const server = await testServer({ fixture: "demo" });
  const luna = createLunaClient({ token: "luna-demo-token", baseUrl: `${server.url}/api/v1`, fetch: server.fetch });
  expect(await luna.getPassInfo({ passSerialNumber: "297150-586-204" })).toMatchObject({ type: 1 });
});

test("a sandbox in code has reset, report and delete", async () => {
  const server = await testServer();
  const sandbox = await server.sandbox({ fixture: "demo" });
  const token = sandbox.companies[0]?.token ?? "";
  const points = async () => {
    const answer = await server.fetch("/api/v1/getPassInfo", ask(token, { passSerialNumber: "297150-586-204" }));
    return ((await answer.json()) as { amountMoneyBonus?: number; error?: number }).amountMoneyBonus;
  };
  const before = await points();
  const use = { passSerialNumber: "297150-586-204", action: "accruePoints", sum: 7, language: "en" };
  await server.fetch("/api/v1/usePass", ask(token, use));
  expect(await points()).toBe(Number(before) + 7);
  expect((await sandbox.report()).findings).toMatchObject([{ mistake: "unread-key" }]);
  await sandbox.reset();
  expect(await points()).toBe(before);
  await sandbox.delete();
  expect(await points()).toBeUndefined();
  await expect(server.report(sandbox.id)).rejects.toThrow(/unknown sandbox/);
});

test.each<[object, RegExp]>([
  [{ strct: true }, /unknown option strct; did you mean strict\?/],
  [{ somethingElse: true }, /unknown option somethingElse; valid: port, host, /],
  [{ port: "x" }, /port must be an integer from 0 to 65535, got x/],
  [{ port: 65_536 }, /port must be an integer/],
  [{ maxSandboxes: 0 }, /maxSandboxes must be an integer of at least 1, got 0/],
  [{ durable: true }, /needs a data folder/],
  [{ profile: { envelop: "array" } }, /unknown switch "envelop"; did you mean "envelope"\?/],
])("options that mean nothing are refused: %j", async (options, message) => {
  await expect(createLunaServer(options as LunaServerOptions)).rejects.toThrow(message);
});

test("profiles are typed", () => {
  const options: LunaServerOptions = { profile: { envelope: "array", firstPage: "0" } };
  // @ts-expect-error there is no such value
  const wrong: LunaServerOptions = { profile: { envelope: "arry" } };
  // @ts-expect-error unknown switch
  const misspelt: LunaServerOptions = { profile: { envelop: "array" } };
  expect([options, wrong, misspelt]).toHaveLength(3);
});
