/** Pacts of a Pact broker. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { readPacts } from "../../contracts/index.js";
import { pact } from "./support/pacts.js";

/** A read-only broker that keeps the credentials it receives. */
async function broker() {
  const shown: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const at = `http://${request.headers.host}`;
    const selection = `${at}/pacts/provider/{provider}/for-verification`;
    const selected = (...hrefs: readonly string[]) => ({
      _embedded: { pacts: hrefs.map((href) => ({ _links: { self: { href } } })) },
    });
    const pages: Readonly<Record<string, unknown>> = {
      "/": { _links: { "pb:provider-pacts-for-verification": { href: selection, templated: true } } },
      "/pacts/provider/Luna%20Loyalty/for-verification": selected(`${at}/pact/1`, "/pact/2"),
      "/pacts/provider/luna/for-verification": selected(),
      "/pact/1": pact({ description: "one" }),
      "/pact/2": { ...pact({ description: "two" }), consumer: { name: "kiosk" } },
      "/other": { hello: "there" },
    };
    shown.push(request.headers.authorization);
    const page = pages[request.url ?? ""];
    if (request.url === "/text") response.end("<html>");
    else if (request.url === "/guarded") response.writeHead(401).end();
    else if (page === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": "application/hal+json" }).end(JSON.stringify(page));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, shown };
}

test("a broker's latest pacts are read with credentials", async () => {
  vi.stubEnv("PACT_BROKER_TOKEN", "secret");
  onTestFinished(() => void vi.unstubAllEnvs());
  const { url, shown } = await broker();
  const found = await readPacts([url], "Luna Loyalty");
  expect(found.map(({ consumer, description }) => `${consumer}: ${description}`)).toEqual(["till: one", "kiosk: two"]);
  expect(shown).toEqual(Array.from({ length: 4 }, () => "Bearer secret"));
});

test("a URL may lead to a pact", async () => {
  vi.stubEnv("PACT_BROKER_USERNAME", "user");
  vi.stubEnv("PACT_BROKER_PASSWORD", "pass");
  onTestFinished(() => void vi.unstubAllEnvs());
  const { url, shown } = await broker();
  expect(await readPacts([`${url}/pact/2`])).toMatchObject([{ consumer: "kiosk", source: `${url}/pact/2` }]);
  expect(shown[0]).toBe(`Basic ${Buffer.from("user:pass").toString("base64")}`);
});

test("a URL without broker or pacts is an error", async () => {
  const { url } = await broker();
  await expect(readPacts([url])).rejects.toThrow(/no pacts with provider "luna"/);
  await expect(readPacts([`${url}/other`])).rejects.toThrow(/pass the URL of a pact or of a current broker/);
  await expect(readPacts([`${url}/text`])).rejects.toThrow(/neither a pact nor a Pact broker/);
  await expect(readPacts([`${url}/missing`])).rejects.toThrow(/\/missing: responded 404 to GET; pass the URL/);
  await expect(readPacts([`${url}/guarded`])).rejects.toThrow(/responded 401: .*; set PACT_BROKER_TOKEN/);
  await expect(readPacts([url], "nobody")).rejects.toThrow(/responded 404 to POST; check --provider/);
  await expect(readPacts(["http://127.0.0.1:1/"])).rejects.toThrow(/cannot be reached/);
});
