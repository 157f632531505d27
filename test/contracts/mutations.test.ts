/** What a contract is worth: faults put into the provider one at a time, each of which it must notice. */
import { expect, test } from "vitest";
import { everyOperation } from "./fixtures/every-operation.js";
import { faults, unnoticed } from "./support/faults.js";
import { failed, interactionsOf, verifyAll, verifying } from "./support/verify.js";

test("a contract with every method in it is kept, and notices every fault", async () => {
  const { verification, server } = await verifying();
  const results = await verifyAll(everyOperation);
  expect(failed(results)).toEqual([]);
  expect(Object.keys(faults).length).toBeGreaterThanOrEqual(20);
  expect(await unnoticed(server, verification, results)).toEqual([]);
});

test("a contract that needs little notices little: the harness can fail", async () => {
  const { verification, server } = await verifying();
  const [first] = everyOperation.interactions as { response: object }[];
  const little = { ...everyOperation, interactions: [{ ...first, response: { status: 200 } }] };
  const results = await verification.all(interactionsOf(little));
  expect(failed(results)).toEqual([]);
  const left = await unnoticed(server, verification, results);
  expect(left).toContain("success is not marked");
  expect(left).not.toContain("every answer is 201");
});
