import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { readPacts, verifyPacts } from "../../../contracts/index.js";
import { setup, type TestSandbox } from "../../support/sandbox.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const serial = "297150-586-203";
const schemas = createRequire(import.meta.url)("har-schema") as Readonly<Record<string, object>>;

/** Returns the request log in a format. */
async function exported({ server, id }: Pick<TestSandbox, "server" | "id">, query: string) {
  const response = await fetch(`${server.url}/_luna/sandboxes/${id}/requests${query}`);
  expect(response.status).toBe(200);
  return { text: await response.text(), type: response.headers.get("content-type") };
}

/** Sends requests with hostile texts, tokens, and without a valid token or body. */
async function sendAll({ server, token, call }: TestSandbox): Promise<void> {
  await call("getTemplates");
  await call("usePass", {
    passSerialNumber: serial,
    numberStumps: 2,
    note: `it's "${token}" $(id) \`id\`\n\u0000\u2028ü`,
  });
  await call("usePass", { passSerialNumber: "1-1-1", api_key: "k-123456", [token]: token });
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${server.url}/api/v1/${path}`, { method: "POST", ...init, headers: { "x-access-token": token } });
  await send(`getTemplates?q=${token}&a=it's&b[]={1..3}`);
  await send("getTemplates", { body: "a=1" });
  await send(`-o/tmp/x/${token}/'; id;'/%2e`);
  await send(`a/${token.replaceAll("-", "%2d")}`);
  await send("m".repeat(300));
  await send("getTemplates", { method: "PATCH" });
}

test("HAR export is valid and has all requests", async () => {
  const sandbox = await setup();
  await sendAll(sandbox);
  const { text, type } = await exported(sandbox, "?format=har");
  expect(type).toBe("application/har+json; charset=utf-8");
  const har = JSON.parse(text);
  const ajv = new Ajv({ strict: false, logger: false, validateFormats: false });
  for (const schema of Object.values(schemas))
    ajv.addSchema(Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "$schema")));
  const validate = ajv.getSchema("har.json#");
  expect({ fits: validate?.(har), errors: validate?.errors }).toEqual({ fits: true, errors: null });
  expect(har.log.entries).toHaveLength(9);
  for (const { request } of har.log.entries) expect(new URL(request.url).href).toBe(request.url);
  expect(har.log.entries[1]).toMatchObject({
    request: {
      method: "POST",
      url: `${sandbox.server.url}/api/v1/usePass`,
      postData: { mimeType: "application/json" },
    },
    response: { status: 200, content: { text: '{"result":1}', size: 12 } },
  });
  expect(har.log.entries[3].request.queryString).toEqual([
    { name: "q", value: "[redacted]" },
    { name: "a", value: "it's" },
    { name: "b[]", value: "{1..3}" },
  ]);
});

test("a curl export repeats the requests in a shell", async () => {
  const sandbox = await setup();
  await sendAll(sandbox);
  const { text, type } = await exported(sandbox, "?format=curl");
  expect(type).toBe("text/x-shellscript; charset=utf-8");
  const { server, token, id } = await setup();
  const folder = await temporaryFolder();
  await writeFile(join(folder, "requests.sh"), text);
  await promisify(execFile)("sh", [join(folder, "requests.sh")], { env: { ...process.env, LUNA_TOKEN: token } });
  const entriesOf = async (sandboxId: string) =>
    JSON.parse((await exported({ server, id: sandboxId }, "")).text).requests.map(
      ({ verb, name, method, query, request, status, response, why }: Record<string, unknown>) => ({
        verb,
        name: decodeURIComponent(String(name)),
        method,
        query,
        request,
        status,
        response,
        why,
      }),
    );
  const sent = await entriesOf(sandbox.id);
  const isWhole = ({ name, request }: { name: string; request: unknown }) =>
    typeof request !== "string" && !name.includes("…");
  expect(sent.filter(isWhole)).toHaveLength(7);
  expect(await entriesOf(id)).toEqual(sent.filter(isWhole));
  expect(text.match(/^# not kept whole: curl /gm)).toHaveLength(2);
});

test("a curl export needs LUNA_TOKEN", async () => {
  const { text } = await exported(await setup(), "?format=curl");
  const { LUNA_TOKEN: _, ...env } = process.env;
  await expect(promisify(execFile)("sh", ["-c", text], { env })).rejects.toMatchObject({
    stderr: expect.stringContaining("LUNA_TOKEN: must be an access token"),
  });
});

test("a Pact export is verified against the demo", async () => {
  const { server, id, call } = await setup();
  const calls: [Parameters<typeof call>[0], object?, string?][] = [
    ["getPassInfo", { passSerialNumber: "1-1-1" }],
    ["getPassInfo", {}],
    ["getPassInfo", { passSerialNumber: serial }, "unknown-token-1"],
    ["getPassInfo", { passSerialNumber: serial }, ""],
    ["usePass", { passSerialNumber: serial, numberStumps: 1 }],
  ];
  for (const args of calls) await call(...args);
  await fetch(`${server.url}/api/v1/getTemplates`, { method: "PATCH" });
  const folder = await temporaryFolder();
  // Requests without a valid token are in the log of `default`.
  for (const sandbox of [id, "default"])
    await writeFile(
      join(folder, `${sandbox}.json`),
      (await exported({ server, id: sandbox }, "?format=pact&method=getPassInfo")).text,
    );
  const pacts = await readPacts([folder]);
  const { summary } = await verifyPacts(pacts);
  expect(summary).toMatchObject({ passed: 4, failed: 0 });
});

test.each(["har", "curl", "pact", "json"])("no %s export contains a token", async (format) => {
  const sandbox = await setup();
  await sendAll(sandbox);
  const { text } = await exported(sandbox, `?format=${format}`);
  expect(text).toContain("usePass");
  expect(decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, "%25"))).not.toContain(sandbox.token);
  expect(text).not.toContain("k-123456");
});

test("a single request is exported in each format", async () => {
  const sandbox = await setup();
  await sendAll(sandbox);
  const { requests } = (await sandbox.control("GET", "/requests")).body;
  const path = `/${requests.at(-1).requestId}?format=`;
  expect(JSON.parse((await exported(sandbox, `${path}har`)).text).log.entries).toHaveLength(1);
  expect(JSON.parse((await exported(sandbox, `${path}pact`)).text).interactions).toHaveLength(1);
  expect(JSON.parse((await exported(sandbox, `${path}json`)).text).requests).toEqual([requests.at(-1)]);
  expect((await exported(sandbox, `${path}curl`)).text.match(/^curl /gm)).toHaveLength(1);
  expect((await sandbox.control("GET", "/requests/none?format=har")).status).toBe(404);
});
