/** Results have the same form under every profile. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { valuesOf } from "../../mock-server/model/profile.js";
import { presentationSwitches } from "../../mock-server/model/switches.js";
import {
  isClientExistsError,
  isRefusalError,
  isUndocumentedRefusalError,
  isUnexpectedResponseError,
} from "../../sdk/index.js";
import { callAny, fakeService, htmlReply, jsonReply, rejection } from "./fake-service.js";
import {
  defaults,
  everyValue,
  exchanges,
  expected,
  type PresentationProfile,
  presented,
  type SwitchedExchange,
} from "./profiles.js";

/** Returns the result or the refusal of an exchange. */
async function outcome(exchange: SwitchedExchange, answer: () => Response): Promise<unknown> {
  const { client } = fakeService(answer);
  try {
    return { value: await callAny(client, exchange.id, exchange.request) };
  } catch (error) {
    if (!isRefusalError(error)) throw error;
    return isClientExistsError(error) ? { refused: error.name, userID: error.userID } : { refused: error.name };
  }
}

test.each(everyValue)("reads every example where $name is $value", async ({ profile }) => {
  for (const exchange of exchanges) {
    const found = await outcome(exchange, () => presented(exchange, profile));
    expect(found, `${exchange.id} ${exchange.name}`).toEqual(expected(exchange, profile));
  }
});

test("reads every example under any combination of switches", async () => {
  const profiles = fc.record(
    Object.fromEntries(
      Object.keys(presentationSwitches).map((name) => [
        name,
        fc.constantFrom(...valuesOf(name as keyof PresentationProfile)),
      ]),
    ),
  ) as fc.Arbitrary<PresentationProfile>;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...exchanges), profiles, async (exchange, profile) => {
      const found = await outcome(exchange, () => presented(exchange, profile));
      expect(found).toEqual(expected(exchange, profile));
    }),
    { numRuns: 1000 },
  );
});

test("the examples differ under every value of a response switch", async () => {
  const texts = async (profile: PresentationProfile) => {
    const all = exchanges.map((exchange) => presented(exchange, profile));
    return Promise.all(all.map(async (of) => [of.status, of.headers.get("content-type"), await of.text()]));
  };
  const defaultTexts = await texts(defaults);
  const isAboutRequests = (name: string) => ["firstPage", "phoneIn", "numberIn"].includes(name);
  for (const { name, value, profile } of everyValue) {
    if (isAboutRequests(name) || value === defaults[name]) continue;
    expect(await texts(profile), `${name}=${value}`).not.toEqual(defaultTexts);
  }
});

test("requests do not depend on phoneIn and numberIn", async () => {
  for (const exchange of exchanges) {
    const { client, asked } = fakeService(() => jsonReply(exchange.answer));
    await callAny(client, exchange.id, exchange.request).catch((error) => expect(isRefusalError(error)).toBe(true));
    expect(asked[0]?.parameters).toEqual(exchange.request);
  }
});

test("numbers in strings become numbers", async () => {
  const asText = (value: unknown): unknown => {
    if (typeof value === "number") return String(value);
    if (Array.isArray(value)) return value.map(asText);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asText(inner)]));
  };
  for (const exchange of exchanges) {
    const answer = () => jsonReply(asText(exchange.answer));
    expect(await outcome(exchange, answer), `${exchange.id} ${exchange.name}`).toEqual(expected(exchange, defaults));
  }
});

test("a percentage may have decimals, also in a string", async () => {
  const card = { type: "4", status: "installed", serialNumber: "1", amountMoneySpentTotal: "10000" };
  const { client } = fakeService(() => jsonReply({ result: 1, ...card, currentPersentBonus: "4.5" }));
  expect(await client.getPassInfo({ passSerialNumber: "1" })).toMatchObject({ type: 4, currentPersentBonus: 4.5 });
});

test("missing contact data becomes null", async () => {
  const { client } = fakeService(() => jsonReply({ result: 1, rows: [{ id: 1, sName: "Doe", fName: "Jane" }] }));
  const { rows } = await client.getClientsList({ idTemplate: 1 });
  expect(rows).toEqual([{ id: 1, sName: "Doe", fName: "Jane", phone: null, email: null, dateOfBirth: null }]);
});

