/** Measures a mock of the OpenAPI document: validates the request and responds with the document's example. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { OpenAPIBackend } from "openapi-backend";

const definition = JSON.parse(readFileSync(new URL("../../openapi/luna.gen.json", import.meta.url), "utf8"));
const refused = (status) => (context) => ({ status, mock: { error: context.validation?.errors ?? "no such method" } });
const api = new OpenAPIBackend({
  definition,
  apiRoot: "/api/v1",
  // It validates documents as OpenAPI 3.0 only, and this is 3.1.
  quick: true,
  ajvOpts: { strict: false },
  handlers: {
    notImplemented: ({ api, operation }) => api.mockResponseForOperation(operation.operationId),
    validationFail: refused(400),
    notFound: refused(404),
  },
});
await api.init();

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const { method, url, headers } = request;
    const { status, mock } = await api.handleRequest({
      method,
      path: url,
      headers,
      body: Buffer.concat(chunks).toString(),
    });
    const body = JSON.stringify(mock);
    response
      .writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
      .end(body);
  });
});
server.listen(0, "127.0.0.1", () =>
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}`, pid: process.pid })),
);
