/** Forwarding by `verify` and `record`: paths, headers, limits. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { SandboxProvider } from "../../contracts/index.js";
import { type ForwardedRequest, forward } from "../../contracts/server/forward.js";
import { pass } from "../../contracts/verify/route.js";

/** Starts a server that keeps its requests. */
async function server(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const requests: IncomingMessage[] = [];
  const listening = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(listening, "listening");
  onTestFinished(() => {
    listening.closeAllConnections();
    listening.close();
  });
  return { listening, requests, host: `127.0.0.1:${(listening.address() as AddressInfo).port}` };
}

const sent = (path: string, headers = {}) => ({ method: "POST", path, headers, body: Buffer.from("{}") });

test.each(["//HOST/x", "/\\HOST/x", "///HOST", "/x/../../y", "/@HOST/x", "/a?b=//HOST"])(
  "a path never selects another host: %s",
  async (pattern) => {
    const target = await server((_request, response) => void response.end("{}"));
    const other = await server((_request, response) => void response.end("{}"));
    const path = pattern.replace("HOST", other.host);
    await forward(`http://${target.host}`, sent(path));
    await forward(`http://${target.host}/base/`, sent(path));
    expect(target.requests.map(({ url }) => url)).toEqual([path, `/base${path}`]);
    expect(other.requests).toEqual([]);
  },
);

test("a path without slash is rejected", async () => {
  const target = await server((_request, response) => void response.end("{}"));
  for (const path of ["http://127.0.0.1/", "@127.0.0.1/", ""])
    await expect(forward(`http://${target.host}`, sent(path))).rejects.toThrow(/path must begin with/);
  expect(target.requests).toEqual([]);
});

test("admin token and connection headers are not forwarded", async () => {
  const target = await server((_request, response) => void response.end("{}"));
  await forward(`http://${target.host}`, sent("/x", { "x-luna-admin-token": "secret", "x-access-token": "till" }));
  expect(target.requests[0]?.headers).toMatchObject({ "x-access-token": "till", host: target.host });
  expect(target.requests[0]?.headers).not.toHaveProperty("x-luna-admin-token");
});

test("responses are requested uncompressed", async () => {
  const target = await server((_request, response) => void response.end("{}"));
  await forward(`http://${target.host}`, sent("/x", { "accept-encoding": "gzip, br" }));
  expect(target.requests[0]?.headers["accept-encoding"]).toBe("identity");
});

test("connections are not reused", async () => {
  const target = await server((_request, response) => void response.end('{"sandboxes": []}'));
  const url = `http://${target.host}`;
  const provider = new SandboxProvider({ url });
  for (const ask of [() => forward(url, sent("/x")), () => provider.sandboxes()]) for (const _ of "ab") await ask();
  expect(target.requests.map(({ headers }) => headers.connection)).toEqual(["close", "close", "close", "close"]);
});

test.each([
  ["never", () => undefined],
  [
    "never to its end",
    (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(200).write("{"),
  ],
])("a server that responds %s times out", async (_what, answer) => {
  const limit = new AbortController();
  const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(limit.signal);
  onTestFinished(() => timeout.mockRestore());
  const target = await server((request, response) => {
    answer(request, response);
    limit.abort();
  });
  const send = (request: ForwardedRequest) => forward(`http://${target.host}`, request);
  const route = { send, token: String, values: {}, refusal: () => undefined, headers: {} };
  expect(await pass(route, sent("/x"))).toMatchObject({
    response: { status: 502 },
    exchange: undefined,
    stopped: "the server did not respond: no response within 20 seconds",
  });
  expect(timeout).toHaveBeenCalledWith(20_000);
});

test("a response that breaks off is an error", async () => {
  const target = await server((_request, response) => {
    response.writeHead(200, { "content-length": 100 }).write("{", () => void response.destroy());
  });
  await expect(forward(`http://${target.host}`, sent("/x"))).rejects.toThrow(
    "the connection broke off during the response",
  );
});

test("a switch of protocols is an error", async () => {
  const target = await server(() => undefined);
  target.listening.removeAllListeners("request");
  target.listening.on("request", (request) => {
    request.socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: luna\r\n\r\n");
  });
  await expect(forward(`http://${target.host}`, sent("/x"))).rejects.toThrow(/a protocol other than HTTP/);
});