test("unknown fields are passed on unchanged", async () => {
  const { client } = fakeService(() =>
    jsonReply({ result: 1, templates: [{ id: 1, name: "A", type: 0, color: "7" }], n: "3" }),
  );
  expect(await client.getTemplates()).toEqual({ templates: [{ id: 1, name: "A", type: 0, color: "7" }], n: "3" });
});

test("a card of an unknown type has the common fields", async () => {
  const card = { type: 99, status: "installed", serialNumber: "1" };
  const { client } = fakeService(() => jsonReply({ result: 1, rows: [card] }));
  expect(await client.getClientPassesByPhone({ phone: 1 })).toEqual({ rows: [card] });
});

test("a full subscription keeps its activeStamps", async () => {
  const visits = { maxStamps: 10, activeStamps: 10, numberScores: 0, image: "http://127.0.0.1/1.svg" };
  const card = { type: 2, status: "installed", serialNumber: "1", ...visits };
  const { client } = fakeService(() => jsonReply({ result: 1, ...card }));
  expect(await client.getPassInfo({ passSerialNumber: "1" })).toEqual(card);
});

test.each([{}, { userID: null }, { result: 1, userID: null }, { userID: "" }, { userID: {} }])(
  "an update with the response %j returns the requested id",
  async (answer) => {
    const { client } = fakeService(() => jsonReply(answer));
    const parameters = { userID: 7, idTemplate: 1, sName: "Doe", fName: "Jane", phone: 1 };
    expect(await client.updateClient(parameters)).toEqual({ userID: 7 });
  },
);

test.each([
  { answer: { error: 7 }, error: 7 },
  { answer: { error: "9" }, error: 9 },
  { answer: { error: "locked" }, error: "locked" },
  { answer: { error: true }, error: "true" },
  { answer: { error: { message: "locked" } }, error: '{"error":{"message":"locked"}}' },
  { answer: { error: ["locked"] }, error: '{"error":["locked"]}' },
  { answer: { error: "x".repeat(600) }, error: "x".repeat(500) },
  { answer: { result: false }, error: undefined },
  { answer: { result: "0" }, error: undefined },
])("$answer is an UndocumentedRefusalError", async ({ answer, error }) => {
  const { client } = fakeService(() => jsonReply(answer));
  const found = await rejection(client.useReward({ passSerialNumber: "1", numberRewards: 1 }));
  if (!isUndocumentedRefusalError(found)) throw found;
  expect(found.error).toBe(error);
});

test("an error beyond the safe integers is kept as text", async () => {
  const error = "9".repeat(400);
  const { client } = fakeService(() => jsonReply({ error }));
  expect(await rejection(client.usePass(stamp.parameters))).toMatchObject({ name: "UndocumentedRefusalError", error });
});

test.each([0, "0", null, "", false])("error %j is not a refusal", async (error) => {
  const { client } = fakeService(() => jsonReply({ result: 1, error }));
  expect(await client.usePass({ passSerialNumber: "1", numberStumps: 1 })).toBeUndefined();
});

const readPass = { id: "getPassInfo", parameters: { passSerialNumber: "1" } } as const;
const stamp = { id: "usePass", parameters: { passSerialNumber: "1", numberStumps: 1 } } as const;
const pushAll = {
  id: "sendInfoPush",
  parameters: { pushSegment: "allClients", idTemplate: "1", messageText: "x", page: 1 },
} as const;
const exists = { id: "checkPassExistsByPhone", parameters: { idTemplate: 1, phone: 1 } } as const;
const create = { id: "createClient", parameters: { idTemplate: 1, sName: "a", fName: "b", phone: 1 } } as const;
const list = { id: "getClientsList", parameters: { idTemplate: 1 } } as const;
const find = { id: "searchClient", parameters: { idTemplate: 1, phone: 1 } } as const;
const card = { type: 1, status: "installed", serialNumber: "1" };

