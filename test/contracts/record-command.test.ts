/** `luna-sandbox record`: until Ctrl-C, with a command, and when it cannot start. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { record } from "../../cli/commands/record.js";
import { createLunaServer } from "../../mock-server/index.js";
import { command } from "../support/command.js";
import { setup } from "../support/sandbox.js";
import { folderWith } from "./support/files.js";
import { serial } from "./support/recording.js";
import { run } from "./support/run.js";
import { failed, verifyAll } from "./support/verify.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts a recording in a child process and waits for its address. */
async function started(...args: readonly string[]) {
  const folder = await folderWith({});
  const out = join(folder, "my-client.json");
  const all = [command, "record", "--out", out, "--consumer", "my-client", "--port", "0", ...args];
  const child = spawn(process.execPath, all, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
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
    folder,
    out,
    /** Sends SIGINT; returns stderr and the exit code. */
    interrupt: async () => {
      const errors = text(child.stderr);
      child.kill("SIGINT");
      const [code] = await once(child, "exit");
      return { code, err: await errors };
    },
    /** Sends SIGINT; returns the contract. */
    stop: async () => {
      child.kill("SIGINT");
      expect(await once(child, "exit")).toEqual([0, null]);
      return JSON.parse(await readFile(out, "utf8"));
    },
  };
}

test("record writes a contract on Ctrl-C that verifies", async () => {
  const { call, stop } = await started();
  await call("getPassInfo", { passSerialNumber: serial(3) });
  const recorded = await stop();
  expect(recorded).toMatchObject({ consumer: { name: "my-client" }, interactions: [{}] });
  expect(failed(await verifyAll(recorded))).toEqual([]);
});

test("--upstream accepts a base URL with the API's path", async () => {
  const { server, token } = await setup();
  const { call, stop } = await started("--upstream", `${server.url}/api/v1/`);
  expect((await call("getPassInfo", { passSerialNumber: serial(3) }, token)).status).toBe(200);
  const recorded = await stop();
  expect(recorded.interactions).toMatchObject([{ providerStates: [{}, {}, { name: "a coupon card" }] }]);
});

test("Ctrl-C writes the contract while the server hangs", async () => {
  const hanging = createServer((request, response) => {
    if (request.url !== "/api/v1/getClientsList") response.end('{"result": 1}');
  });
  await once(hanging.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void hanging.close().closeAllConnections());
  const { call, stop } = await started("--upstream", `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`);
  await call("getTemplates", {}, "t");
  const requested = once(hanging, "request");
  const given = call("getClientsList", {}, "t").catch((error: Error) => error);
  await requested;
  expect((await stop()).interactions).toMatchObject([{ description: "getTemplates: success" }]);
  expect(await given).toBeInstanceOf(Error);
});

