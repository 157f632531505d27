import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import * as sdk from "../../sdk/index.js";
import { listening } from "../support/listening.js";
import { fakeService, fakeToken, htmlReply, jsonReply, rejection } from "./fake-service.js";

const method = "usePass";

/** An error of each class with its guards, without `isLunaError`. */
const errorsOf = (of: typeof sdk) => [
  {
    error: new of.InvalidTokenError({ method }),
    guards: ["isDocumentedRefusalError", "isInvalidTokenError", "isRefusalError"],
  },
  {
    error: new of.CardNotFoundError({ method }),
    guards: ["isDocumentedRefusalError", "isCardNotFoundError", "isRefusalError"],
  },
  {
    error: new of.CardNotOwnedError({ method }),
    guards: ["isDocumentedRefusalError", "isCardNotOwnedError", "isRefusalError"],
  },
  {
    error: new of.MissingParametersError({ method }),
    guards: ["isDocumentedRefusalError", "isMissingParametersError", "isRefusalError"],
  },
  {
    error: new of.ClientExistsError({ method, userID: 7 }),
    guards: ["isDocumentedRefusalError", "isClientExistsError", "isRefusalError"],
  },
  {
    error: new of.UndocumentedRefusalError({ method, error: 9 }),
    guards: ["isUndocumentedRefusalError", "isRefusalError"],
  },
  { error: new of.TransportError({ method, reason: "reset", mayHaveSucceeded: true }), guards: ["isTransportError"] },
  { error: new of.TimeoutError({ method, timeoutMs: 1 }), guards: ["isTimeoutError"] },
  {
    error: new of.UnexpectedResponseError({ method, reason: "no JSON", status: 502, headers: {}, body: "" }),
    guards: ["isUnexpectedResponseError"],
  },
  {
    error: new of.BroadcastError({ method, resumeFrom: 2, sent: 10, mayHaveSucceeded: false }),
    guards: ["isBroadcastError"],
  },
];

const guards = Object.entries(sdk).filter(([name]) => /^is[A-Z]/.test(name)) as [string, (error: unknown) => boolean][];
const holding = (error: unknown) => guards.filter(([, guard]) => guard(error)).map(([name]) => name);

