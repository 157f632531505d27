import { expect, test } from "vitest";
import type { StoredFault } from "../../../mock-server/faults/fault.js";
import { FaultRegistry } from "../../../mock-server/faults/fault-registry.js";

const fault = (id: string): StoredFault => ({ id, effect: { kind: "delay", ms: 1 }, matched: 0, fired: 0, seed: 1 });

/** Returns a registry with one persisted fault, whose later writes fail. */
function setup() {
  const registry = new FaultRegistry(async () => {
    throw new Error("the disk is full");
  });
  registry.restore("a", [fault("old")]);
  const ids = () => registry.list("a").map(({ id }) => id);
  return { registry, ids };
}

test("two failed writes at once leave no fault that is not persisted", async () => {
  const { registry, ids } = setup();
  const both = [["first"], ["first", "second"]].map((added) => registry.set("a", added.map(fault)));
  await Promise.allSettled(both);
  expect(ids()).toEqual(["old"]);
});

test("a failed deletion of the last fault keeps it", async () => {
  const { registry, ids } = setup();
  await expect(registry.set("a", [])).rejects.toThrow("the disk is full");
  expect(ids()).toEqual(["old"]);
});