test.each([
  { name: "an empty body", asks: readPass, answer: () => new Response("") },
  { name: "no content", asks: stamp, answer: () => new Response(null, { status: 204 }) },
  { name: "a page of HTML", asks: stamp, answer: () => htmlReply(200) },
  { name: "broken JSON", asks: readPass, answer: () => new Response('{"result":1') },
  { name: "a text", asks: readPass, answer: () => jsonReply("ok") },
  { name: "null", asks: readPass, answer: () => jsonReply(null) },
  { name: "an empty array", asks: readPass, answer: () => jsonReply([]) },
  { name: "an array of two", asks: readPass, answer: () => jsonReply([{ result: 1 }, { result: 1 }]) },
  { name: "an array in an array", asks: stamp, answer: () => jsonReply([[{ result: 1 }]]) },
  { name: "a card without a type", asks: readPass, answer: () => jsonReply({ result: 1 }) },
  { name: "a card without a field of its type", asks: readPass, answer: () => jsonReply({ result: 1, ...card }) },
  { name: "an invalid number", asks: create, answer: () => jsonReply({ result: 1, userID: "seven" }) },
  { name: "a huge id", asks: create, answer: () => new Response('{"userID":1e999}') },
  { name: "a huge id in a string", asks: create, answer: () => jsonReply({ userID: "9".repeat(400) }) },
  {
    name: "a hit with a huge id",
    asks: find,
    answer: () => new Response('{"result":1,"userID":-1e999,"sName":"Doe","fName":"Jane"}'),
  },
  { name: "a list that is an object", asks: list, answer: () => jsonReply({ result: 1, rows: {} }) },
  { name: "a row that is a number", asks: list, answer: () => jsonReply({ result: 1, rows: [1] }) },
  { name: "a result of 2", asks: stamp, answer: () => jsonReply({ result: 2 }) },
  { name: "a message without a result", asks: stamp, answer: () => jsonReply({ message: "Too many requests" }) },
  { name: "a check without a result", asks: exists, answer: () => jsonReply({}) },
  { name: "a push to all without a count", asks: pushAll, answer: () => jsonReply({ result: 1 }) },
  ...[null, 0, "", []].map((row) => ({
    name: `a hit that is ${JSON.stringify(row)}`,
    asks: find,
    answer: () => jsonReply({ result: 1, rows: [row] }),
  })),
  { name: "a hit without an id", asks: find, answer: () => jsonReply({ result: 1, sName: "Doe", fName: "Jane" }) },
  { name: "a redirect", asks: stamp, answer: () => new Response("", { status: 302, headers: { location: "/" } }) },
  { name: "404 of a proxy", asks: stamp, answer: () => jsonReply({ error: "Not Found" }, 404) },
  {
    name: "500 of a framework",
    asks: stamp,
    answer: () => jsonReply({ status: 500, error: "Internal Server Error" }, 500),
  },
  { name: "a success with a status of failure", asks: stamp, answer: () => jsonReply({ result: 1 }, 500) },
])("$name is an unexpected response", async ({ asks, answer }) => {
  const { client } = fakeService(answer, { retries: 0 });
  const found = await rejection(callAny(client, asks.id, asks.parameters));
  expect(isUnexpectedResponseError(found), String(found)).toBe(true);
});

const jane = { idTemplate: 1, sName: "Doe", fName: "Jane", phone: 1 };

test.each(["9007199254740993", '"9007199254740993"', "1e300", "1.5", "-3", '"-3"', '"1.5"', "null", '"x"'])(
  "userID %s is an unexpected response",
  async (id) => {
    const { client } = fakeService(() => new Response(`{"result":1,"userID":${id}}`));
    const error = await rejection(client.createClient(jane));
    expect(error).toMatchObject({ name: "UnexpectedResponseError", reason: "bad userID" });
  },
);

test.each(["9007199254740993", "1.5", "-3"])("template id %s is an unexpected response", async (id) => {
  const { client } = fakeService(() => new Response(`{"templates":[{"id":${id},"name":"Coffee","type":0}]}`));
  expect(await rejection(client.getTemplates())).toMatchObject({ reason: "bad id" });
});

test("a balance beyond the safe integers is an unexpected response", async () => {
  const card = '"type":1,"status":"installed","serialNumber":"1","currentPersentBonus":2.5,"amountMoneyBonus":1';
  const { client } = fakeService(() => new Response(`{${card},"amountMoneySpentTotal":9007199254740993}`));
  expect(await rejection(client.getPassInfo({ passSerialNumber: "1" }))).toMatchObject({
    reason: "bad amountMoneySpentTotal",
  });
});

test("ClientExistsError has no userID beyond the safe integers", async () => {
  const { client } = fakeService(() => new Response('{"error":5,"userID":9007199254740993}'));
  expect(await rejection(client.createClient(jane))).toMatchObject({ name: "ClientExistsError", userID: undefined });
});
