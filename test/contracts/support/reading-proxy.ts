/** Stand before a server and give it readings, as far as a test of contracts needs them, or take them from it. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { endToEnd, forward, readRequest } from "../../../contracts/server/forward.js";

type Reading = Readonly<Record<string, string>>;

const wrapped = (answer: string, { envelope, resultMarker, errorStatus = "200" }: Reading) => {
  const { result, ...rest } = JSON.parse(answer) as { result?: number; error?: number };
  const marked = resultMarker === "none" && result === 1 ? rest : JSON.parse(answer);
  const body = JSON.stringify(envelope === "array" ? [marked] : marked);
  return { body, status: errorStatus === "4xx" && rest.error !== undefined ? 404 : 200 };
};

async function listening(answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
  const proxy = createServer(answer);
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    close: () => {
      proxy.closeAllConnections();
      return new Promise((resolve) => proxy.close(resolve));
    },
  };
}

const makesSandbox = ({ method, url }: IncomingMessage) => method === "POST" && url === "/_luna/sandboxes";

async function pass(server: string, { method = "GET", url: path = "/", headers }: IncomingMessage, body: Buffer) {
  const { response, answer } = await forward(server, { method, path, headers: endToEnd(headers), body });
  return { status: response.statusCode ?? 502, headers: endToEnd(response.headers), answer };
}

/** A server whose sandboxes take a reading: envelope, contentType, errorStatus, resultMarker. `close` ends it. */
export function readingProxy(server: string) {
  const readings = new Map<string, Reading>();
  return listening(async (request, response) => {
    const body = await readRequest(request);
    if (makesSandbox(request)) {
      const { reading = {}, ...rest } = JSON.parse(body.toString()) as { reading?: Reading };
      const { status, headers, answer } = await pass(server, request, Buffer.from(JSON.stringify(rest)));
      const { companies = [] } = JSON.parse(answer.toString()) as { companies?: { token: string }[] };
      for (const { token } of companies) readings.set(token, reading);
      response.writeHead(status, headers).end(answer);
      return;
    }
    const { status, headers, answer } = await pass(server, request, body);
    const reading = readings.get(String(request.headers["x-access-token"]));
    if (reading === undefined) {
      response.writeHead(status, headers).end(answer);
      return;
    }
    const presented = wrapped(answer.toString(), reading);
    const contentType = reading.contentType === "html" ? "text/html; charset=UTF-8" : "application/json";
    response.writeHead(presented.status, { ...headers, "content-type": contentType }).end(presented.body);
  });
}

/** A server whose sandboxes take no reading. */
export function readingRefuser(server: string) {
  return listening(async (request, response) => {
    const body = await readRequest(request);
    if (makesSandbox(request) && body.includes('"reading"')) {
      response.writeHead(400, { "content-type": "application/json" }).end('{"error": "there is no key reading"}');
      return;
    }
    const { status, headers, answer } = await pass(server, request, body);
    response.writeHead(status, headers).end(answer);
  });
}
