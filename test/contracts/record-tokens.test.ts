/** Recorded contracts contain no tokens. */
import { expect, test } from "vitest";
import { recordingOf, serial } from "./support/recording.js";
import { failed, verifyAll } from "./support/verify.js";

const coffee = 340717;

test("tokens are redacted everywhere in a recorded contract", async () => {
  const { call, pact, token, rival } = await recordingOf();
  await call("getTemplates", { token, apiKey: "k-1", Authorization: "Basic b-1", list: [{ [rival]: `of ${token}` }] });
  await call("getTemplates", { api_key: "k-2", note: token, [rival]: "1" });
  await call("getTemplates", {}, token, `application/json; profile=${token}`);
  await call("createClient", { idTemplate: coffee, sName: token, fName: rival, email: `${token}@example.com` });
  await call("searchClient", { idTemplate: coffee, email: `${token}@example.com` });
  await call("usePass", { passSerialNumber: serial(0), action: token });
  const recorded = pact();
  const text = JSON.stringify(recorded);
  for (const secret of [token, rival, "k-1", "b-1", "k-2"]) expect(text).not.toContain(secret);
  expect(recorded).toMatchObject({ consumer: { name: "till of luna-token" } });
  expect(recorded.interactions.map(({ request }) => request)).toMatchObject([
    {
      headers: { "x-access-token": ["luna-token"] },
      body: { content: { token: "luna-token", list: [{ "luna-token": "of luna-token" }] } },
    },
    { body: { content: { api_key: "luna-token", note: "luna-token", "luna-token": "1" } } },
    { headers: { "content-type": ["application/json; profile=luna-token"] } },
    { body: { content: { sName: "luna-token" } } },
    { body: { content: { email: "luna-token@example.com" } } },
    {},
  ]);
  expect(recorded.interactions.at(-1)?.description).toMatch(/^usePass luna-token, /);
  expect(failed(await verifyAll(recorded))).toEqual([]);
});

test.each([
  ["was refused", {}],
  ["was not recorded", "{nonsense"],
])("a token whose request %s is redacted elsewhere", async (_what, body) => {
  const { call, pact } = await recordingOf();
  await call("getTemplates", { note: "was live.$ecret+1 before" });
  await call("getTemplates", body, "live.$ecret+1");
  expect(JSON.stringify(pact())).not.toContain("ecret+1");
});

test("a short refused token is not redacted", async () => {
  const { call, pact } = await recordingOf();
  await call("getPassInfo", { passSerialNumber: serial(0) }, "e");
  await call("getPassInfo", { passSerialNumber: serial(0) });
  const recorded = pact();
  expect(recorded.interactions[0]).toMatchObject({ response: { body: { content: { error: 1 } } } });
  expect(failed(await verifyAll(recorded))).toEqual([]);
});
