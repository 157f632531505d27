import { expect, test } from "vitest";
import { createLunaServer } from "../../../mock-server/index.js";
import { testNow, testServer } from "../../support/sandbox.js";

/** Returns the cards and operations of a new demo. */
async function demoAt(realTime: string, options: { readonly now?: string } = {}) {
  const server = await createLunaServer({ fixture: "empty", realNow: () => Date.parse(realTime) });
  try {
    const { id } = await server.sandbox({ fixture: "demo", ...options });
    const { cards, operations, pushes } = await server.services.sandboxes.state(id);
    return { cards, operations, pushes };
  } finally {
    await server.close();
  }
}

test("demos of a day have the same records", async () => {
  expect(await demoAt("2026-03-01T00:00:00.000Z")).toEqual(await demoAt("2026-03-01T23:59:59.999Z"));
});

test("demos of two days have different dates", async () => {
  expect(await demoAt("2026-03-01T23:59:59.999Z")).not.toEqual(await demoAt("2026-03-02T00:00:00.000Z"));
});

test("dates of a demo are counted back from a frozen clock", async () => {
  const { cards } = await demoAt("2026-03-01T00:00:00.000Z", { now: testNow });
  expect(cards?.[0]?.issuedAt).toBe("2025-11-16T12:00:00.000Z");
});

test("a reset on a later day gives the demo of that day", async () => {
  let realTime = "2026-03-01T10:00:00.000Z";
  const server = await testServer({ realNow: () => Date.parse(realTime) });
  const { id, reset } = await server.sandbox({ fixture: "demo" });
  realTime = "2026-03-02T10:00:00.000Z";
  await reset();
  const { cards } = await server.services.sandboxes.state(id);
  expect(cards?.[0]?.issuedAt).toBe("2026-01-01T00:00:00.000Z");
});
