import { expect, test } from "vitest";
import { MemoryStore } from "../../../../mock-server/store/memory/store.js";
import { addTemplates, infoOf, recordsFor } from "../../../support/store.js";

/** Opens a store with a change whose write runs until `end` is called, with an error if it fails. */
async function setup() {
  let end: (error?: Error) => void = () => undefined;
  const done = async () => undefined;
  const store = new MemoryStore({
    attach: () => undefined,
    create: done,
    replace: done,
    commit: () =>
      new Promise((resolve, reject) => {
        end = (error) => (error === undefined ? resolve() : reject(error));
      }),
    delete: done,
    close: done,
  });
  await store.createSandbox(infoOf("a"), recordsFor("a"));
  const change = addTemplates(store, "a", "first");
  await new Promise((resolve) => setImmediate(resolve));
  const version = () => store.findToken("a-main")?.version;
  return { change, version, end: (error?: Error) => end(error) };
}

// A fork at a request that came during the write had a later state, because the number was used again.
test("a request during a write has the version before the change", async () => {
  const { change, version, end } = await setup();
  expect(version()).toBe(0);
  end();
  await change;
  expect(version()).toBe(1);
});

test("a failed write leaves the version before the change", async () => {
  const { change, version, end } = await setup();
  end(new Error("the disk is full"));
  await expect(change).rejects.toThrow("the disk is full");
  expect(version()).toBe(0);
});