test("an unwritable file or a taken port is found at the start", async () => {
  const folder = await folderWith({ "a-file": "" });
  const at = (out: string, ...more: readonly string[]) => run(record, "--out", out, "--consumer", "till", ...more);
  expect(await at(folder)).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${folder} cannot be written: it is a folder`),
  });
  expect((await at(join(folder, "a-file", "x.json"))).err).toMatch(/its folder is a file/);
  const { server } = await setup();
  const taken = await at(join(folder, "x.json"), "--port", new URL(server.url).port);
  expect(taken).toMatchObject({ code: 2, err: expect.stringMatching(/^luna-sandbox record: port \d+ .* is in use/) });
});

test("a wrong admin token is found at the start", async () => {
  const server = await createLunaServer({ adminToken: "right" });
  onTestFinished(() => server.close());
  const out = join(await folderWith({}), "x.json");
  const before = ["--upstream", server.url, "--admin-token", "wrong", "--port", "0"];
  const { code, err } = await run(record, "--out", out, "--consumer", "till", ...before);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("x-luna-admin-token") });
});

test("an empty recording keeps the old contract; exit code 1", async () => {
  const { out, interrupt } = await started();
  await writeFile(out, "{}");
  expect(await interrupt()).toEqual({
    code: 1,
    err: expect.stringContaining(`nothing was recorded; ${out} was not changed`),
  });
  expect(await readFile(out, "utf8")).toBe("{}");
});

test("a contract whose folder is gone goes to a temporary file", async () => {
  const { folder, call, interrupt } = await started();
  await call("getTemplates", {});
  await rm(folder, { recursive: true });
  const { code, err } = await interrupt();
  const [, file = ""] = /no such folder\. The contract is in (\S+\.json)/.exec(err) ?? [];
  onTestFinished(() => rm(file));
  expect(code).toBe(2);
  expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ interactions: [{}] });
  await mkdir(folder); // The test's cleanup expects it.
});

test("record prints the --set option of another profile", async () => {
  const { server, token, control } = await setup();
  await control("PUT", "/profile", { firstPage: "0" });
  const out = join(await folderWith({}), "till.json");
  const client = ask("getTemplates", token);
  const args = ["--out", out, "--consumer", "till", "--upstream", server.url, "--", ...client];
  expect(await run(record, ...args)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/recorded under firstPage=0; verify it with --set firstPage=0$/),
  });
});

/** A client's command that calls a method, and then runs some code. */
const ask = (method: string, token = "", then = ""): readonly string[] => [
  process.execPath,
  "--input-type=module",
  "-e",
  `const answer = await fetch(process.env.LUNA_BASE_URL + "/${method}", {
     method: "POST", headers: { "x-access-token": "${token}" || process.env.LUNA_TOKEN }, body: "{}" });
   if (answer.status !== 200) process.exit(9); ${then}`,
];

async function recordedFrom(...words: readonly string[]) {
  const folder = await folderWith({});
  const out = join(folder, "my-client.json");
  const { code, err } = await run(record, "--out", out, "--consumer", "my-client", "--", ...words);
  const files = await readdir(folder);
  return { code, err, contract: files.length === 0 ? undefined : JSON.parse(await readFile(out, "utf8")) };
}

test("record runs a command with LUNA_* variables and writes its contract", async () => {
  const needs = ["LUNA_CONTROL_URL", "LUNA_TEMPLATE_STAMPS"].map(
    (name) => `if (!process.env.${name}) process.exit(8);`,
  );
  const health = "if (!(await fetch(process.env.LUNA_CONTROL_URL + '/health')).ok) process.exit(7);";
  const { code, contract } = await recordedFrom(...ask("getTemplates", "", needs.join("") + health));
  expect(code).toBe(0);
  expect(contract.interactions).toMatchObject([{ request: { path: "/api/v1/getTemplates" } }]);
  expect(failed(await verifyAll(contract))).toEqual([]);
});

test("a failing command gives exit code 1 and a contract", async () => {
  const { code, err, contract } = await recordedFrom(...ask("getTemplates", "", "process.exit(3);"));
  expect({ code, err }).toEqual({ code: 1, err: "luna-sandbox record: the command ended with exit code 3" });
  expect(contract.interactions).toHaveLength(1);
});

test("a command without requests makes no contract", async () => {
  const { code, err, contract } = await recordedFrom(process.execPath, "-e", "0");
  expect({ code, contract }).toEqual({ code: 1, contract: undefined });
  expect(err).toContain("nothing was recorded");
});

test("a missing command is an error", async () => {
  expect(await recordedFrom("no-such-command")).toMatchObject({
    code: 2,
    err: expect.stringContaining("no-such-command: command not found"),
    contract: undefined,
  });
  const usage = await run(record, "--out", "x.json", "--consumer", "till", "--");
  expect(usage).toMatchObject({ code: 2, err: expect.stringContaining("no command given; pass it at the end") });
});

test("Ctrl-C ends the client's command and writes the contract", async () => {
  const out = join(await folderWith({}), "my-client.json");
  const client = ask("getTemplates", "", 'console.log("here"); setInterval(() => {}, 1000);');
  const args = [command, "record", "--out", out, "--consumer", "my-client", "--", ...client];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  expect(await once(createInterface(child.stdout), "line")).toEqual(["here"]);
  child.kill("SIGINT");
  expect(await once(child, "exit")).toEqual([130, null]);
  expect(JSON.parse(await readFile(out, "utf8")).interactions).toHaveLength(1);
});
