/** Pacts that come from a Pact broker. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { readPacts } from "../../contracts/index.js";
import { pact } from "./support/pacts.js";

/** A broker as far as reading pacts goes; it wants a token. */
async function broker() {
  const shown: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const at = `http://${request.headers.host}`;
    const latest = `${at}/pacts/provider/{provider}/latest`;
    const pages: Readonly<Record<string, unknown>> = {
      "/": { _links: { "pb:latest-provider-pacts": { href: latest, templated: true } } },
      "/pacts/provider/Luna%20Loyalty/latest": {
        _links: { "pb:pacts": [{ href: `${at}/pact/1` }, { href: "/pact/2" }], pacts: [{ href: `${at}/pact/1` }] },
      },
      "/pacts/provider/luna/latest": { _links: { "pb:pacts": [] } },
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

test("a broker's latest pacts with the provider are read, with the broker's credentials", async () => {
  vi.stubEnv("PACT_BROKER_TOKEN", "secret");
  onTestFinished(() => void vi.unstubAllEnvs());
  const { url, shown } = await broker();
  const found = await readPacts([url], "Luna Loyalty");
  expect(found.map(({ consumer, description }) => `${consumer}: ${description}`)).toEqual(["till: one", "kiosk: two"]);
  expect(shown).toEqual(Array.from({ length: 4 }, () => "Bearer secret"));
});

test("an address can be that of one pact, or of a list of them", async () => {
  vi.stubEnv("PACT_BROKER_USERNAME", "user");
  vi.stubEnv("PACT_BROKER_PASSWORD", "pass");
  onTestFinished(() => void vi.unstubAllEnvs());
  const { url, shown } = await broker();
  expect(await readPacts([`${url}/pact/2`])).toMatchObject([{ consumer: "kiosk", source: `${url}/pact/2` }]);
  expect(await readPacts([`${url}/pacts/provider/Luna%20Loyalty/latest`])).toHaveLength(2);
  expect(shown[0]).toBe(`Basic ${Buffer.from("user:pass").toString("base64")}`);
});

test("what is no broker, or has no pacts, is said to be so", async () => {
  const { url } = await broker();
  await expect(readPacts([url])).rejects.toThrow(/has no pacts with a provider "luna"/);
  await expect(readPacts([`${url}/other`])).rejects.toThrow(/has no pacts/);
  await expect(readPacts([`${url}/text`])).rejects.toThrow(/neither a pact nor a Pact broker/);
  await expect(readPacts([`${url}/missing`])).rejects.toThrow(/\/missing: responded 404: there is no such page; give/);
  await expect(readPacts([`${url}/guarded`])).rejects.toThrow(/responded 401: .*; set PACT_BROKER_TOKEN/);
  await expect(readPacts([url], "nobody")).rejects.toThrow(/has no pacts with a provider "nobody"; --provider names/);
  await expect(readPacts(["http://127.0.0.1:1/"])).rejects.toThrow(/cannot be reached/);
});
