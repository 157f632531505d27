/**
 * Clients that public generators make from the served document. Each is compiled strictly and runs a flow against the
 * server, at the address that the document names first.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient as generateWithHeyApi } from "@hey-api/openapi-ts";
import { build } from "esbuild";
import openapiTS, { astToString } from "openapi-typescript";
import { expect, test } from "vitest";
import { testServer } from "../support/sandbox.js";
import { whenFileIsDone } from "../support/share.js";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = join(root, "node_modules", ".cache", "luna");
const token = "luna-demo-token";

/** Creates a folder inside the project, so that generated code finds the packages that it imports. */
async function newFolder(): Promise<string> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "client-"));
  whenFileIsDone(() => rm(folder, { recursive: true }));
  return folder;
}

const servedDocument = async () => {
  const server = await testServer({ fixture: "demo" });
  const response = await fetch(`${server.url}/_luna/openapi.json`);
  return (await response.json()) as Record<string, unknown>;
};

const compilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  target: "ES2023",
  module: "NodeNext",
  moduleResolution: "NodeNext",
  types: ["node"],
  // Declarations of dependencies are not tested.
  skipLibCheck: true,
};

/** Compiles a folder, runs its flow.ts and returns its parsed output. */
async function compileAndRun(folder: string, flow: string): Promise<unknown> {
  await writeFile(join(folder, "flow.ts"), flow);
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["."] }));
  await run(join(root, "node_modules", ".bin", "tsc"), ["-p", folder]).catch(({ stdout }) => expect.fail(stdout));
  const outfile = join(folder, "flow.mjs");
  await build({ entryPoints: [join(folder, "flow.ts")], outfile, bundle: true, format: "esm", platform: "node" });
  return JSON.parse((await run(process.execPath, [outfile])).stdout);
}

/** Returns code for the steps of a customer; `call` returns code for a method call of the client. */
const counter = (call: (method: string, body: string) => string) => `
const jane = { sName: "Doe", fName: "Jane", idTemplate: 340717 };
// @ts-expect-error: neither a phone number nor an e-mail address
const refused = ${call("createClient", "jane")};
// @ts-expect-error: a misspelt e-mail address is neither
const misspelt = ${call("createClient", '{ ...jane, emial: "jane@example.com" }')};
const created = ${call("createClient", '{ ...jane, email: "jane@example.com" }')};
const userID = created !== undefined && "result" in created ? created.userID : 0;
const pass = ${call("createPass", "{ idTemplate: 340717, userID }")};
const passSerialNumber = pass !== undefined && "result" in pass ? pass.serialNumber : "";
const used = ${call("usePass", "{ passSerialNumber, numberStumps: 3 }")};
const card = ${call("getPassInfo", "{ passSerialNumber }")};
const stamps = card !== undefined && "type" in card && card.type === 0 ? card.activeStamps : undefined;
console.log(JSON.stringify({ refused, misspelt, used, stamps }));
`;

const expected = { refused: { error: 4 }, misspelt: { error: 4 }, used: { result: 1 }, stamps: 3 };

test("a client of openapi-typescript compiles and works", async () => {
  const folder = await newFolder();
  const document = await servedDocument();
  await writeFile(join(folder, "api.ts"), astToString(await openapiTS(JSON.stringify(document))));
  const [{ url }] = document.servers as [{ url: string }];
  const flow = `
import createClient from "openapi-fetch";
import type { operations, paths } from "./api.js";

type Id = keyof operations;
type BodyOf<Name extends Id> = NonNullable<operations[Name]["requestBody"]>["content"]["application/json"];
type AnswerOf<Name extends Id> = operations[Name]["responses"][200]["content"]["application/json"];

const client = createClient<paths>({ baseUrl: ${JSON.stringify(url)}, headers: { "x-access-token": "${token}" } });
const call = async <Name extends Id>(name: Name, body: BodyOf<Name>): Promise<AnswerOf<Name> | undefined> => {
  const post = client.POST as (path: string, options: object) => Promise<{ data?: AnswerOf<Name> }>;
  return (await post(\`/\${name}\`, { body })).data;
};
// Runs the client, in addition to its types.
const templates = await client.POST("/getTemplates", { body: {} });
if (templates.data === undefined || !("templates" in templates.data)) throw new Error("no templates");
${counter((method, body) => `await call("${method}", ${body})`)}`;
  expect(await compileAndRun(folder, flow)).toEqual(expected);
});

test("a client of hey-api compiles and works at the document's first server", async () => {
  const folder = await newFolder();
  const input = join(folder, "openapi.json");
  await writeFile(input, JSON.stringify(await servedDocument()));
  await generateWithHeyApi({
    input,
    output: { path: join(folder, "hey"), clean: true },
    plugins: ["@hey-api/client-fetch"],
    logs: { level: "silent" },
  });
  const flow = `
import { client } from "./hey/client.gen.js";
import { createClient, createPass, getPassInfo, usePass } from "./hey/sdk.gen.js";

client.setConfig({ auth: "${token}" });
${counter((method, body) => `(await ${method}({ body: ${body} })).data`)}`;
  expect(await compileAndRun(folder, flow)).toEqual(expected);
});
