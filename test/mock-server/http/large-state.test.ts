/** Bodies that are parsed while they arrive. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { exportState } from "../../../mock-server/control/state-export.js";
import { generateState } from "../../../mock-server/state/generate/state.js";
import { stateJson } from "../../../mock-server/state/state-json.js";
import { setup, testNow, testServer } from "../../support/sandbox.js";

/** Returns a state of about 1.7 MB. */
async function largeState(): Promise<string> {
  const size = { clients: 5000, cards: 5000, operations: 0 };
  return [...stateJson(await generateState(1, testNow, size))].join("");
}

async function send(url: string, method: string, body: string) {
  const response = await fetch(url, { method, body });
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of an answer, and fails if it is not there
  return { status: response.status, body: (await response.json()) as any };
}

const putState = async (body: string) => {
  const { server, id } = await setup();
  return send(`${server.url}/_luna/sandboxes/${id}/state`, "PUT", body);
};

test("a large state is put and exported without a change", async () => {
  const { server, id, control } = await setup();
  const text = await largeState();
  const { status } = await send(`${server.url}/_luna/sandboxes/${id}/state`, "PUT", text);
  expect(status).toBe(200);
  const { body } = await control("GET", "/state");
  const { clients, cards } = JSON.parse(text);
  expect({ clients: body.clients, cards: body.cards }).toEqual({ clients, cards });
});

test("a sandbox is created from a large fixture", async () => {
  const { server } = await setup();
  const body = `{"fixture":${await largeState()},"id":"large","now":"${testNow}"}`;
  expect((await send(`${server.url}/_luna/sandboxes`, "POST", body)).status).toBe(201);
  const { clients } = await server.services.sandboxes.state("large");
  expect(clients).toHaveLength(5000);
});

test("a large body that is cut is not JSON", async () => {
  const text = await largeState();
  expect(await putState(text.slice(0, -2))).toEqual({ status: 400, body: { error: "the body must be JSON" } });
});

test("a large body with an invalid byte is not UTF-8", async () => {
  const { server, id } = await setup();
  const bytes = Buffer.from(await largeState());
  bytes[bytes.indexOf('"fName":"') + 10] = 0xff;
  const response = await fetch(`${server.url}/_luna/sandboxes/${id}/state`, { method: "PUT", body: bytes });
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 400,
    body: { error: "the body must be UTF-8" },
  });
});

test.each([
  [
    "clients.4999.fName",
    (row: Record<string, unknown>) => Object.assign(row, { fName: 1 }),
    " must be of type string, got 1",
  ],
  [
    "clients.4999.phone",
    (row: Record<string, unknown>) => Object.assign(row, { phone: "15550000001", templateId: 340801 }),
    ": duplicate ",
  ],
])("an error in a large state names its place: %s", async (path, spoil, problem) => {
  const state = JSON.parse(await largeState());
  spoil(state.clients[4999]);
  if (path.endsWith("phone")) spoil(state.clients[0]);
  const { status, body } = await putState(JSON.stringify(state));
  expect({ status, error: body.error }).toEqual({ status: 400, error: expect.stringMatching(`^${path}${problem}`) });
});

test("the option maxBody limits a body of the control plane", async () => {
  const { url } = await testServer({ maxBody: 1 });
  const { status, body } = await send(`${url}/_luna/sandboxes/default/state`, "PUT", await largeState());
  expect({ status, body }).toEqual({
    status: 413,
    body: { error: "the body must have at most 1 MiB; start the server with a higher --max-body" },
  });
});

test("the option maxBody allows a body of more than 64 MiB", async () => {
  const { url, services } = await testServer({ maxBody: 128 });
  const space = " ".repeat(40 * 1024 * 1024);
  const client = (id: number) => JSON.stringify({ id, templateId: 1, sName: "Smith", fName: "Ann" });
  const templates = '"templates":[{"id":1,"name":"Tea","type":6}]';
  const text = `{"formatVersion":1,${templates},"clients":[${client(1)}${space},${space}${client(2)}]}`;
  expect((await send(`${url}/_luna/sandboxes/default/state`, "PUT", text)).status).toBe(200);
  expect((await services.sandboxes.state("default")).clients).toHaveLength(2);
});

test("the option maxBody must be an integer", async () => {
  await expect(testServer({ maxBody: 0.5 })).rejects.toThrow("maxBody must be an integer from 1 to 16384, got 0.5");
});

test("an export of many pieces has its length and its ETag", async () => {
  const { server, id } = await setup();
  const url = `${server.url}/_luna/sandboxes/${id}/state`;
  const size = { clients: 20_000, cards: 20_000, operations: 20_000 };
  const text = [...stateJson(await generateState(1, testNow, size))].join("");
  expect((await send(url, "PUT", text)).status).toBe(200);
  const exported = await fetch(url);
  const body = Buffer.from(await exported.arrayBuffer());
  expect(exported.headers.get("content-length")).toBe(String(body.length));
  expect(body.length).toBeGreaterThan(8 * 1024 * 1024);
  expect(exported.headers.get("etag")).toBe(`"${createHash("sha256").update(body).digest("base64url")}"`);
  expect(JSON.parse(body.toString()).operations).toHaveLength(20_000);
  const head = await fetch(url, { method: "HEAD" });
  expect(head.headers.get("content-length")).toBe(String(body.length));
});

test("an export has the records of one moment", async () => {
  const { server, id, call } = await setup();
  const { etag, json } = await server.services.sandboxes.exportState(id);
  expect((await call("usePass", { passSerialNumber: "297150-586-203", numberStumps: 1 })).status).toBe(200);
  let text = "";
  for await (const piece of json()) text += piece;
  expect(etag).toBe(`"${createHash("sha256").update(text).digest("base64url")}"`);
});

test("the event loop runs between the pieces of an export", async () => {
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  count();
  const { bytes, json } = await exportState(JSON.parse(await largeState()));
  expect(turns).toBeGreaterThan(bytes / (1024 * 1024));
  let pieces = 0;
  for await (const _piece of json()) pieces += 1;
  isDone = true;
  expect(pieces).toBeGreaterThan(bytes / (1024 * 1024));
});
