/** Contracts that expect a charset in the content type of responses. */
import { expect, test } from "vitest";
import { parseProfile } from "../../cli/profile-option.js";
import { SandboxProvider, verifyPacts } from "../../contracts/index.js";
import { pact } from "../contracts/support/pacts.js";
import { interactionsOf, verifying } from "../contracts/support/verify.js";

const expecting = (contentType: string, regex?: string) => {
  const [base] = pact({}).interactions as { response: object }[];
  const rules = { header: { "content-type": { matchers: [{ match: "regex", regex }] } } };
  const headers = { "content-type": contentType };
  const response = { ...base?.response, headers, ...(regex === undefined ? {} : { matchingRules: rules }) };
  return interactionsOf({ ...pact(), interactions: [{ ...base, response }] });
};

const withCharset = "application/json; charset=utf-8";

test("a contract that expects a charset passes under contentType=json-utf8", async () => {
  const { verification } = await verifying();
  const profile = parseProfile(["contentType=json-utf8"]);
  const [under] = await verification.all(expecting(withCharset), profile);
  expect(under).toMatchObject({ verdict: "passed", exchange: { contentType: withCharset } });
  const [otherwise] = await verification.all(expecting(withCharset));
  expect(otherwise?.verdict).toBe("failed");
});

test("the search for fixed switches finds a content type without parameters", async () => {
  const { server } = await verifying();
  const target = { kind: "sandbox", provider: new SandboxProvider({ url: server.url }) } as const;
  const failing = async (regex?: string) => {
    const { pins } = await verifyPacts(expecting("application/json", regex), { target, pins: true });
    const found = pins !== undefined && "pins" in pins ? pins.pins : [];
    return found.find((pin) => pin.switch === "contentType")?.fails;
  };
  expect(await failing("^application/json$")).toEqual(["html", "json-utf8"]);
  // Pact itself tolerates parameters that a contract does not name.
  expect(await failing()).toEqual(["html"]);
});
