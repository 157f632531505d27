/** Bodies in unusual encodings and forms, with the server alone and behind a body parser. */
import { createServer } from "node:http";
import express, { type RequestHandler } from "express";
import { expect, test } from "vitest";
import { createApp } from "../../mock-server/http/app.js";
import { listening } from "../support/listening.js";
import { testServer } from "../support/sandbox.js";

const card = JSON.stringify({ passSerialNumber: "297150-586-203" });
const use = "passSerialNumber=297150-586-203&numberStumps=1";
const form = "application/x-www-form-urlencoded";

/** Starts a server, and its app behind a body parser. */
async function alone(): Promise<string> {
  return (await testServer({ fixture: "demo" })).url;
}

async function behind(parser: RequestHandler): Promise<string> {
  const { services } = await testServer({ fixture: "demo" });
  const host = express();
  host.use(parser, createApp(services));
  return listening(createServer(host));
}

const json = express.json({ type: () => true });
const places: readonly (readonly [where: string, start: () => Promise<string>])[] = [
  ["alone", alone],
  ["behind express.json()", () => behind(json)],
  ["behind express.text()", () => behind(express.text({ type: () => true }))],
  ["behind express.raw()", () => behind(express.raw({ type: () => true }))],
];

async function call(url: string, method: string, body: string | Uint8Array, type = "application/json") {
  const headers = { "x-access-token": "luna-demo-token", "content-type": type };
  const response = await fetch(`${url}/api/v1/${method}`, { method: "POST", headers, body });
  return { body: await response.json(), why: response.headers.get("x-luna-why") };
}

async function lastLogged(url: string): Promise<unknown> {
  const { requests: entries } = (await (await fetch(`${url}/_luna/sandboxes/default/requests?limit=1`)).json()) as {
    requests: readonly { request: unknown }[];
  };
  return entries[0]?.request;
}

test.each(places)("a byte order mark before a body is ignored: %s", async (_where, start) => {
  const url = await start();
  expect((await call(url, "getPassInfo", `\uFEFF${card}`)).body).toMatchObject({ result: 1 });
  expect(await lastLogged(url)).toEqual(JSON.parse(card));
  expect((await call(url, "getTemplates", "\uFEFF")).body).toMatchObject({ result: 1 });
  const clock = await fetch(`${url}/_luna/sandboxes/default/clock`, { method: "PUT", body: '\uFEFF{"real": true}' });
  expect(clock.status).toBe(200);
});

test("the rule about bodies names the byte order mark", async () => {
  const { rules } = (await (await fetch(`${await alone()}/_luna/rules`)).json()) as {
    rules: { id: string; text: string }[];
  };
  expect(rules.find(({ id }) => id === "request.body")?.text).toContain("byte order mark");
});

test.each(["PATCH", "PUT"])("a control-plane body that is not UTF-8 is refused: %s", async (method) => {
  const url = await alone();
  const path = method === "PATCH" ? "clients/20779267" : "state";
  const state = async () => (await fetch(`${url}/_luna/sandboxes/default/state`)).text();
  const before = await state();
  const body = Buffer.from('{"Field0":"Caf\xe9"}', "latin1");
  const response = await fetch(`${url}/_luna/sandboxes/default/${path}`, { method, body });
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 400,
    body: { error: "the body must be UTF-8" },
  });
  expect(await state()).toBe(before);
});

test("a body that is not UTF-8 is refused behind a raw parser", async () => {
  const url = await behind(express.raw({ type: () => true }));
  const body = Buffer.from('{"Field0":"Caf\xe9"}', "latin1");
  expect((await call(url, "getPassInfo", body)).why).toBe("the body is not UTF-8");
  const response = await fetch(`${url}/_luna/sandboxes/default/clients/20779267`, { method: "PATCH", body });
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 400,
    body: { error: "the body must be UTF-8" },
  });
});

const forms: readonly (readonly [where: string, start: () => Promise<string>])[] = [
  ["alone", alone],
  ["behind express.urlencoded()", () => behind(express.urlencoded())],
  ["behind an extended express.urlencoded()", () => behind(express.urlencoded({ extended: true }))],
];

test.each(forms)("a form is refused and changes nothing: %s", async (_where, start) => {
  const url = await start();
  const before = (await call(url, "getPassInfo", card)).body;
  for (const body of [use, `${use}&deep[a][b]=1&list=1&list=2`, "passSerialNumber=Caf%C3%A9+1"])
    expect(await call(url, "usePass", body, form)).toEqual({ body: { error: 4 }, why: "the body is a form, not JSON" });
  expect(await lastLogged(url)).toBe("[the body is a form, not JSON]");
  expect((await call(url, "getPassInfo", card)).body).toEqual(before);
  const headers = { "content-type": form };
  const clock = await fetch(`${url}/_luna/sandboxes/default/clock`, {
    method: "PUT",
    headers,
    body: "advanceSeconds=5",
  });
  expect({ status: clock.status, body: await clock.json() }).toEqual({
    status: 400,
    body: { error: "the body must be JSON" },
  });
});

test("a parsed multipart form is refused as a form", async () => {
  const multer: RequestHandler = (request, _response, next) => {
    request.resume();
    request.on("end", () => {
      request.body = { passSerialNumber: "297150-586-203", numberStumps: "1" };
      next();
    });
  };
  const body = new FormData();
  body.set("passSerialNumber", "297150-586-203");
  const text = await new Response(body).text();
  for (const url of [await alone(), await behind(multer)]) {
    const type = `multipart/form-data; boundary=${text.slice(2, text.indexOf("\r\n"))}`;
    expect((await call(url, "usePass", text, type)).why).toBe("the body is a multipart form, not JSON");
  }
});
