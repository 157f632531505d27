/** Processes of `verify`: they leave nothing behind and use no proxy. */
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { folderWith } from "../contracts/support/files.js";
import { pact } from "../contracts/support/pacts.js";
import { lifeline } from "../support/lifeline.js";
import { listening } from "../support/listening.js";
import { preload, startProgram } from "../support/program.js";

test.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const)(
  "%s during verify leaves neither a process nor a file",
  async (signal) => {
    const folder = await folderWith({});
    const pacts = await folderWith({ "till.json": pact({}) });
    const { url, requested } = await silentVendor();
    const { port, connected } = await lifeline();
    const both = connected(2);
    const alive = preload(`import { connect } from "node:net"; connect(${port}, "127.0.0.1").unref();`);
    const verifying = startProgram(["verify", pacts, "--provider-url", url], {
      env: { ...process.env, TMPDIR: folder, NODE_OPTIONS: alive },
    });
    const { ended } = await both;
    await requested;
    verifying.process.kill(signal);
    expect(await verifying.ended).toEqual(signal === "SIGKILL" ? [null, "SIGKILL"] : [130, null]);
    await ended();
    expect(await readdir(folder)).toEqual([]);
  },
);

/** Starts a server that never responds to the vendor's methods. */
async function silentVendor() {
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/api/")) server.emit("method");
    else response.writeHead(404).end();
  });
  return { url: await listening(server), requested: once(server, "method") };
}

test("verify reaches its own server where a proxy is configured", async () => {
  const pacts = await folderWith({ "till.json": pact({}) });
  const proxy = "http://127.0.0.1:1";
  const verifying = startProgram(["verify", pacts, "--no-pins"], {
    env: { ...process.env, HTTP_PROXY: proxy, http_proxy: proxy },
  });
  const [code] = await verifying.ended;
  expect({ code, errors: verifying.errors() }).toEqual({ code: 0, errors: "" });
});
