/** Stands before a server that takes no readings and gives it some, as far as a test of contracts needs them. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { endToEnd, forward, readAll } from "../../../contracts/verify/gateway.js";

type Reading = Readonly<Record<string, string>>;

const wrapped = (answer: string, { envelope, resultMarker, errorStatus = "200" }: Reading) => {
  const { result, ...rest } = JSON.parse(answer) as { result?: number; error?: number };
  const marked = resultMarker === "none" && result === 1 ? rest : JSON.parse(answer);
  const body = JSON.stringify(envelope === "array" ? [marked] : marked);
  return { body, status: errorStatus === "4xx" && rest.error !== undefined ? 404 : 200 };
};

/** The proxy's address; `close` ends it. */
export async function readingProxy(server: string) {
  const readings = new Map<string, Reading>();
  const proxy = createServer(async (request, response) => {
    const { method = "GET", url: path = "/" } = request;
    let body = await readAll(request);
    let reading: Reading = {};
    if (method === "POST" && path === "/_luna/sandboxes") {
      const { reading: asked = {}, ...rest } = JSON.parse(body.toString()) as { reading?: Reading };
      reading = asked;
      body = Buffer.from(JSON.stringify(rest));
    }
    const { response: found, answer } = await forward(server, {
      method,
      path,
      headers: endToEnd(request.headers),
      body,
    });
    const headers = endToEnd(found.headers);
    if (method === "POST" && path === "/_luna/sandboxes") {
      const { companies } = JSON.parse(answer.toString()) as { companies: { token: string }[] };
      for (const { token } of companies) readings.set(token, reading);
    }
    const own = readings.get(String(request.headers["x-access-token"]));
    if (!path.startsWith("/api/") || own === undefined) {
      response.writeHead(found.statusCode ?? 502, headers).end(answer);
      return;
    }
    const presented = wrapped(answer.toString(), own);
    const contentType = own.contentType === "html" ? "text/html; charset=UTF-8" : "application/json";
    response.writeHead(presented.status, { ...headers, "content-type": contentType }).end(presented.body);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    close: () => {
      proxy.closeAllConnections();
      return new Promise((resolve) => proxy.close(resolve));
    },
  };
}
