/**
 * What our contracts are worth: each is kept, fits the document, and notices faults that are put into the provider one
 * at a time. Every file in contracts/pacts is held to it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkPacts, parsePact } from "../../contracts/index.js";
import { everyOperation } from "./fixtures/every-operation.js";
import { faults, unnoticed } from "./support/faults.js";
import { failed, interactionsOf, verifyAll, verifying } from "./support/verify.js";

const folder = new URL("../../contracts/pacts/", import.meta.url);

const contracts = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => [name, parsePact(name, readFileSync(new URL(name, folder), "utf8"))] as const);

test("a contract with every method in it is kept, and notices every fault", async () => {
  const { verification, server } = await verifying();
  const results = await verifyAll(everyOperation);
  expect(failed(results)).toEqual([]);
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

for (const [name, interactions] of contracts) {
  test(`${name} is kept, fits the document, and notices at least 20 faults`, async () => {
    const { verification, server } = await verifying();
    const results = await verification.all(interactions);
    expect(failed(results)).toEqual([]);
    expect((await checkPacts(interactions)).filter(({ severity }) => severity === "error")).toEqual([]);
    const left = await unnoticed(server, verification, results);
    expect(Object.keys(faults).length - left.length, `not noticed: ${left.join(", ")}`).toBeGreaterThanOrEqual(20);
  });
}
