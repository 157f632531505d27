import { expect, test } from "vitest";
import { setup } from "../../support/sandbox.js";

const stampCard = (activeStamps: number) => ({
  formatVersion: 1,
  templates: [{ id: 1, name: "T", type: 0, settings: { maxStamps: 10 } }],
  clients: [{ id: 2, templateId: 1, sName: "A", fName: "B" }],
  cards: [{ serial: "1-1-1", type: 0, templateId: 1, clientId: 2, activeStamps, totalStamps: 20 }],
});

test("active stamps default from the total and never exceed it", async () => {
  const { call, control } = await setup({ fixture: "empty" });
  const state = (card: object) => ({
    formatVersion: 1,
    templates: [{ id: 1, name: "Coffee", type: 0, settings: { maxStamps: 10 } }],
    clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane" }],
    cards: [{ serial: "1", type: 0, templateId: 1, clientId: 1, ...card }],
  });
  await control("PUT", "/state", state({ totalStamps: 13 }));
  expect((await call("getPassInfo", { passSerialNumber: "1" })).body).toMatchObject({ activeStamps: 3 });
  const { status, body } = await control("PUT", "/state", state({ activeStamps: 5, totalStamps: 4 }));
  expect({ status, error: body.error }).toEqual({
    status: 400,
    error: "cards.0.activeStamps must be at most totalStamps, which is 4",
  });
});

test("stamp counters that no client can reach are refused", async () => {
  const { control } = await setup();
  expect(await control("PUT", "/state", stampCard(10))).toMatchObject({
    status: 400,
    body: { error: expect.stringMatching(/^cards\.0\.activeStamps must be less than maxStamps, which is 10, got 10/) },
  });
  expect((await control("PUT", "/state", stampCard(9))).status).toBe(200);
});

test("a lower maxStamps wraps the counters of issued cards", async () => {
  const { control } = await setup();
  await control("PUT", "/state", stampCard(7));
  expect((await control("PATCH", "/templates/1", { settings: { maxStamps: 5 } })).status).toBe(200);
  const exported = (await control("GET", "/state")).body;
  expect(exported.cards).toMatchObject([{ activeStamps: 2, totalStamps: 20 }]);
  expect((await control("PUT", "/state", exported)).status).toBe(200);
});
