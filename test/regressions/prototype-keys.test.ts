/** Names that all JavaScript objects inherit, in all inputs. */
import { describe, expect, test } from "vitest";
import { parameterEvidence, responseEvidence } from "../../contracts/document.js";
import { checkPacts, matrix, pactWitnesses } from "../../contracts/index.js";
import { compose, ProviderStateError } from "../../contracts/states/index.js";
import { createLunaServer, type State } from "../../mock-server/index.js";
import type { MethodName } from "../../openapi/document.js";
import { pact } from "../contracts/support/pacts.js";
import { interactionsOf } from "../contracts/support/verify.js";
import { setup, stateText } from "../support/sandbox.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const names = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
const companyIds = ["constructor", "tostring", "valueof", "hasownproperty"];

/** Returns an object with an own key, which may be `__proto__`. */
const own = (key: string, value: unknown): object => JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(value)}}`);

test("a company with that id gets a token and survives a restart", async () => {
  const data = await temporaryFolder();
  const first = await createLunaServer({ data, fixture: "empty" });
  const companies = [{ id: "main" }, ...companyIds.map((id) => ({ id }))];
  const view = await first.services.sandboxes.putState("default", { formatVersion: 1, companies });
  expect(view.companies.map(({ token }) => token)).toEqual([
    "luna-demo-token",
    ...companyIds.map(() => expect.stringMatching(/^luna-[0-9a-f]{32}$/)),
  ]);
  const before = JSON.stringify(await first.services.sandboxes.state("default"));
  await first.close();
  const again = await createLunaServer({ data });
  expect(JSON.stringify(await again.services.sandboxes.state("default"))).toBe(before);
  expect((await again.services.sandboxes.reset("default")).companies.map(({ token }) => typeof token)).not.toContain(
    "function",
  );
  await again.close();
});

describe.each(names)("%s", (name) => {
  test("is no switch, method, action, segment, filter, record or token", async () => {
    const sandbox = await setup();
    const { server, control, call } = sandbox;
    const before = await stateText(sandbox);
    expect((await control("PUT", "/profile", own(name, "x"))).status).toBe(400);
    expect((await control("PUT", "/state", { formatVersion: 1, profile: own(name, "x") })).status).toBe(400);
    expect((await control("PUT", "/state", { formatVersion: 1, ...own(name, []) })).status).toBe(400);
    expect((await control("PATCH", "/templates/340717", { settings: own(name, 1) })).status).toBe(400);
    expect((await control("PATCH", "/clients/20779267", own(name, "x"))).status).toBe(400);
    expect((await control("PATCH", `/clients/${name}`, { Field0: "x" })).status).toBe(404);
    expect((await control("POST", "/templates", { name: "T", type: 6, companyId: name })).status).toBe(400);
    expect((await control("GET", `/requests?method=${name}`)).status).toBe(400);
    expect((await control("GET", `/requests?${name}=1`)).status).toBe(400);
    expect((await control("POST", `/cards/${name}/install`)).status).toBe(404);
    expect((await call(name as MethodName)).status).toBe(404);
    expect((await call("getTemplates", {}, name)).body).toEqual({ error: 1 });
    expect((await call("getPassInfo", { passSerialNumber: name })).body).toEqual({ error: 2 });
    for (const serial of [203, 204, 205, 206])
      expect((await call("usePass", { passSerialNumber: `297150-586-${serial}`, action: name })).body).toEqual({
        error: 4,
      });
    expect((await call("sendInfoPush", { pushSegment: name, messageText: "Hi" })).body).toEqual({ error: 4 });
    const selection = { idTemplate: 340717, selectionMode: name };
    expect((await call("getTemplateClientPasses", selection)).body).toEqual({ error: 4 });
    const profile = await fetch(`${server.url}/api/v1/getTemplates`, {
      method: "POST",
      headers: { "x-access-token": sandbox.token, "x-luna-profile": `${name}=x` },
    });
    expect(profile.status).toBe(400);
    expect((await fetch(`${server.url}/_luna/sandboxes/${name}`)).status).toBe(404);
    expect(await stateText(sandbox)).toBe(before);
    expect(server.logged).toEqual([]);
  });

  test("is ordinary text in names and messages", async () => {
    const { call, control } = await setup();
    const { body } = await call("createClient", { idTemplate: 340717, sName: name, fName: name, email: name });
    expect((await call("searchClient", { idTemplate: 340717, email: name })).body).toMatchObject({
      userID: body.userID,
    });
    const messageText = `{{${name}}} {{ ${name} }}`;
    await call("sendInfoPush", { pushSegment: "oneClient", passSerialNumber: "297150-586-203", messageText });
    expect((await control("GET", "/state")).body.pushes.at(-1).message).toBe(messageText);
  });

  test("is an unknown key of a body, in the client report too", async () => {
    const { server, id, token } = await setup();
    const body = `{"passSerialNumber":"297150-586-203",${JSON.stringify(name)}:1}`;
    const headers = { "x-access-token": token };
    expect((await fetch(`${server.url}/api/v1/getPassInfo`, { method: "POST", headers, body })).status).toBe(200);
    const { findings } = await server.report(id);
    expect(findings.map(({ mistake, observed }) => ({ mistake, observed }))).toEqual([
      { mistake: "unread-key", observed: `getPassInfo: unread key "${name}" in the body` },
    ]);
  });

  test("is no field and no parameter of the document", async () => {
    expect(responseEvidence("getPassInfo", own(name, {}), [name])).toBeUndefined();
    expect(responseEvidence("getPassInfo", own(name, {}), [name, name])).toBeUndefined();
    expect(parameterEvidence("getPassInfo", name)).toBeUndefined();
    const answer = own(name, 1);
    const interactions = interactionsOf(pact({ method: "getTemplates", answer, body: own(name, 1) }));
    expect(matrix(pactWitnesses(interactions)).filter(({ by }) => by.length > 0)).toEqual([]);
    const errors = (await checkPacts(interactions)).filter(({ severity }) => severity === "error");
    expect(errors.map(({ side, field }) => ({ side, field }))).toEqual([
      { side: "request", field: name },
      { side: "response", field: name },
    ]);
  });

  test("is no form of a request that tells pacts apart", async () => {
    const body = { ...own(name, "x"), pushSegment: "allClients", idTemplate: "1", messageText: "Hi", page: 1 };
    const errors = (
      await checkPacts(interactionsOf(pact({ method: "sendInfoPush", body, answer: { result: 1 } })))
    ).filter(({ severity }) => severity === "error");
    expect(errors.map(({ field }) => field)).toEqual([name]);
  });

  test("is no provider state, no parameter and no kind of expiry", async () => {
    const setUp = (state: string, params: object) => () =>
      compose([{ name: state, params: params as Record<string, unknown> }]);
    expect(setUp(name, {})).toThrow(ProviderStateError);
    expect(setUp("a template", own(name, 1))).toThrow(ProviderStateError);
    expect(setUp("a template", { settings: own(name, 1) })).toThrow(ProviderStateError);
    for (const expiry of [{ kind: name }, { kind: name, days: 3 }, own(name, 1)]) {
      const states = [{ name: "a template", params: { settings: { expiry } } }];
      expect(await checkPacts(interactionsOf(pact({ states })))).toMatchObject([{ side: "states", severity: "error" }]);
    }
  });
});

test("a fixture in code with those keys is refused", async () => {
  const { server } = await setup();
  for (const name of names) {
    const fixture = { formatVersion: 1, ...own(name, 1) } as unknown as State;
    await expect(server.sandbox({ fixture })).rejects.toThrow(`unknown key "${name}"`);
  }
});
