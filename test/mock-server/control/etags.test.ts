/** Conditional requests to the state, the clock and the profile of a sandbox. */
import { expect, test } from "vitest";
import { setup, stateText } from "../../support/sandbox.js";

/** Resources with two bodies that change them. */
const resources: readonly (readonly [path: "/state" | "/clock" | "/profile", one: object, other: object])[] = [
  ["/state", { formatVersion: 1, seed: 2 }, { formatVersion: 1, seed: 3 }],
  ["/clock", { now: "2026-02-01T00:00:00Z" }, { now: "2026-03-01T00:00:00Z" }],
  ["/profile", { envelope: "array" }, { phoneOut: "integer" }],
];

async function conditional() {
  const sandbox = await setup();
  const url = `${sandbox.server.url}/_luna/sandboxes/${sandbox.id}`;
  const send = (method: string, path: string, headers: Record<string, string>, body?: object) =>
    fetch(url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const etag = async (path: string) => (await send("GET", path, {})).headers.get("etag") ?? "";
  const put = async (path: string, ifMatch: string, body: object) =>
    (await send("PUT", path, { "if-match": ifMatch }, body)).status;
  return { sandbox, send, etag, put };
}

test.each(resources)("%s has a strong ETag that changes with it", async (path, one) => {
  const { etag, put } = await conditional();
  const before = await etag(path);
  expect(before).toMatch(/^"[\w-]+"$/);
  expect(await etag(path)).toBe(before);
  expect(await put(path, before, one)).toBe(200);
  expect(await etag(path)).not.toBe(before);
});

test.each(resources)("PUT %s with an old ETag is 412 and changes nothing", async (path, one, other) => {
  const { sandbox, send, etag, put } = await conditional();
  const old = await etag(path);
  expect(await put(path, old, one)).toBe(200);
  const state = await stateText(sandbox);
  const refused = await send("PUT", path, { "if-match": old }, other);
  expect({ status: refused.status, body: await refused.json() }).toEqual({
    status: 412,
    body: { error: "If-Match must be the present ETag; GET the resource again and repeat the change" },
  });
  expect(await put(path, `W/${await etag(path)}`, other)).toBe(412);
  expect(await put(path, "anything", other)).toBe(412);
  expect(await stateText(sandbox)).toBe(state);
  expect(await put(path, `"x", ${await etag(path)}`, other)).toBe(200);
  expect(await put(path, "*", one)).toBe(200);
});

test("an ETag without quotes is 412 with the header to send", async () => {
  const { send, etag } = await conditional();
  const present = await etag("/clock");
  const response = await send("PUT", "/clock", { "if-match": present.slice(1, -1) }, { real: true });
  expect(response.status).toBe(412);
  expect(((await response.json()) as { error: string }).error).toContain(`send If-Match: ${present}`);
});

test.each(resources)("only the first of many PUTs of %s with equal ETags succeeds", async (path, one, other) => {
  const { etag, put } = await conditional();
  const present = await etag(path);
  const statuses = await Promise.all([one, other, one, other].map((body) => put(path, present, body)));
  expect(statuses.sort()).toEqual([200, 412, 412, 412]);
});

test("simultaneous changes with equal ETags succeed once", async () => {
  const { sandbox, etag } = await conditional();
  const { sandboxes, clocks, profiles } = sandbox.server.services;
  const { id } = sandbox;
  const puts = {
    "/clock": (ifMatch: string, body: object) => clocks.put(id, body, ifMatch),
    "/profile": (ifMatch: string, body: object) => profiles.put(id, body, ifMatch),
    "/state": (ifMatch: string, body: object) => sandboxes.putState(id, body, ifMatch),
  };
  for (const [path, one, other] of resources) {
    const present = await etag(path);
    const put = puts[path];
    const outcomes = await Promise.allSettled([put(present, one), put(present, other)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  }
});

test.each(resources)("a GET of %s is 304 while the ETag is the same", async (path, one) => {
  const { send, etag, put } = await conditional();
  const known = { "if-none-match": await etag(path) };
  const unchanged = await send("GET", path, known);
  expect({ status: unchanged.status, text: await unchanged.text() }).toEqual({ status: 304, text: "" });
  expect(await put(path, "*", one)).toBe(200);
  expect((await send("GET", path, known)).status).toBe(200);
});

test("a change renews the state's ETag, a read does not", async () => {
  const { sandbox, etag } = await conditional();
  const before = await etag("/state");
  await sandbox.call("getTemplateClientPasses", { idTemplate: 340717, selectionMode: "PassInstalled" });
  expect(await etag("/state")).toBe(before);
  await sandbox.call("usePass", { passSerialNumber: "297150-586-203", numberStumps: 1 });
  expect(await etag("/state")).not.toBe(before);
});

test("a clock that runs keeps its ETag", async () => {
  const { sandbox, etag, put } = await conditional();
  await sandbox.control("PUT", "/clock", { real: true });
  const running = await etag("/clock");
  const { now } = (await sandbox.control("GET", "/clock")).body;
  await expect.poll(async () => (await sandbox.control("GET", "/clock")).body.now, { timeout: 100_000 }).not.toBe(now);
  expect(await put("/clock", running, { advanceSeconds: 60 })).toBe(200);
});

test("If-Match on a sandbox that does not exist is 404", async () => {
  const { server } = await setup();
  const response = await fetch(`${server.url}/_luna/sandboxes/none/clock`, {
    method: "PUT",
    headers: { "if-match": "*" },
    body: '{"real":true}',
  });
  expect(response.status).toBe(404);
});
