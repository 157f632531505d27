/** Options of clients and calls: invalid options throw a TypeError. */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createLunaClient, type LunaClient, type LunaClientOptions } from "../../sdk/index.js";
import { fakeService, fakeToken, jsonReply, rejection } from "./fake-service.js";

/** Creates a client with options that the types forbid. */
const made = (options: object) => () => createLunaClient({ token: fakeToken, ...options } as LunaClientOptions);

const service = () => fakeService(() => jsonReply({ result: 1, templates: [] }));

describe("token", () => {
  const must = "token must be visible ASCII characters";

  test.each(["", undefined, null])("an empty token is rejected: %j", (token) => {
    expect(made({ token })).toThrow(new TypeError(`${must}, and must not be empty`));
  });

  test.each(["two words", "line\n", "тoken"])("%j is rejected without being printed", (token) => {
    expect(made({ token })).toThrow(new TypeError(must));
  });
});

describe("baseUrl", () => {
  const must =
    "baseUrl must be an http or https URL such as https://app.lunaloyaltycards.com/api/v1, without user, password, ? and #";

  test.each([
    "",
    null,
    "/api/v1",
    "api/v1",
    "//127.0.0.1:4010/api/v1",
    "not a url",
    "127.0.0.1:4010",
    "localhost:4010",
    "http://",
    "http://:4010/api/v1",
    "ftp://127.0.0.1/api/v1",
    "file:///api/v1",
    "data:,x",
    "http://127.0.0.1:4010/api/v1?key=1",
    "http://127.0.0.1:4010/api/v1?",
    "http://127.0.0.1:4010/#/api/v1",
  ])("%j is rejected when the client is created", (baseUrl) => {
    expect(made({ baseUrl })).toThrow(new TypeError(must));
  });

  test.each(["http://jane:hunter2@127.0.0.1:4010/api/v1", "http://hunter2@127.0.0.1", "http://:hunter2@127.0.0.1"])(
    "%j is rejected without showing the password",
    async (baseUrl) => {
      const error = await rejection(Promise.resolve().then(made({ baseUrl })));
      expect(error).toEqual(new TypeError(must));
      expect(inspect(error, { showHidden: true })).not.toContain("hunter2");
    },
  );

  test.each([
    { baseUrl: undefined, url: "https://app.lunaloyaltycards.com/api/v1/getTemplates" },
    { baseUrl: "http://127.0.0.1:4010/api/v1", url: "http://127.0.0.1:4010/api/v1/getTemplates" },
    { baseUrl: "http://127.0.0.1:4010/api/v1/", url: "http://127.0.0.1:4010/api/v1/getTemplates" },
    { baseUrl: "HTTP://LOCALHOST:4010", url: "http://localhost:4010/getTemplates" },
    { baseUrl: "http://[::1]:4010/", url: "http://[::1]:4010/getTemplates" },
    { baseUrl: "https://proxy.example.com/@luna/api v1", url: "https://proxy.example.com/@luna/api%20v1/getTemplates" },
  ])("$baseUrl calls $url", async ({ baseUrl, url }) => {
    const urls: string[] = [];
    const fetch = async (request: Request) => {
      urls.push(request.url);
      return jsonReply({ templates: [] });
    };
    await createLunaClient({ token: fakeToken, baseUrl, fetch }).getTemplates();
    expect(urls).toEqual([url]);
  });
});

describe("unknown options", () => {
  test.each([
    { options: { baseurl: "http://127.0.0.1:4010/api/v1" }, names: "baseurl" },
    { options: { timeout: 5, retry: 2 }, names: "timeout, retry" },
    { options: { baseURL: undefined }, names: "baseURL" },
  ])("no client is created with $names", ({ options, names }) => {
    expect(made(options)).toThrow(new TypeError(`unknown option ${names}`));
  });

  const first = (rows: AsyncIterator<unknown>) => rows.next();
  const message = { idTemplate: 1, messageText: "Hello" };

  test.each<{ name: string; option: string; call: (client: LunaClient, options: object) => Promise<unknown> }>([
    { name: "a method", option: "timeout", call: (client, options) => client.getTemplates({}, options) },
    { name: "a method", option: "fromPage", call: (client, options) => client.getTemplates({}, options) },
    { name: "a list", option: "frompage", call: (client, options) => first(client.pushes("1", options)) },
    { name: "a list", option: "onProgress", call: (client, options) => first(client.pushes("1", options)) },
    { name: "a broadcast", option: "resumeFrom", call: (client, options) => client.broadcast(message, options) },
  ])("$name sends nothing with $option", async ({ option, call }) => {
    const { client, asked } = service();
    expect(await rejection(call(client, { [option]: 5 }))).toEqual(new TypeError(`unknown option ${option}`));
    expect(asked).toHaveLength(0);
  });
});

test.each([2, -1, Number.NaN, "1"])("firstPage %j is rejected", (firstPage) => {
  expect(made({ firstPage })).toThrow(new TypeError("firstPage must be 0 or 1"));
});

test("undefined options have their defaults", async () => {
  const names = ["baseUrl", "timeoutMs", "signal", "retries", "firstPage", "timers"];
  const left = Object.fromEntries(names.map((name) => [name, undefined]));
  const { client } = fakeService(() => jsonReply({ templates: [] }), left);
  expect(await client.getTemplates(undefined, { signal: undefined, timeoutMs: undefined })).toEqual({ templates: [] });
});
