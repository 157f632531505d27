/** Requests of web pages of other sites, and security headers of the server's pages. */
import { expect, test } from "vitest";
import { rawRequest } from "../support/raw-request.js";
import { testServer } from "../support/sandbox.js";

const demo = { fixture: "demo" } as const;
const card = "/_luna/s/default/cards/297150-586-203";
const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
const picture = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" };
const script = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script" };
const frame = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" };

test.each(["/", card, "/_luna/s/default/cards/none"])("pages of other sites cannot frame %s", async (path) => {
  const { url } = await testServer(demo);
  const { headers } = await rawRequest(url + path);
  expect(headers["content-type"]).toContain("text/html");
  expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(headers["x-content-type-options"]).toBe("nosniff");
});

test.each(["/_luna/health", "/_luna/sandboxes", "/_luna/none", "/none", `${card}/stamps.svg`])(
  "nosniff is on %s",
  async (path) => {
    const { url } = await testServer(demo);
    expect((await rawRequest(url + path)).headers["x-content-type-options"]).toBe("nosniff");
    const foreign = await rawRequest(url + path, { headers: { host: "evil.example.com" } });
    expect(foreign.headers["x-content-type-options"]).toBe("nosniff");
  },
);

test("the vendor's path keeps its headers for pages of other sites", async () => {
  const { url } = await testServer(demo);
  const headers = { "x-access-token": "luna-demo-token", ...script };
  const answer = await rawRequest(`${url}/api/v1/getTemplates`, { method: "POST", headers, body: "{}" });
  expect({ status: answer.status, xContentTypeOptions: answer.headers["x-content-type-options"] }).toEqual({
    status: 200,
    xContentTypeOptions: undefined,
  });
});

test.each(["cross-site", "same-site"])("the control plane refuses requests of %s pages", async (site) => {
  const { url } = await testServer(demo);
  for (const [method, path] of [
    ["GET", "/_luna/sandboxes"],
    ["GET", "/_luna/health"],
    ["GET", "/_luna/sandboxes/default/state"],
    ["POST", "/_luna/sandboxes/default/reset"],
    ["POST", `${card}/install`],
  ] as const) {
    const answer = await rawRequest(url + path, { method, headers: { ...link, "sec-fetch-site": site } });
    expect({ path, status: answer.status }).toEqual({ path, status: 403 });
    expect(answer.text).toContain("Sec-Fetch-Site");
  }
});

test.each([
  ["a link to /", "/", link, 200],
  ["a link to a card", card, link, 200],
  ["a picture of stamps", `${card}/stamps.svg`, picture, 200],
  ["a frame with /", "/", frame, 403],
  ["a frame with a card", card, frame, 403],
  ["a script from a card", card, script, 403],
])("pages of other sites: %s", async (_what, path, headers, status) => {
  const { url } = await testServer(demo);
  expect((await rawRequest(url + path, { headers })).status).toBe(status);
});

test.each(["same-origin", "none"])("a request with Sec-Fetch-Site: %s is accepted", async (site) => {
  const { url } = await testServer();
  expect((await rawRequest(`${url}/_luna/sandboxes`, { headers: { "sec-fetch-site": site } })).status).toBe(200);
});

test("pages of the origin that --cors names use the control plane", async () => {
  const origin = "https://shop.example.com";
  const { url } = await testServer({ cors: origin });
  const headers = { ...script, "sec-fetch-mode": "cors", origin };
  const reset = await rawRequest(`${url}/_luna/sandboxes/default/reset`, { method: "POST", headers });
  expect({
    status: reset.status,
    accessControlAllowOrigin: reset.headers["access-control-allow-origin"],
    vary: reset.headers.vary,
  }).toEqual({ status: 200, accessControlAllowOrigin: origin, vary: "origin" });
  const asked = { ...headers, "access-control-request-headers": "content-type,x-luna-admin-token,if-match" };
  const preflight = await rawRequest(`${url}/_luna/sandboxes/default/clock`, { method: "OPTIONS", headers: asked });
  expect(preflight.status).toBe(204);
  expect(preflight.headers["access-control-allow-methods"]).toContain("PUT");
  expect(preflight.headers["access-control-allow-headers"]).toBe(asked["access-control-request-headers"]);
  const other = { ...headers, origin: "https://evil.example.com" };
  expect((await rawRequest(`${url}/_luna/sandboxes`, { headers: other })).status).toBe(403);
});

test("--cors * lets no page use the control plane", async () => {
  const { url } = await testServer({ cors: "*" });
  const headers = { ...script, origin: "https://evil.example.com" };
  const answer = await rawRequest(`${url}/_luna/sandboxes`, { headers });
  expect({ status: answer.status, accessControlAllowOrigin: answer.headers["access-control-allow-origin"] }).toEqual({
    status: 403,
    accessControlAllowOrigin: undefined,
  });
});

test("pages of the origin that --cors names still need the admin token", async () => {
  const origin = "https://shop.example.com";
  const { url } = await testServer({ cors: origin, adminToken: "secret" });
  const answer = await rawRequest(`${url}/_luna/sandboxes`, { headers: { origin, "sec-fetch-site": "cross-site" } });
  expect({ status: answer.status, accessControlAllowOrigin: answer.headers["access-control-allow-origin"] }).toEqual({
    status: 401,
    accessControlAllowOrigin: origin,
  });
});
