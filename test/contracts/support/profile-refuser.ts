/** Proxies a server and refuses profiles. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { endToEnd, forward, readRequestBody } from "../../../contracts/server/forward.js";

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
  return forward(server, { method, path, headers: endToEnd(headers), body });
}

/** A server whose sandboxes take no profile. */
export function profileRefuser(server: string) {
  return listening(async (request, response) => {
    const body = await readRequestBody(request);
    if (makesSandbox(request) && body.includes('"profile"')) {
      response.writeHead(400, { "content-type": "application/json" }).end('{"error": "unknown key profile"}');
      return;
    }
    const received = await pass(server, request, body);
    response.writeHead(received.status, received.headers).end(received.body);
  });
}
