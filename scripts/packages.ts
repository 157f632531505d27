/**
 * Packs both packages and checks the tarballs: publint, the types as consumers resolve them, sizes, and an installation
 * in a folder with a space. `npm run packages`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "luna packages "));

/** Largest tarballs in bytes: 5 and 10 % above those of today. Raise a limit only for a feature that is worth it. */
const limits = { "luna-sandbox": 540_000, "luna-loyalty-sdk": 33_500 };

/** On Windows npm and npx are scripts, which need a shell and quoted arguments. */
const isWindows = process.platform === "win32";

const run = (command: string, args: readonly string[], cwd = root): string =>
  execFileSync(command, isWindows ? args.map((arg) => `"${arg}"`) : [...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    shell: isWindows,
  });

const problems: string[] = [];

/** Runs a tool that fails for problems of a package, and prints its report then. */
function check(tool: string, args: readonly string[]): void {
  try {
    run("npx", ["--no-install", tool, ...args]);
  } catch (error) {
    console.log((error as { stdout?: string }).stdout ?? String(error));
    problems.push(`${tool} reports problems`);
  }
}

interface Packed {
  readonly name: keyof typeof limits;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

try {
  run("npm", ["run", "-s", "build"]);
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const packed = JSON.parse(run("npm", [...pack, "--workspace", "sdk", "--include-workspace-root"])) as Packed[];
  for (const { name, filename, files } of packed) {
    const tarball = join(folder, filename);
    const { size } = statSync(tarball);
    console.log(`${name}: ${files.length} files, ${size} bytes of at most ${limits[name]}`);
    if (size > limits[name]) problems.push(`${name} is larger than its limit`);
    check("publint", ["--strict", tarball]);
    check("attw", [tarball, "--profile", "esm-only"]);
  }

  const project = join(folder, "a project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{"type": "module"}');
  run(
    "npm",
    ["install", "--prefer-offline", "--no-audit", "--no-fund", ...packed.map(({ filename }) => `../${filename}`)],
    project,
  );
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const printed = run("npx", ["--no-install", "luna-sandbox", "--version"], project).trim();
  if (printed !== version) problems.push(`the installed command prints ${printed}, expected ${version}`);
  const modules = [
    "luna-sandbox",
    "luna-sandbox/express",
    "luna-sandbox/contracts",
    "luna-sandbox/try",
    "luna-loyalty-sdk",
  ];
  writeFileSync(join(project, "import.js"), modules.map((name) => `await import("${name}");`).join("\n"));
  run("node", ["import.js"], project);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) console.log(`failed: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
