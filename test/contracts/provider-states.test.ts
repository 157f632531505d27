/** Forms of provider states in pact files, and how verify reports invalid forms. */
import { expect, test } from "vitest";
import { parsePact, verifyPacts } from "../../contracts/index.js";
import { summaryOf, verifyReportText } from "../../contracts/verify/report.js";
import { type InteractionOptions, pact } from "./support/pacts.js";
import { interactionsOf, verifyAll, verifying } from "./support/verify.js";

/** Returns the default contract with a different form of its states. */
function written(states: object, options: InteractionOptions = {}) {
  const { providerStates: _states, ...interaction } = pact(options).interactions[0] as Record<string, unknown>;
  return { ...pact(), interactions: [{ ...interaction, ...states }] };
}

const statesOf = (states: object) => parsePact("till.json", JSON.stringify(written(states)))[0]?.states;

test.each([
  [{}],
  [{ providerStates: null }],
  [{ providerStates: [] }],
  [{ providerStates: [{}] }],
  [{ providerStates: [{ name: null, params: null }] }],
  [{ providerStates: [{ name: " ", params: {} }] }],
  [{ providerState: null }],
  [{ providerState: "" }],
])("no state: %j", (states) => {
  expect(statesOf(states)).toEqual([]);
});

test.each([
  [{ providerState: "a template" }, ["a template"]],
  [{ provider_state: "a template" }, ["a template"]],
  [{ providerStates: ["a template"] }, ["a template"]],
  [{ providerStates: [{ name: "a template", params: null }] }, ["a template"]],
  [{ providerState: "a template", providerStates: [{ name: "a template" }] }, ["a template"]],
  [{ providerState: "a template", providerStates: [{ name: "a client" }] }, ["a client", "a template"]],
  [{ providerStates: [{ name: "a client" }, { name: "a client" }] }, ["a client", "a client"]],
])("states in the forms that tools write: %j", (states, names) => {
  expect(statesOf(states)?.map(({ name }) => name)).toEqual(names);
});

test.each([
  [{ providerStates: [{ name: 5 }] }, "the name of a provider state must be text, got 5"],
  [{ providerState: 5 }, "a provider state must be an object with a name, got 5"],
  [{ providerStates: { name: "nonsense" } }, 'providerStates must be a list, got {"name":"nonsense"}'],
  [{ providerStates: "a client" }, 'providerStates must be a list, got "a client"'],
  [{ providerStates: [null] }, "a provider state must be an object with a name, got null"],
  [{ providerStates: [{ nam: "nonsense" }] }, 'unknown key "nam" in a provider state; did you mean "name"?'],
  [
    { providerStates: [{ name: "a client", parameters: {} }] },
    'unknown key "parameters" in a provider state; use name or params',
  ],
  [
    { providerStates: [{ params: { serial: "1" } }] },
    /a provider state with params must be one with a name, got \{"params":/,
  ],
  [
    { providerStates: [{ name: "no card", params: ["serial"] }] },
    'params of the provider state "no card" must be an object, got ["serial"]',
  ],
  [{ providerStates: [{ name: "no card", params: "{}" }] }, /"no card" must be an object, got "\{\}"/],
])("an invalid state fails, also if pending: %j", async (states, message) => {
  for (const pending of [false, true]) {
    const [result] = await verifyAll(written({ ...states, pending }));
    expect(result).toMatchObject({ verdict: "failed", failures: [expect.anything()] });
    expect(result?.failures[0]?.message).toMatch(message);
  }
});

test("an unknown state or parameter fails, also if pending", async () => {
  for (const state of [{ name: "a stmp card" }, { name: "a stamp card", params: { activStamps: 1 } }]) {
    const [result] = await verifyAll(written({ providerStates: [state], pending: true }));
    expect(result?.verdict).toBe("failed");
    expect(result?.failures[0]?.message).toContain("did you mean");
  }
});

test("a foreign server gets no states, but they are validated", async () => {
  const { server } = await verifying();
  const target = { kind: "other", url: server.url, token: "luna-demo-token", live: false } as const;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how Pact writes an expression
  const generators = { body: { "$.note": { type: "ProviderState", expression: "${serial}", dataType: "STRING" } } };
  const [kept] = pact({ states: [{ name: "a stamp card", params: { serial: "7-7-7" } }], answer: { result: 1 } })
    .interactions as { request: object }[];
  const contract = {
    ...pact(),
    interactions: [
      { ...kept, request: { ...kept?.request, body: { note: "x" }, generators } },
      ...pact({ states: [{ name: "a stmp card" }] }, { states: [{ name: "a client", params: { userId: 1 } }] })
        .interactions,
    ],
  };
  const report = await verifyPacts(interactionsOf(contract), { target });
  expect(report.results.map(({ verdict }) => verdict)).toEqual(["passed", "failed", "failed"]);
  expect(report.results[0]?.exchange?.sent.body.toString()).toBe('{"note":"7-7-7"}');
  expect(report.results[2]?.failures[0]?.message).toMatch(
    /unknown parameter "userId" of "a client"; did you mean "userID"\?/,
  );
  expect(verifyReportText(report)).toContain("The server is not a luna-sandbox: no provider states were set up.");
  expect(summaryOf(report)).toMatchObject({ statesSetUp: false });
  const without = await verifyPacts(interactionsOf(pact({ answer: { result: 1 } })), { target });
  expect(verifyReportText(without)).not.toContain("provider states");
});

test("an unknown state fails on a live server without a request", async () => {
  const { server } = await verifying();
  const target = { kind: "other", url: server.url, token: "luna-demo-token", live: true } as const;
  const changing = { method: "usePass", body: { passSerialNumber: "1" } };
  const contract = pact(
    { ...changing, states: [{ name: "a stmp card" }] },
    { ...changing, states: [{ name: "no card" }] },
  );
  const { results } = await verifyPacts(interactionsOf(contract), { target });
  expect(results.map(({ verdict }) => verdict)).toEqual(["failed", "skipped"]);
});

test.each([
  [
    [{ name: "a stamp card" }, { name: "a template", params: { settings: { rewards: 5 } } }],
    /^settings\.rewards of "a template": must be of type array, got 5$/,
  ],
  [
    [{ name: "a template", params: { settings: { maxStamps: 5, rewards: [{ name: "Tea", stamps: [9] }] } } }],
    'settings.rewards of "a template": milestones must be at most maxStamps, which is 5',
  ],
  [
    [{ name: "a template", params: { settings: { expiry: { kind: "soon" } } } }],
    /^settings\.expiry.* of "a template": must be .*$/,
  ],
  [
    [{ name: "a template", params: { settings: { expiry: { kind: "fixed" } } } }],
    /^settings\.expiry\.at of "a template": is missing$/,
  ],
  [
    [{ name: "a template", params: { settings: { expiry: { kind: "none", days: 1 } } } }],
    /^settings\.expiry.* of "a template": unknown key "days"; valid: kind$/,
  ],
  [
    [{ name: "a template", params: { settings: { tiers: [] } } }],
    'settings of "a template": unknown key "tiers"; valid: maxStamps, rewards',
  ],
  [
    [{ name: "a client" }, { name: "A  Client", params: { userID: 2, fields: { Field0: 7 } } }],
    /^fields\.Field0 of "a client": must be of type string, got 7$/,
  ],
])("a server's refusal of a state names the state and parameter: %j", async (states, message) => {
  const [result] = await verifyAll(pact({ states }));
  expect(result?.failures[0]?.message).toMatch(message);
});
