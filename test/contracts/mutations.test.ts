/** Mutation tests: every file in contracts/pacts passes, fits the document, and notices faults in the provider. */
import { expect, test } from "vitest";
import { checkPacts } from "../../contracts/index.js";
import { faults, unnoticed } from "./support/faults.js";
import { committedPacts, pact, sdkPact } from "./support/pacts.js";
import { failed, interactionsOf, verifyAll, verifying } from "./support/verify.js";

/** Faults that a contract may miss, because its client does not depend on the change. */
const mayStay: Readonly<Record<string, readonly string[]>> = {
  "luna-loyalty-sdk.json": ["form fields are left out"],
};

const formFields = pact({
  description: "what the form asked",
  states: [
    { name: "a stamp card" },
    { name: "a client", params: { userID: 20779267, fields: { Field0: "Mornings" } } },
  ],
  method: "getClientInfo",
  body: { passSerialNumber: "297150-586-203" },
  answer: { Field0: "Mornings" },
});

test("every fault that may be missed can be noticed", async () => {
  const { verification, server } = await verifying();
  const results = await verifyAll(formFields);
  expect(failed(results)).toEqual([]);
  const left = await unnoticed(server, verification, results);
  for (const name of Object.values(mayStay).flat()) {
    expect(faults).toHaveProperty([name]);
    expect(left).not.toContain(name);
  }
});

test("a lax contract misses faults", async () => {
  const { verification, server } = await verifying();
  const [first] = sdkPact("the templates").interactions;
  const little = { ...sdkPact(), interactions: [{ ...first, response: { status: 200 } }] };
  const results = await verification.all(interactionsOf(little));
  expect(failed(results)).toEqual([]);
  const left = await unnoticed(server, verification, results);
  expect(left).toContain("success is not marked");
  expect(left).not.toContain("every answer is 201");
});

test.each([...committedPacts])("%s passes, fits the document and notices faults", async (name, contract) => {
  const { verification, server } = await verifying();
  const interactions = interactionsOf(contract, name);
  const results = await verification.all(interactions);
  expect(failed(results)).toEqual([]);
  expect((await checkPacts(interactions)).filter(({ severity }) => severity === "error")).toEqual([]);
  expect(Object.keys(faults).length).toBeGreaterThan(40);
  expect(await unnoticed(server, verification, results)).toEqual(mayStay[name] ?? []);
});
