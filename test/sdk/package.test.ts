/** The published tarball works without the server, its code and its types. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import { methodFacts } from "../../openapi/document.js";
import { createLunaClient } from "../../sdk/index.js";
import { setup } from "../support/sandbox.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
const tsc = join(root, "node_modules", ".bin", "tsc");

/** A project that has installed only the tarball. */
const project = mkdtempSync(join(tmpdir(), "luna-sdk-"));
const installed = join(project, "node_modules", "luna-loyalty-sdk");
/** Compilers start slowly. */
const slow = 120_000;

const readme = readFileSync(join(root, "sdk", "README.md"), "utf8");
const walk = /<!-- walk -->\n```ts\n([\s\S]+?)```/.exec(readme)?.[1] ?? "";

beforeAll(async () => {
  const source = join(project, "source");
  mkdirSync(source);
  for (const name of ["package.json", "README.md"]) cpSync(join(root, "sdk", name), join(source, name));
  await run(process.execPath, [join(root, "sdk", "build.mjs"), join(source, "dist")]);
  const types = join(source, "dist", "types");
  await run(tsc, ["-p", join(root, "sdk", "tsconfig.build.json"), "--outDir", types]);
  mkdirSync(installed, { recursive: true });
  const { stdout: tarball } = await run("npm", ["pack", "--ignore-scripts", "--pack-destination", project], {
    cwd: source,
  });
  await run("tar", ["-xzf", join(project, tarball.trim()), "-C", installed, "--strip-components=1"]);
  rmSync(source, { recursive: true });
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
  return () => rmSync(project, { recursive: true });
}, slow);

test("the package has no dependencies and no install scripts", () => {
  const { scripts, ...rest } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  expect(Object.keys(rest).filter((name) => /dependencies/i.test(name))).toEqual([]);
  expect(Object.keys(scripts).filter((name) => /install/.test(name))).toEqual([]);
});

/** Runs the README's example and returns its output. `before` is code that runs first. */
async function walked(env: NodeJS.ProcessEnv, before = ""): Promise<string> {
  const { code } = await transform(walk, { loader: "ts", target: "es2022" });
  writeFileSync(join(project, "walk.js"), code);
  writeFileSync(join(project, "before.js"), before);
  const { LUNA_TOKEN: _token, LUNA_BASE_URL: _url, ...others } = process.env;
  const args = ["--import", "./before.js", "walk.js"];
  const { stdout } = await run(process.execPath, args, { cwd: project, env: { ...others, ...env } });
  return stdout;
}

test("the README's example runs against the sandbox", async () => {
  const { server, token } = await setup();
  const env = { LUNA_TOKEN: token, LUNA_BASE_URL: `${server.url}/api/v1` };
  const stdout = await walked(env);
  expect(stdout.trim().split("\n")).toEqual([
    "5 of 10, rewards: 1",
    "MissingParametersError",
    "creditReward 1",
    "addStamps 5",
    "page 1, 2 messages so far",
    "2",
  ]);
});

test("the README's example calls the sandbox by default", async () => {
  const before = `globalThis.fetch = ({ url, headers }) => {
    console.log(url, headers.get("x-access-token"));
    process.exit();
  };`;
  const stdout = await walked({}, before);
  expect(stdout).toBe("http://127.0.0.1:4010/api/v1/getTemplates luna-demo-token\n");
});

test("the README lists the additional methods and has only absolute links", () => {
  const own = Object.keys(createLunaClient({ token: "t" })).filter((name) => !(name in methodFacts));
  expect(own).toHaveLength(5);
  for (const name of own) expect(readme).toContain(`| \`${name}(`);
  const links = [...readme.matchAll(/\]\(([^)]*)\)/g)].map(([, link]) => link);
  expect(links.filter((link) => !/^(https:|#)/.test(link ?? ""))).toEqual([]);
});

/** The example without Node's `process`. */
const anywhere = walk.replace(/process\.env\.(\w+)/g, "(globalThis as { $1?: string }).$1");

test.each([
  { whose: "browsers", lib: ["ES2022", "DOM", "DOM.Iterable"], types: [], program: anywhere },
  { whose: "Node", lib: ["ES2022"], types: ["node"], program: walk },
])(
  "the README's example compiles with only the types of $whose",
  async ({ whose, lib, types, program }) => {
    const folder = join(project, whose);
    mkdirSync(folder);
    writeFileSync(join(folder, "walk.ts"), program);
    const compilerOptions = {
      target: "ES2022",
      module: "NodeNext",
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      lib,
      types,
      typeRoots: [join(root, "node_modules", "@types")],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    const { stdout } = await run(tsc, ["-p", folder]).catch((error) => error);
    expect(stdout).toBe("");
  },
  slow,
);
