/** The control calls of faults, over HTTP and in code. */
import { expect, test } from "vitest";
import { createLunaServer } from "../../../mock-server/index.js";
import { setup, testServer } from "../../support/sandbox.js";

const hang = { effect: { kind: "hang" } };

test("faults are added, listed and deleted over HTTP", async () => {
  const { control } = await setup();
  const sent = { method: "usePass", times: 1, effect: { kind: "error", code: 2 } };
  const first = await control("POST", "/faults", sent);
  expect(first).toMatchObject({ status: 201, body: { id: "fault-1", ...sent, matched: 0, fired: 0 } });
  expect((await control("POST", "/faults", { ...hang, id: "later" })).status).toBe(201);
  expect((await control("POST", "/faults", hang)).body.id).toBe("fault-2");
  const { body } = await control("GET", "/faults");
  expect(body.faults.map(({ id }: { id: string }) => id)).toEqual(["fault-1", "later", "fault-2"]);
  expect(body.neverFired).toEqual(["fault-1", "later", "fault-2"]);
  expect((await control("DELETE", "/faults/later")).status).toBe(204);
  expect((await control("DELETE", "/faults/later")).body.error).toMatch(/unknown fault "later"/);
  expect((await control("GET", "/faults")).body.faults).toHaveLength(2);
  expect((await control("DELETE", "/faults")).status).toBe(204);
  expect((await control("GET", "/faults")).body).toEqual({ faults: [], neverFired: [] });
});

test.each<[unknown, RegExp]>([
  [undefined, /must be of type object/],
  [{}, /effect is missing/],
  [{ effect: {} }, /effect.kind is missing/],
  [{ effect: { kind: "dely", ms: 5 } }, /effect.kind must be one of delay, .*did you mean "delay"\?/],
  [{ effect: { kind: "error" } }, /effect.code is missing/],
  [{ effect: { kind: "http", status: 504 } }, /effect.status must be one of 429, 500, 502, 503/],
  [{ effect: { kind: "stale", seconds: 5 }, method: "usePass" }, /stale needs a method that only reads, got usePass/],
  [{ ...hang, method: "usePas" }, /unknown method "usePas"; did you mean "usePass"\?/],
  [{ ...hang, company: "maim" }, /unknown company "maim"; did you mean "main"\?/],
  [{ ...hang, tims: 1 }, /unknown key "tims"; did you mean "times"\?/],
  [{ ...hang, times: 0 }, /times must be at least 1/],
  [{ ...hang, probability: 0 }, /probability must be at least 0.000001/],
  [{ ...hang, body: { text: "x".repeat(2000) } }, /body must have at most 2000 characters of JSON/],
  [{ ...hang, body: { text: "\ud800" } }, /must be Unicode text/],
  [{ ...hang, id: "header" }, /id "header" is reserved/],
  [{ ...hang, id: "No" }, /id must be lower-case letters/],
  [{ ...hang, tims: 1, times: 0 }, /unknown key "tims"; .*; times must be at least 1, got 0 \(see FaultRequest/],
  [{ method: "usePas", effect: { kind: "dely" } }, /did you mean "usePass"\?; effect.kind must be one of delay,/],
  [
    { effect: { kind: "http", status: 200, foo: 1 } },
    /effect.status must be one of 429, .*, got 200; effect: unknown key "foo"; valid: kind, status,/,
  ],
  [{ effect: { kind: "drip", pieces: 1 } }, /effect.pieces must be at least 2, got 1; effect.ms is missing \(see/],
  [
    { company: "maim", times: 0 },
    /times must be at least 1, got 0; effect is missing; unknown company "maim"; did you mean "main"\?/,
  ],
])("POST faults refuses %j", async (body, message) => {
  const { control } = await setup();
  expect(await control("POST", "/faults", body)).toMatchObject({
    status: 400,
    body: { error: expect.stringMatching(message) },
  });
});

test("POST faults refuses a body with very many levels", async () => {
  const { server, id } = await setup();
  const text = JSON.stringify({ ...hang, body: { list: "here" } }).replace('"here"', "[".repeat(5e4) + "]".repeat(5e4));
  const response = await fetch(`${server.url}/_luna/sandboxes/${id}/faults`, { method: "POST", body: text });
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 400,
    body: { error: "the body must have at most 32 levels (see FaultRequest in GET /_luna/control.json)" },
  });
});

test("a sandbox has at most 100 faults, with distinct ids", async () => {
  const { control } = await setup();
  expect((await control("POST", "/faults", { ...hang, id: "a" })).status).toBe(201);
  expect(await control("POST", "/faults", { ...hang, id: "a" })).toMatchObject({
    status: 409,
    body: { error: "fault a exists already; choose another id, or delete it" },
  });
  for (let number = 2; number <= 100; number += 1) await control("POST", "/faults", hang);
  expect(await control("POST", "/faults", hang)).toMatchObject({
    status: 429,
    body: { error: expect.stringMatching(/at most 100 faults/) },
  });
});

test("faults of an unknown or a deleted sandbox are 404", async () => {
  const { control } = await setup();
  await control("POST", "/faults", hang);
  await control("DELETE", "");
  for (const [verb, path, body] of [
    ["GET", "/faults"],
    ["POST", "/faults", hang],
    ["DELETE", "/faults"],
    ["DELETE", "/faults/fault-1"],
  ] as const)
    expect((await control(verb, path, body)).status).toBe(404);
});

test("a sandbox with a deleted sandbox's id has no faults", async () => {
  const server = await testServer();
  const first = await server.sandbox({ id: "again" });
  await first.faults.add({ effect: { kind: "hang" } });
  await first.delete();
  const second = await server.sandbox({ id: "again" });
  expect(await second.faults.list()).toEqual([]);
});

test("a sandbox in code adds, lists, deletes and clears faults", async () => {
  const { faults } = await (await testServer()).sandbox();
  const added = await faults.add({ method: "usePass", effect: { kind: "cut", when: "after" } });
  expect(await faults.list()).toEqual([added]);
  await expect(faults.add({ effect: { kind: "error", code: 9 } })).rejects.toThrow(/effect.code must be at most 5/);
  await faults.delete(added.id);
  await expect(faults.delete(added.id)).rejects.toThrow(/unknown fault "fault-1"/);
  await faults.add({ effect: { kind: "hang" } });
  await faults.clear();
  expect(await faults.list()).toEqual([]);
});

test("the option faults sets the faults of default", async () => {
  const { services } = await testServer({ faults: [{ id: "one", effect: { kind: "hang" } }] });
  expect((await services.faults.list("default")).neverFired).toEqual(["one"]);
});

test.each<[unknown, RegExp]>([
  [{}, /faults \(--faults\) must be a list of at most 100 faults/],
  [
    [{ effect: { kind: "hang" } }, { effect: { kind: "error" } }],
    /faults \(--faults\), element 1: effect.code is missing/,
  ],
])("the option faults refuses %j", async (faults, message) => {
  await expect(createLunaServer({ faults: faults as never })).rejects.toThrow(message);
});
