/** Texts that are too long or not Unicode: requests and states have equal bounds. */
import { expect, test } from "vitest";
import { setup, stateText } from "../support/sandbox.js";

const serial = "297150-586-203";
const longName = "n".repeat(1000);
/** A name of maximum length in code points, with twice as many UTF-16 units. */
const emojiName = "😀".repeat(1000);
const longMessage = "m".repeat(10_000);
const half = "half \ud800";

const person = { idTemplate: 340717, sName: "Doe", fName: "Jane" };
const push = { pushSegment: "oneClient", passSerialNumber: serial };
const toAll = { pushSegment: "allClients", idTemplate: "340717", page: 1 };

/** Methods with a body, a missing parameter, and the longest valid texts of it. */
const parameters = [
  ["createClient", { ...person, phone: 12025550900 }, "sName", [longName, emojiName]],
  ["createClient", { ...person, phone: 12025550901 }, "fName", [longName, emojiName]],
  ["createClient", person, "email", [longName, emojiName]],
  ["updateClient", { ...person, userID: 20779267, phone: 12025550143 }, "sName", [longName, emojiName]],
  ["updateClient", { ...person, userID: 20779267, phone: 12025550143 }, "fName", [longName, emojiName]],
  ["updateClient", { ...person, userID: 20779267 }, "email", [longName, emojiName]],
  ["searchClient", { idTemplate: 340717 }, "email", [longName, emojiName]],
  ["getClientPassesByEmail", {}, "email", [longName, emojiName]],
  ["sendInfoPush", push, "messageText", [longMessage, "😀".repeat(10_000)]],
  ["sendInfoPush", toAll, "messageText", [longMessage]],
] as const;

test.each(parameters)("%s %j accepts the longest %s and refuses a longer text", async (method, body, name, texts) => {
  const sandbox = await setup();
  for (const text of texts) {
    const before = await stateText(sandbox);
    const limit = text.startsWith("m") || text.length === 20_000 ? 10_000 : 1000;
    const longer = await sandbox.call(method, { ...body, [name]: `${text}x` });
    expect({ body: longer.body, why: longer.why }).toEqual({
      body: { error: 4 },
      why: `${name} must have at most ${limit} characters`,
    });
    expect(await stateText(sandbox)).toBe(before);
    const taken = await (await setup()).call(method, { ...body, [name]: text });
    expect({ status: taken.status, why: taken.why }).toEqual({ status: 200, why: null });
  }
});

test.each(parameters)("%s %j refuses a %s that is no Unicode text", async (method, body, name) => {
  const sandbox = await setup();
  const before = await stateText(sandbox);
  const { body: answer, why } = await sandbox.call(method, { ...body, [name]: half });
  expect({ answer, why }).toEqual({
    answer: { error: 4 },
    why: `${name} must be Unicode text, got half of a surrogate pair`,
  });
  expect(await stateText(sandbox)).toBe(before);
});

test("a text that is too long is refused as undocumentedRefusal says", async () => {
  const { control, call } = await setup();
  await control("PUT", "/profile", { undocumentedRefusal: "http400" });
  const { status, body } = await call("createClient", { ...person, email: `${longName}x` });
  expect({ status, body }).toEqual({ status: 400, body: { error: 4 } });
});

test("an unknown serial number of any length is error 2", async () => {
  const { call } = await setup();
  for (const method of ["getPassInfo", "usePass", "getClientInfo"] as const)
    expect((await call(method, { passSerialNumber: "1".repeat(5000) })).body).toEqual({ error: 2 });
});

test("a push too long after its variables is refused", async () => {
  const sandbox = await setup();
  const { call, control } = sandbox;
  const { body } = await call("createClient", { ...person, sName: emojiName, phone: 12025550999 });
  const { serialNumber } = (await call("createPass", { idTemplate: 340717, userID: body.userID })).body;
  await control("POST", `/cards/${serialNumber}/install`);
  const send = (messageText: string) => call("sendInfoPush", { ...push, passSerialNumber: serialNumber, messageText });
  const before = await stateText(sandbox);
  const long = await send(`${"{{clientSName}}".repeat(10)}x`);
  expect({ body: long.body, why: long.why }).toEqual({
    body: { error: 4 },
    why: "the text would have more than 10000 characters",
  });
  expect(await stateText(sandbox)).toBe(before);
  expect((await send("{{clientSName}}".repeat(10))).body).toEqual({ result: 1 });
  const kept = (await control("GET", "/state")).body;
  expect(kept.pushes.at(-1).message).toBe(emojiName.repeat(10));
  expect((await control("PUT", "/state", kept)).status).toBe(200);
});

