import { createServer, type ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { createLunaClient, isTimeoutError, isUnexpectedResponseError } from "../../sdk/index.js";
import { listening } from "../support/listening.js";
import { fakeService, fakeToken, jsonReply, rejection } from "./fake-service.js";

const stamp = { passSerialNumber: "1", numberStumps: 1 };
const readPass = { passSerialNumber: "1" };

/** JSON text, because an object literal cannot have these own keys. */
const keys = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"then":1,"toString":1';
const text = (body: string, status = 200) => new Response(body, { status });
const plain = () => ({}) as { polluted?: unknown };

test.each([
  { name: "an object", answer: `{"result":1,"templates":[{"id":1,"name":"A","type":0,${keys}}],${keys}}` },
  {
    name: "an object in an array",
    answer: `[{"result":1,"templates":[{"id":1,"name":"A","type":0,${keys}}],${keys}}]`,
  },
])("inherited keys are ordinary fields in $name", async ({ answer }) => {
  const { client } = fakeService(() => text(answer));
  const found = await client.getTemplates();
  for (const value of [found, found.templates[0]]) {
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(value).not.toHaveProperty("polluted");
    expect(Object.keys(value ?? {})).toContain("__proto__");
  }
  expect(plain().polluted).toBeUndefined();
});

test("a required field is not read from a prototype in the response", async () => {
  const card = '"type":3,"status":"installed","serialNumber":"1"';
  const { client } = fakeService(() => text(`{"result":1,"__proto__":{${card}}}`));
  expect(isUnexpectedResponseError(await rejection(client.getPassInfo(readPass)))).toBe(true);
});

test.each(["__proto__", "constructor", "length", "toString"])(
  "%s is not a card type and not an error code",
  async (name) => {
    const type = fakeService(() => jsonReply({ result: 1, type: name, status: "installed", serialNumber: "1" }));
    expect(isUnexpectedResponseError(await rejection(type.client.getPassInfo(readPass)))).toBe(true);
    const code = fakeService(() => jsonReply({ error: name }));
    expect(await rejection(code.client.usePass(stamp))).toMatchObject({
      name: "UndocumentedRefusalError",
      error: name,
    });
  },
);

test("keys of a refusal are not copied to the error", async () => {
  const answer = `{"error":4,"name":"x","message":"x","mayHaveSucceeded":true,"operation":"x","why":"x",${keys}}`;
  const { client } = fakeService(() => text(answer));
  const error = await rejection(client.usePass(stamp));
  expect(error).toMatchObject({
    name: "MissingParametersError",
    mayHaveSucceeded: false,
    method: "usePass",
    why: undefined,
  });
  expect(error).not.toHaveProperty("polluted");
});

test.each(['{"error":', '{"result":1,"x":', ""])(
  "%j before 200,000 brackets is read like other responses",
  async (start) => {
    const deep = `${start}${"[".repeat(200_000)}${"]".repeat(200_000)}${start && "}"}`;
    const { client } = fakeService(() => text(deep));
    const call = client.usePass(stamp).catch((error: { name: string }) => error.name);
    expect(await call).toBe({ '{"error":': "UndocumentedRefusalError", "": "UnexpectedResponseError" }[start]);
  },
);

test("deeply nested fields do not affect rows", async () => {
  const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  const rows = Array.from({ length: 10 }, (_, id) => `{"id":${id},"date":"","message":"","x":${deep}}`);
  const { client } = fakeService((_, call) => (call === 1 ? text(`{"rows":[${rows}]}`) : jsonReply({ rows: [] })));
  const found: number[] = [];
  for await (const { id } of client.pushes("1")) found.push(id);
  expect(found).toEqual(Array.from({ length: 10 }, (_, id) => id));
});

test("pages of 100,000 rows are compared quickly", async () => {
  const rows = (call: number) =>
    Array.from({ length: 100_000 }, (_, index) => ({ id: call * 100_000 + index, date: "", message: "" }));
  const { client } = fakeService((_, call) => jsonReply({ rows: call < 3 ? rows(call) : [] }));
  let found = 0;
  for await (const { id } of client.pushes("1")) if (id >= 0) found += 1;
  expect(found).toBe(200_000);
});

test("a body of backslashes is redacted quickly", async () => {
  const { client } = fakeService(() => text("\\".repeat(2_000_000)));
  const error = await rejection(client.usePass(stamp));
  expect(error).toMatchObject({ name: "UnexpectedResponseError", body: "\\".repeat(500) });
});

test.each([
  "&amp;".repeat(400_000),
  `&${"amp;".repeat(500_000)}`,
  `&#${"0".repeat(2_000_000)}`,
  `&${"a".repeat(2_000_000)}`,
])("a body of unfinished HTML entities is redacted quickly", async (body) => {
  const { client } = fakeService(() => text(body), { token: "a&'/&b" });
  expect(await rejection(client.usePass(stamp))).toMatchObject({ body: body.slice(0, 500) });
});

/** Writes until the client hangs up. `heard` is called after 20 chunks. */
function drip(response: ServerResponse, chunk: string, heard: () => void): void {
  let written = 0;
  const write = () => {
    written += 1;
    if (written === 20) heard();
    if (!response.destroyed) response.write(chunk, () => setImmediate(write));
  };
  write();
}

/** Starts a server with endless responses. `hungUp` resolves when the client hangs up. */
async function drippingServer(chunk: string, heard: () => void) {
  let hangUp = () => {};
  const hungUp = new Promise<void>((resolve) => {
    hangUp = resolve;
  });
  const server = createServer((_, response) => {
    response.once("close", hangUp);
    drip(response, chunk, heard);
  });
  return { baseUrl: await listening(server), hungUp };
}

test.each([
  { name: "drips", chunk: " " },
  { name: "pours without end", chunk: "x".repeat(100_000) },
])("the timeout ends a response that $name, and fetch hangs up", async ({ chunk }) => {
  let expire = () => {};
  const timers = {
    setTimeout: (run: () => void) => {
      expire = run;
    },
    clearTimeout: () => undefined,
  };
  const { baseUrl, hungUp } = await drippingServer(chunk, () => expire());
  const luna = createLunaClient({ token: fakeToken, baseUrl, timers });
  expect(isTimeoutError(await rejection(luna.usePass(stamp)))).toBe(true);
  await hungUp;
});
