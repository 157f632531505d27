import { request } from "node:http";
import { hostname, networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { createLunaServer } from "../../../mock-server/index.js";
import { testServer } from "../../support/sandbox.js";

/** Sends a request with a Host header, which fetch forbids. */
function status(url: string, headers: Record<string, string>, method = "GET"): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url);
    const sent = request({ hostname, port, path: pathname, method, headers }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
    });
    sent.on("error", reject);
    sent.end();
  });
}

test("a foreign Host is refused everywhere but on the vendor's path", async () => {
  const { url } = await testServer({ fixture: "demo" });
  for (const path of ["/", "/_luna/rules", "/_luna/sandboxes", "/_luna/s/default/cards/297150-586-203"]) {
    expect(await status(url + path, { host: "evil.example.com" })).toBe(403);
  }
  expect(
    await status(
      `${url}/api/v1/getTemplates`,
      { host: "evil.example.com", "x-access-token": "luna-demo-token" },
      "POST",
    ),
  ).toBe(200);
});

test("health accepts any Host", async () => {
  const { url } = await testServer({ adminToken: "secret-of-16-chars" });
  expect(await status(`${url}/_luna/health`, { host: "10.1.2.3:4010" })).toBe(200);
});

test.each(["localhost", "127.0.0.1", "[::1]", "LOCALHOST:80"])("%s is this machine", async (host) => {
  const { url } = await testServer();
  expect(await status(`${url}/_luna/rules`, { host })).toBe(200);
});

test("--allowed-host adds names", async () => {
  const { url } = await testServer({ allowedHosts: ["Luna"] });
  expect(await status(`${url}/_luna/rules`, { host: "luna:4010" })).toBe(200);
  expect(await status(`${url}/_luna/rules`, { host: "luna2" })).toBe(403);
});

test("an unknown Origin is refused, also on another local port", async () => {
  const { url } = await testServer();
  const host = new URL(url).host;
  for (const origin of ["https://evil.example.com", "null", "http://127.0.0.1:1", "nonsense"]) {
    expect(await status(`${url}/_luna/sandboxes/default/reset`, { origin, host }, "POST")).toBe(403);
  }
  expect(await status(`${url}/_luna/sandboxes/default/reset`, { origin: url, host }, "POST")).toBe(200);
});

test("only the control plane requires the admin token", async () => {
  const { url } = await testServer({ adminToken: "secret-of-16-chars", fixture: "demo" });
  expect(await status(`${url}/_luna/sandboxes`, {})).toBe(401);
  expect(await status(`${url}/_luna/sandboxes`, { "x-luna-admin-token": "wrong!" })).toBe(401);
  expect(await status(`${url}/_luna/sandboxes`, { "x-luna-admin-token": "secret-of-16-chars" })).toBe(200);
  expect(await status(`${url}/_luna/health`, {})).toBe(200);
  expect(await status(`${url}/_luna/s/default/cards/297150-586-203`, {})).toBe(200);
});

test("listening beyond this machine without an admin token is refused", async () => {
  await expect(createLunaServer({ host: "0.0.0.0" })).rejects.toThrow(
    /protect it with an admin token \(--admin-token\)/,
  );
  await expect(createLunaServer({ host: "0.0.0.0", adminToken: "" })).rejects.toThrow(/--admin-token/);
  const server = await createLunaServer({ host: "0.0.0.0", adminToken: "secret-of-16-chars", fixture: "empty" });
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  await server.close();
});

test("a server on all addresses accepts its addresses and its host name", async () => {
  const { url } = await testServer({ host: "0.0.0.0", adminToken: "secret-of-16-chars" });
  const addresses = Object.values(networkInterfaces()).flatMap((of = []) => of.map(({ address }) => address));
  for (const name of [hostname(), ...addresses.map((address) => (address.includes(":") ? `[${address}]` : address))])
    expect(await status(`${url}/`, { host: name }), name).toBe(200);
  expect(await status(`${url}/`, { host: "evil.example.com" })).toBe(403);
});