describe("guards", () => {
  test.each(errorsOf(sdk))("$error.name passes exactly $guards and isLunaError", ({ error, guards }) => {
    expect(holding(error).sort()).toEqual(["isLunaError", ...guards].sort());
    expect(error).toBeInstanceOf(sdk.LunaError);
  });

  test("recognize errors of another copy of the package", async () => {
    const entry = fileURLToPath(new URL("../../sdk/index.ts", import.meta.url));
    const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false });
    const copy = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`);
    for (const { error, guards } of errorsOf(copy)) {
      expect(error).not.toBeInstanceOf(sdk.LunaError);
      expect(holding(error).sort()).toEqual(["isLunaError", ...guards].sort());
    }
  });

  test.each([undefined, null, 4, "CardNotFoundError", {}, new Error("x"), { name: "CardNotFoundError", code: 2 }])(
    "reject %o",
    (value) => {
      expect(holding(value)).toEqual([]);
    },
  );

  test("exist for every error class", () => {
    const classes = Object.keys(sdk).filter((name) => /^[A-Z]/.test(name));
    expect(guards.map(([name]) => name.slice(2)).sort()).toEqual([...classes, "RefusalError"].sort());
  });
});

test("an error has a name, a message and a stack", async () => {
  const { client } = fakeService(() => jsonReply({ error: 2 }));
  const error = await rejection(client.getPassInfo({ passSerialNumber: "1" }));
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).toBe("CardNotFoundError: getPassInfo: card not found");
  expect(inspect(error)).toContain("CardNotFoundError: getPassInfo: card not found\n    at ");
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: "CardNotFoundError",
    method: "getPassInfo",
    code: 2,
    mayHaveSucceeded: false,
  });
});

test("ClientExistsError has the client's id as a number", async () => {
  const { client } = fakeService(() => jsonReply({ error: "5", userID: "20779267" }));
  const created = client.createClient({ idTemplate: 1, sName: "Doe", fName: "Jane", email: "jane@example.com" });
  const error = await rejection(created);
  if (!sdk.isClientExistsError(error)) throw error;
  expect(error.userID).toBe(20779267);
});

test.each([{ error: 5 }, { error: 5, userID: null }, { error: "5", id: 7 }])(
  "ClientExistsError has no id after %j",
  async (answer) => {
    const { client } = fakeService(() => jsonReply(answer));
    const created = client.createClient({ idTemplate: 1, sName: "Doe", fName: "Jane", phone: 1 });
    const error = await rejection(created);
    if (!sdk.isClientExistsError(error)) throw error;
    expect(error).toMatchObject({ code: 5, mayHaveSucceeded: false, userID: undefined });
    expect(error.message).toBe("createClient: the client exists");
  },
);

test("UnexpectedResponseError has status, headers and the start of the body", async () => {
  const body = `<html>${"x".repeat(2000)}</html>`;
  const answer = new Response(body, { status: 404, headers: { server: "nginx", "content-type": "text/html" } });
  const { client } = fakeService(() => answer);
  const error = await rejection(client.getTemplates());
  if (!sdk.isUnexpectedResponseError(error)) throw error;
  expect(error.message).toBe("getTemplates: no object (status 404)");
  expect(error.headers).toEqual({ server: "nginx", "content-type": "text/html" });
  expect(error.body).toBe(body.slice(0, 500));
});

describe("the token", () => {
  const parameters = { passSerialNumber: "1", numberStumps: 1 };
  const echo = `you sent ${fakeToken}`;
  const careless = (message: string) => {
    const cause = Object.assign(new Error(message), { code: "ECONNRESET", request: { token: fakeToken } });
    return Object.assign(new TypeError(message, { cause }), { config: { headers: { "x-access-token": fakeToken } } });
  };

  test.each([
    { name: "a body that echoes it", answer: () => new Response(echo, { status: 500 }) },
    { name: "a body that is cut in the token", answer: () => new Response("x".repeat(485) + echo) },
    { name: "headers that echo it", answer: () => new Response("", { headers: { "x-echo": echo } }) },
    { name: "a header with its name", answer: () => new Response("", { headers: { [fakeToken]: "1" } }) },
    { name: "a refusal that echoes it", answer: () => jsonReply({ error: echo }) },
    { name: "a refusal that is cut in the token", answer: () => jsonReply({ error: "x".repeat(485) + echo }) },
    { name: "an object in error that echoes it", answer: () => jsonReply({ error: { [echo]: [{ message: echo }] } }) },
    { name: "a list in error that echoes it", answer: () => jsonReply({ error: [[echo]] }) },
    { name: "a fetch that fails with it", answer: () => Promise.reject(careless(echo)) },
    { name: "a fetch that fails with a text", answer: () => Promise.reject(echo) },
    { name: "a fetch that fails with an object", answer: () => Promise.reject({ token: fakeToken, cause: echo }) },
    {
      name: "a reason of the sandbox that holds it",
      answer: () => jsonReply({ error: 1 }, 200, { "x-luna-why": echo }),
    },
  ])("is not in the error after $name", async ({ answer }) => {
    const { client } = fakeService(answer);
    const error = await rejection(client.usePass(parameters));
    const shown = [String(error), inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })].join("\n");
    expect(shown).toMatch(/Error|InvalidTokenError/);
    for (const text of [shown, JSON.stringify(error)]) {
      expect(text).not.toContain(fakeToken);
      expect(text).not.toContain(fakeToken.slice(0, 6));
    }
  });

  const odd = 'k/9"\\u+=%2F&$&';
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
  const inPhp = (text: string) => inJson(text).replaceAll("/", "\\/");
  const inUnicode = (text: string) => text.replace(/./g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const inUrl = (text: string) => text.replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  const inHtml = (text: string) =>
    text.replace(/[&"'/<>]/g, (c) => (c === "&" ? "&amp;" : c === '"' ? "&quot;" : `&#${c.charCodeAt(0)};`));
  test.each([
    { name: "unchanged", echoed: odd },
    { name: "in small letters", echoed: odd.toLowerCase() },
    { name: "in JSON", echoed: inJson(odd) },
    { name: "in JSON as PHP writes it", echoed: inPhp(odd) },
    { name: "in JSON in JSON", echoed: inJson(inJson(odd)) },
    { name: "in PHP's JSON in JSON", echoed: inPhp(inPhp(odd)) },
    { name: "in JSON, all of it escaped", echoed: inUnicode(odd) },
    { name: "in a URL", echoed: encodeURIComponent(odd) },
    { name: "in a URL, all of it escaped", echoed: inUrl(odd) },
    { name: "in HTML entities", echoed: inHtml(odd) },
    { name: "in named HTML entities", echoed: odd.replace(/[^\w]/g, "&punct;") },
    { name: "in decimal HTML entities", echoed: odd.replace(/./g, (c) => `&#${c.charCodeAt(0)};`) },
    {
      name: "in padded hexadecimal entities",
      echoed: odd.replace(/./g, (c) => `&#X00${c.charCodeAt(0).toString(16)}`),
    },
    { name: "in HTML entities in HTML entities", echoed: inHtml(inHtml(odd)) },
    { name: "in a URL with small letters", echoed: encodeURIComponent(odd).toLowerCase() },
  ])("is redacted in a body $name", async ({ echoed }) => {
    const { client } = fakeService(() => new Response(`<a>${echoed}</a> and ${echoed}`, { status: 400 }), {
      token: odd,
    });
    expect(await rejection(client.usePass(parameters))).toMatchObject({ body: "<a>[token]</a> and [token]" });
  });

  test("is redacted in error if it is a number", async () => {
    const { client } = fakeService(() => jsonReply({ error: 4711 }), { token: "4711" });
    expect(await rejection(client.usePass(parameters))).toMatchObject({
      name: "UndocumentedRefusalError",
      error: "[token]",
    });
  });

  test("of digits does not change numbers in results", async () => {
    const { client } = fakeService(() => jsonReply({ userID: 4711 }), { token: "4711" });
    expect(await client.createClient({ idTemplate: 1, sName: "a", fName: "b", phone: 1 })).toEqual({ userID: 4711 });
  });

  test("is not visible in the client", () => {
    const { client } = fakeService(() => htmlReply(500));
    expect(inspect(client, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain(fakeToken);
  });

  test("is sent only in x-access-token", async () => {
    const { client, asked } = fakeService(() => jsonReply({ result: 1 }));
    await client.usePass(parameters);
    expect(asked[0]?.headers.get("x-access-token")).toBe(fakeToken);
    expect(asked[0]?.headers.get("content-type")).toBe("application/json");
    expect(asked[0]?.parameters).toEqual(parameters);
  });

  test.each([301, 302, 307, 308])("is not sent to the target of redirect %i", async (status) => {
    const heard: string[] = [];
    const server = createServer(({ url = "" }, response) => {
      heard.push(url);
      response.writeHead(status, { location: "/elsewhere" }).end();
    });
    const luna = sdk.createLunaClient({ token: fakeToken, baseUrl: await listening(server) });
    const error = await rejection(luna.usePass(parameters));
    expect(error).toMatchObject({ name: "UnexpectedResponseError", status, headers: { location: "/elsewhere" } });
    expect(heard).toEqual(["/usePass"]);
  });
});

describe("a failure of fetch", () => {
  const stamp = { passSerialNumber: "1", numberStumps: 1 };

  test("names its code and every address", async () => {
    const refused = (address: string) => new Error(`connect ECONNREFUSED ${address}:4010`);
    const errors = [refused("::1"), refused("127.0.0.1")];
    const cause = Object.assign(new AggregateError(errors, ""), { code: "ECONNREFUSED" });
    const { client } = fakeService(() => Promise.reject(new TypeError("fetch failed", { cause })), { retries: 0 });
    expect(await rejection(client.usePass(stamp))).toMatchObject({
      name: "TransportError",
      reason:
        "TypeError: fetch failed: ECONNREFUSED, Error: connect ECONNREFUSED ::1:4010, Error: connect ECONNREFUSED 127.0.0.1:4010",
      mayHaveSucceeded: false,
    });
  });

  const cyclic = new Error("again");
  cyclic.cause = cyclic;
  const guarded = new Proxy(
    {},
    {
      get: () => {
        throw new Error("no");
      },
    },
  );
  test.each([
    { name: "a symbol", answer: () => Promise.reject(Symbol("boom")) },
    { name: "undefined", answer: () => Promise.reject(undefined) },
    { name: "an error that is its own cause", answer: () => Promise.reject(cyclic) },
    { name: "an object that cannot be read", answer: () => Promise.reject(guarded) },
    { name: "an object without a prototype", answer: () => Promise.reject(Object.create(null)) },
    { name: "a code that is a symbol", answer: () => Promise.reject({ cause: { code: Symbol("code") } }) },
    { name: "a response without a text", answer: () => ({ status: 200, headers: [], text: () => undefined }) },
    { name: "a response without headers", answer: () => ({ status: 200, text: () => "" }) },
    { name: "no response", answer: () => undefined },
  ])("is a TransportError for $name", async ({ answer }) => {
    const { client } = fakeService(answer as unknown as () => Response);
    expect(await rejection(client.usePass(stamp))).toMatchObject({ name: "TransportError", mayHaveSucceeded: true });
  });
});

test.each([
  { baseUrl: "http://127.0.0.1:4010", reason: "no object; does baseUrl lack /api/v1?" },
  { baseUrl: "http://127.0.0.1:4010/api/v1/", reason: "no object" },
])("status 404 under $baseUrl has the reason $reason", async ({ baseUrl, reason }) => {
  const { client } = fakeService(() => htmlReply(404), { baseUrl });
  expect(await rejection(client.getTemplates())).toMatchObject({ reason, status: 404 });
});
