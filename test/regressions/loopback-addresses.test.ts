/** The default host listens on both loopback addresses, because clients resolve localhost to either. */
import { createServer, type Server } from "node:http";
import { networkInterfaces } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { createLunaServer } from "../../mock-server/index.js";
import { bind } from "../../shared/bind.js";
import { startServer } from "../support/sandbox.js";

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === "::1");

const hang = (servers: readonly Server[]) => onTestFinished(() => void servers.map((server) => server.close()));

/** Creates servers whose first `failures` attempts to listen on ::1 fail. */
function failing(code: string, times: number) {
  let left = times;
  const created: Server[] = [];
  const create = () => {
    const server = createServer((_request, response) => response.end("here"));
    const { listen } = server;
    server.listen = ((options: { host: string }, done: () => void) => {
      if (options.host !== "::1" || left === 0) return listen.call(server, options, done);
      left -= 1;
      queueMicrotask(() => server.emit("error", Object.assign(new Error(code), { code })));
      return server;
    }) as Server["listen"];
    created.push(server);
    return server;
  };
  return { create, created };
}

test.skipIf(!hasIpv6).each(["127.0.0.1", "localhost"])("on %s both loopback addresses respond", async (host) => {
  const server = await startServer({ fixture: "empty", host });
  const { port, hostname } = new URL(server.url);
  expect(hostname).toBe(host);
  for (const name of ["127.0.0.1", "[::1]", "localhost"])
    expect({ name, status: (await fetch(`http://${name}:${port}/_luna/sandboxes`)).status }).toEqual({
      name,
      status: 200,
    });
});

test.skipIf(!hasIpv6)("close() ends listening on both loopback addresses", async () => {
  const server = await createLunaServer({ fixture: "empty" });
  const { port } = new URL(server.url);
  await server.close();
  for (const name of ["127.0.0.1", "[::1]"]) await expect(fetch(`http://${name}:${port}/`)).rejects.toThrow();
});

test.skipIf(!hasIpv6)("a port that is taken on ::1 is a clear error", async () => {
  const other = createServer().listen(0, "::1");
  await new Promise((resolve) => other.once("listening", resolve));
  hang([other]);
  const { port } = other.address() as { port: number };
  await expect(createLunaServer({ fixture: "empty", port })).rejects.toThrow(`port ${port} on ::1 is in use`);
  // The IPv4 port is free again.
  const free = createServer().listen(port, "127.0.0.1");
  await new Promise((resolve) => free.once("listening", resolve));
  hang([free]);
});

test("without IPv6 the server listens on IPv4 alone", async () => {
  for (const code of ["EADDRNOTAVAIL", "EAFNOSUPPORT"]) {
    const { servers, port } = await bind(failing(code, 1).create, "127.0.0.1", 0);
    hang(servers);
    expect(servers).toHaveLength(1);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("here");
  }
});

test("a port that is taken on ::1 is skipped", async () => {
  const { create, created } = failing("EADDRINUSE", 2);
  const { servers } = await bind(create, "127.0.0.1", 0);
  hang(servers);
  expect(created.filter((server) => server.listening)).toEqual(servers);
  expect(created.length - servers.length).toBe(4);
});

test("ports that are all taken on ::1 are an error", async () => {
  const { create, created } = failing("EADDRINUSE", Number.POSITIVE_INFINITY);
  await expect(bind(create, "127.0.0.1", 0)).rejects.toThrow(/on ::1 is in use/);
  expect(created.filter((server) => server.listening)).toEqual([]);
});
