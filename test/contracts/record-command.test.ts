/** `luna-sandbox record` as a user calls it: until Ctrl-C, and when it cannot begin. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { record } from "../../contracts/record/command.js";
import { createLunaServer } from "../../mock-server/index.js";
import { command } from "../support/command.js";
import { setup } from "../support/sandbox.js";
import { folderWith } from "./support/files.js";
import { serial } from "./support/recording.js";
import { run } from "./support/run.js";
import { failed, verifyAll } from "./support/verify.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A recording in a process of its own, once it says where it is. */
async function started(...args: readonly string[]) {
  const out = join(await folderWith({}), "my-client.json");
  const all = [command, "record", "--out", out, "--consumer", "my-client", "--port", "0", ...args];
  const child = spawn(process.execPath, all, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const [, url = "", , token = ""] = /records at (\S+?)(, token (\S+))?$/.exec(line) ?? [];
  return {
    token,
    call: (name: string, body: object, accessToken = token) =>
      fetch(`${url}/${name}`, {
        method: "POST",
        headers: { "x-access-token": accessToken },
        body: JSON.stringify(body),
      }),
    /** Presses Ctrl-C; the contract that was written. */
    stop: async () => {
      child.kill("SIGINT");
      expect(await once(child, "exit")).toEqual([0, null]);
      return JSON.parse(await readFile(out, "utf8"));
    },
  };
}

test("the command writes the contract when it is stopped, and verify takes it", async () => {
  const { call, stop } = await started();
  await call("getPassInfo", { passSerialNumber: serial(3) });
  const recorded = await stop();
  expect(recorded).toMatchObject({ consumer: { name: "my-client" }, interactions: [{}] });
  expect(failed(await verifyAll(recorded))).toEqual([]);
});

test("--before takes the address that clients are given, with the API's path", async () => {
  const { server, token } = await setup();
  const { call, stop } = await started("--before", `${server.url}/api/v1/`);
  expect((await call("getPassInfo", { passSerialNumber: serial(3) }, token)).status).toBe(200);
  const recorded = await stop();
  expect(recorded.interactions).toMatchObject([{ providerStates: [{}, {}, { name: "a coupon card" }] }]);
});

test("Ctrl-C ends the command while the server hangs, and what was recorded is written", async () => {
  const hanging = createServer((request, response) => {
    if (request.url !== "/api/v1/getClientsList") response.end('{"result": 1}');
  });
  await once(hanging.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void hanging.close().closeAllConnections());
  const { call, stop } = await started("--before", `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`);
  await call("getTemplates", {}, "t");
  const asked = once(hanging, "request");
  const given = call("getClientsList", {}, "t").catch((error: Error) => error);
  await asked;
  expect((await stop()).interactions).toMatchObject([{ description: "getTemplates: success" }]);
  expect(await given).toBeInstanceOf(Error);
});

test("what would lose the recording at the end is found at the start", async () => {
  const folder = await folderWith({ "a-file": "" });
  const at = (out: string, ...more: readonly string[]) => run(record, "--out", out, "--consumer", "till", ...more);
  expect(await at(folder)).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${folder} cannot be written: it is a folder`),
  });
  expect((await at(join(folder, "nowhere", "x.json"))).err).toMatch(/there is no such folder/);
  expect((await at(join(folder, "a-file", "x.json"))).err).toMatch(/cannot be written: ENOTDIR/);
  const { server } = await setup();
  const taken = await at(join(folder, "x.json"), "--port", new URL(server.url).port);
  expect(taken).toMatchObject({ code: 2, err: expect.stringMatching(/^luna-sandbox record: port \d+ .* is taken/) });
});

test("an admin token that the server does not know is found at the start", async () => {
  const server = await createLunaServer({ adminToken: "right" });
  onTestFinished(() => server.close());
  const out = join(await folderWith({}), "x.json");
  const before = ["--before", server.url, "--admin-token", "wrong", "--port", "0"];
  const { code, err } = await run(record, "--out", out, "--consumer", "till", ...before);
  expect([code, err]).toEqual([2, expect.stringContaining("x-luna-admin-token")]);
});
