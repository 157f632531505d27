/** Stale reads, with a real time that the tests move. */
import { expect, test } from "vitest";
import type { MethodName } from "../../../openapi/document.js";
import { callDefault, startServer } from "../../support/sandbox.js";
import { stampCard } from "./client.js";

async function staleServer() {
  let now = Date.parse("2026-01-15T12:00:00Z");
  const server = await startServer({ realNow: () => now, strict: true });
  const call = (method: MethodName, parameters: object, headers?: Record<string, string>) =>
    callDefault(server, method, { passSerialNumber: stampCard, ...parameters }, headers);
  return {
    server,
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    use: () => call("usePass", { numberStumps: 1 }),
    read: (headers?: Record<string, string>) => call("getPassInfo", {}, headers),
    call,
  };
}

test("a stale read returns the state of some seconds ago", async () => {
  const { pass, use, read } = await staleServer();
  await use();
  pass(10);
  await use();
  pass(10);
  await use();
  const stamps = async (seconds: number) =>
    (await read({ "x-luna-fault": `stale; seconds=${seconds}` })).body.totalStamps;
  expect({
    now: (await read()).body.totalStamps,
    one: await stamps(1),
    eleven: await stamps(11),
    beforeAll: await stamps(3600),
  }).toEqual({ now: 16, one: 15, eleven: 14, beforeAll: 13 });
});

test("a stale fault lets changes through", async () => {
  const { server, pass, use, read } = await staleServer();
  await server.services.faults.add("default", { id: "lag", effect: { kind: "stale", seconds: 5 } });
  pass(60);
  const changed = await use();
  expect({ status: changed.status, fault: changed.headers.get("x-luna-fault") }).toEqual({ status: 200, fault: null });
  const stale = await read();
  expect({ stamps: stale.body.totalStamps, fault: stale.headers.get("x-luna-fault") }).toEqual({
    stamps: 13,
    fault: "lag",
  });
  pass(5);
  expect((await read()).body.totalStamps).toBe(14);
});

test("a stale read of a state that is gone is 503", async () => {
  const { server, pass, use, read } = await staleServer();
  for (let count = 0; count < 30; count += 1) {
    await use();
    await server.services.sandboxes.reset("default");
    pass(1);
  }
  const { status, headers, body } = await read({ "x-luna-fault": "stale; seconds=3600" });
  expect({ status, fault: headers.get("x-luna-fault") }).toEqual({ status: 503, fault: "header" });
  expect(body.message).toMatch(/no longer stored/);
  expect((await read({ "x-luna-fault": "stale; seconds=2" })).body.totalStamps).toBe(13);
});

test("a stale read before a card's issue is error 2", async () => {
  const { pass, call } = await staleServer();
  pass(60);
  const { body } = await call("createClient", {
    idTemplate: 340717,
    sName: "Doe",
    fName: "Jane",
    phone: 12025550199,
  });
  const card = await call("createPass", { idTemplate: 340717, userID: body.userID });
  const stale = await call(
    "getPassInfo",
    { passSerialNumber: card.body.passSerialNumber ?? card.body.serialNumber },
    { "x-luna-fault": "stale; seconds=1" },
  );
  expect(stale.body).toEqual({ error: 2 });
});
