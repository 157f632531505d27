import { setMaxListeners } from "node:events";
import { setImmediate } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { setup, testServer } from "../../support/sandbox.js";

/** Resolves when the server has begun to wait. */
const untilWaiting = async (observe: { readonly mock: { readonly calls: readonly unknown[] } }, count = 1) =>
  vi.waitFor(() => expect(observe.mock.calls.length).toBeGreaterThanOrEqual(count));

/** Creates a sandbox, and a function that starts a wait. */
async function waiting() {
  const sandbox = await setup();
  const wait = vi.spyOn(sandbox.server.services.requests, "wait");
  const start = async (query: string, init: RequestInit = {}) => {
    const before = wait.mock.calls.length;
    const response = fetch(`${sandbox.server.url}/_luna/sandboxes/${sandbox.id}/requests?wait=60000&${query}`, init);
    response.catch(() => undefined);
    await untilWaiting(wait, before + 1);
    const found = async () => ((await (await response).json()) as { requests: readonly unknown[] }).requests;
    return { response, found };
  };
  return { ...sandbox, start };
}

test("wait returns earlier matches at once", async () => {
  const { call, control } = await waiting();
  await call("getTemplates");
  const { requests } = (await control("GET", "/requests?wait=60000&method=getTemplates")).body;
  expect(requests).toHaveLength(1);
});

test("wait returns an empty list after its time", async () => {
  const { control } = await waiting();
  expect(await control("GET", "/requests?wait=20")).toMatchObject({ status: 200, body: { requests: [] } });
});

test("wait ends with the first request that matches all filters", async () => {
  const { call, start, server } = await waiting();
  const serial = "297150-586-203";
  const { found } = await start(`method=usePass&serial=${serial}&refused=false`);
  await call("getTemplates");
  await call("usePass", { passSerialNumber: serial });
  await call("usePass", { passSerialNumber: "1-1-1", numberStumps: 1 });
  await server.sandbox().then(({ delete: remove }) => remove());
  await call("usePass", { passSerialNumber: serial, numberStumps: 1 });
  const requests = await found();
  expect(requests).toMatchObject([{ method: "usePass", why: null, request: { passSerialNumber: serial } }]);
});

test("wait ignores requests before since", async () => {
  const { call, control, start } = await waiting();
  await call("getTemplates");
  const since = (await control("GET", "/requests")).body.requests[0].requestId;
  const { found } = await start(`since=${since}`);
  await call("getTemplates");
  expect(await found()).toHaveLength(1);
});

test("wait ends when its sandbox is deleted", async () => {
  const { start, control } = await waiting();
  const { response } = await start("");
  await control("DELETE", "");
  expect((await response).status).toBe(404);
});

test("close ends waits with an empty list", async () => {
  const server = await testServer({ fixture: "demo" });
  const wait = vi.spyOn(server.services.requests, "wait");
  const response = fetch(`${server.url}/_luna/sandboxes/default/requests?wait=60000`);
  await untilWaiting(wait);
  await server.close();
  expect(await (await response).json()).toMatchObject({ requests: [] });
});

test("an aborted wait frees its place, and further waits are refused", async () => {
  const server = await testServer({ fixture: "demo" });
  const { requests } = server.services;
  const query = { sandboxId: "default", limit: 1 };
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  const waits = Array.from({ length: 1000 }, () => requests.wait(query, 60_000, abort.signal));
  await expect(requests.wait(query, 60_000)).rejects.toMatchObject({
    status: 429,
    message: "limit of 1000 waiting requests reached; end some, or retry later",
  });
  abort.abort();
  for (const { count } of await Promise.all(waits)) expect(count).toBe(0);
  const next = requests.wait(query, 60_000);
  await setImmediate();
  await server.fetch("/api/v1/getTemplates", { method: "POST", headers: { "x-access-token": "luna-demo-token" } });
  expect((await next).count).toBe(1);
});

test("a client that closes its connection ends its wait", async () => {
  const { start, server } = await waiting();
  const wait = vi.mocked(server.services.requests.wait);
  const abort = new AbortController();
  await start("", { signal: abort.signal });
  abort.abort();
  const waited = wait.mock.results.at(-1)?.value as ReturnType<typeof server.services.requests.wait>;
  expect((await waited).count).toBe(0);
});

test.each([
  ["wait=60001", /^wait must be an integer from 0 to 60000, got "60001"/],
  ["wait=-1", /^wait must be an integer/],
  ["stream=yes", /^stream must be 1, got "yes"/],
  ["stream=1&wait=5", /^stream excludes wait; leave it out/],
  ["stream=1&limit=5&format=har", /^stream excludes limit or format; leave it out/],
  ["format=curly", /^unknown format "curly"; did you mean "curl"\?/],
  ["waite=1", /^unknown filter "waite"; did you mean "wait"\?/],
])("GET requests refuses %s", async (query, message) => {
  const { control } = await setup();
  expect(await control("GET", `/requests?${query}`)).toMatchObject({
    status: 400,
    body: { error: expect.stringMatching(message) },
  });
});
