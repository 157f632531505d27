/**
 * What our contracts are worth: each is kept, fits the document, and notices faults that are put into the provider one
 * at a time. Every file in contracts/pacts is held to it.
 */
import { expect, test } from "vitest";
import { checkPacts } from "../../contracts/index.js";
import { faults, unnoticed } from "./support/faults.js";
import { committedPacts, pact, sdkPact } from "./support/pacts.js";
import { failed, interactionsOf, verifyAll, verifying } from "./support/verify.js";

/** The faults that a contract of ours may leave unnoticed, because its client does not depend on what they change. */
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

test("a fault that our contracts leave unnoticed is one that a contract can notice", async () => {
  const { verification, server } = await verifying();
  const results = await verifyAll(formFields);
  expect(failed(results)).toEqual([]);
  const left = await unnoticed(server, verification, results);
  for (const name of Object.values(mayStay).flat()) {
    expect(faults).toHaveProperty([name]);
    expect(left).not.toContain(name);
  }
});

test("a contract that needs little notices little: the harness can fail", async () => {
  const { verification, server } = await verifying();
  const [first] = sdkPact("the templates").interactions;
  const little = { ...sdkPact(), interactions: [{ ...first, response: { status: 200 } }] };
  const results = await verification.all(interactionsOf(little));
  expect(failed(results)).toEqual([]);
  const left = await unnoticed(server, verification, results);
  expect(left).toContain("success is not marked");
  expect(left).not.toContain("every answer is 201");
});

test.each([...committedPacts])(
  "%s is kept, fits the document, and notices every fault but those it may leave",
  async (name, contract) => {
    const { verification, server } = await verifying();
    const interactions = interactionsOf(contract, name);
    const results = await verification.all(interactions);
    expect(failed(results)).toEqual([]);
    expect((await checkPacts(interactions)).filter(({ severity }) => severity === "error")).toEqual([]);
    expect(Object.keys(faults).length).toBeGreaterThan(40);
    expect(await unnoticed(server, verification, results)).toEqual(mayStay[name] ?? []);
  },
);