const parts = (name: string, message: string) => ({
  templates: [{ id: 1, name: "T", type: 0, settings: { rewards: [{ name, stamps: [1] }] } }],
  clients: [{ id: 1, templateId: 1, sName: "Doe", fName: "Jane", email: name, fields: { Field0: name } }],
  cards: [{ serial: "1", type: 0, templateId: 1, clientId: 1 }],
  pushes: [{ serial: "1", message }],
  companies: [{ id: "main", name }, { id: "rival" }],
});

test("a state takes the longest texts of the API", async () => {
  const { control } = await setup({ fixture: "empty" });
  const { status, body } = await control("PUT", "/state", { formatVersion: 1, ...parts(emojiName, longMessage) });
  expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
  const state = (await control("GET", "/state")).body;
  expect((await control("PUT", "/state", state)).status).toBe(200);
});

const tooLong = `${longName}x`;
const sound = parts("N", "M");
/** Invalid parts of a state, with the message. */
const refused: readonly (readonly [part: object, message: string])[] = [
  [{ companies: [{ id: "main", name: tooLong }] }, "companies.0.name must have at most 1000 characters"],
  [{ templates: [{ name: tooLong, type: 6 }] }, "templates.0.name must have at most 1000 characters"],
  [{ templates: [{ name: half, type: 6 }] }, "templates.0.name must be Unicode text, got half of a surrogate pair"],
  [parts(half, "M"), "templates.0.settings.rewards.0.name must be Unicode text, got half of a surrogate pair"],
  ...(["sName", "fName", "email"] as const).map(
    (name) =>
      [
        { ...sound, clients: [{ ...sound.clients[0], [name]: tooLong }] },
        `clients.0.${name} must have at most 1000 characters`,
      ] as const,
  ),
  [
    { ...sound, clients: [{ ...sound.clients[0], fields: { Field5: tooLong } }] },
    "clients.0.fields.Field5 must have at most 1000 characters",
  ],
  [
    { ...sound, pushes: [{ serial: "1", message: `${longMessage}x` }] },
    "pushes.0.message must have at most 10000 characters",
  ],
  [
    { companies: Array.from({ length: 1001 }, (_, index) => ({ id: `c${index}` })) },
    "companies must have at most 1000 elements",
  ],
];

test.each(refused)("a state beyond the bounds is refused: %#", async (part, message) => {
  const { server, control } = await setup({ fixture: "empty" });
  const state = { formatVersion: 1, ...part };
  expect(await control("PUT", "/state", state)).toMatchObject({ status: 400, body: { error: message } });
  const created = await fetch(`${server.url}/_luna/sandboxes`, {
    method: "POST",
    body: JSON.stringify({ fixture: state }),
  });
  expect({ status: created.status, body: await created.json() }).toEqual({
    status: 400,
    body: { error: expect.stringContaining(message) },
  });
});

test.each([
  [{ Field0: tooLong }, "Field0 must have at most 1000 characters"],
  [{ Field0: half }, "Field0 must be Unicode text, got half of a surrogate pair"],
])("a card form with a text beyond the bounds is refused: %#", async (form, message) => {
  const { control } = await setup();
  const { status, body } = await control("PATCH", "/clients/20779267", form);
  expect({ status, error: body.error }).toEqual({ status: 400, error: expect.stringContaining(message) });
  expect((await control("PATCH", "/clients/20779267", { Field0: emojiName })).status).toBe(200);
});

test.each([
  ["POST", "/templates", { name: tooLong, type: 6 }],
  ["POST", "/templates", { name: half, type: 6 }],
  ["PATCH", "/templates/340717", { name: tooLong }],
  ["PATCH", "/templates/340717", { name: half }],
  ["PATCH", "/templates/340717", { settings: { rewards: [{ name: tooLong, stamps: [1] }] } }],
  ["PATCH", "/templates/340717", { settings: { rewards: [{ name: half, stamps: [1] }] } }],
])("a template with a too long text is refused: %s %s %#", async (method, path, body) => {
  const sandbox = await setup();
  const before = await stateText(sandbox);
  const { status, body: answer } = await sandbox.control(method, path, body);
  expect({ status, error: answer.error }).toEqual({
    status: 400,
    error: expect.stringMatching(/name must (be Unicode text|have at most 1000)/),
  });
  expect(await stateText(sandbox)).toBe(before);
});
