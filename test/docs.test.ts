/** Runs the code blocks of the pages that follow `<!-- run -->`, and checks links, commands and options. */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join, posix } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { summaries } from "../cli/summaries.js";
import { mistakes } from "../mock-server/report/catalogue.js";
import { built, command } from "./support/command.js";
import { blocksOf, pages, pageText, root, withoutOperationIds } from "./support/pages.js";
import { testServer } from "./support/sandbox.js";

const run = promisify(execFile);

/** Lines of output that a block promises: they follow `#>` in a shell and `//>` in TypeScript. */
const promised = (code: string): readonly string[] =>
  [...code.matchAll(/^(?:#|\/\/)> (.*)$/gm)].map(([, line = ""]) => line);

const running = pages.filter((page) => blocksOf(page).some(({ runs }) => runs));

test.each(running)("%s runs as printed", async (page) => {
  const { url } = await testServer({ fixture: "demo" });
  const blocks = blocksOf(page).filter(({ runs }) => runs);
  for (const { language, code } of blocks) {
    const here = code.replaceAll("http://127.0.0.1:4010", url);
    const { stdout } = await (language === "sh" ? run("bash", ["-euo", "pipefail", "-c", here]) : runTypeScript(here));
    const expected = promised(here).map(withoutOperationIds);
    if (expected.length > 0) expect(withoutOperationIds(stdout.trim()).split("\n")).toEqual(expected);
  }
});

/** Runs a program against the built package, as an installed project would. */
async function runTypeScript(code: string) {
  const folder = await mkdtemp(join(built, "page-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "program.mjs");
  await build({
    stdin: { contents: code, loader: "ts", resolveDir: root },
    outfile: file,
    bundle: true,
    format: "esm",
    platform: "node",
    plugins: [
      {
        name: "installed",
        setup: ({ onResolve }) => {
          onResolve({ filter: /^luna-loyalty-sdk$/ }, () => ({ path: join(root, "sdk", "index.ts") }));
          onResolve({ filter: /^luna-sandbox/ }, ({ path }) => ({
            path: join(built, `${path.split("/")[1] ?? "index"}.js`),
            external: true,
          }));
        },
      },
    ],
  });
  return run(process.execPath, [file]);
}

const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .trim()
    .replaceAll(" ", "-");

test.each(pages)("links of %s lead somewhere", (page) => {
  const links = [...pageText(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  const broken = links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : posix.join(posix.dirname(page), path);
    if (!existsSync(join(root, target))) return true;
    if (anchor === undefined) return false;
    const headings = [...pageText(target).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
    return !headings.includes(anchor);
  });
  expect(broken).toEqual([]);
});

test("commands in the pages exist and take their options", async () => {
  const lines = pages
    .flatMap((page) => pageText(page).replaceAll("\\\n", " ").split(/\n|`/))
    .flatMap((line) => [...line.matchAll(/(?:^|\s|> )(?:npx )?luna-sandbox (\w+)(.*)$/g)])
    .map(([, name = "", rest = ""]) => ({ name, options: (rest.split(" -- ")[0] ?? "").match(/--[a-z][\w-]*/g) ?? [] }))
    .filter(({ name, options }) => commands.includes(name) || options.length > 0);
  expect(lines.length).toBeGreaterThan(9);
  const helps = new Map<string, string>();
  for (const name of commands) helps.set(name, (await run(process.execPath, [command, name, "--help"])).stdout);
  const unknown = lines.flatMap(({ name, options }) =>
    options.filter((option) => !helps.get(name)?.includes(option)).map((option) => `${name} ${option}`),
  );
  expect(unknown).toEqual([]);
});

const commands = Object.keys(summaries);

test("files in the recipes exist", () => {
  const named = pageText("CONTRIBUTING.md").matchAll(
    /`((?:bench|cli|contracts|docs|mock-server|openapi|scripts|sdk|test)\/[\w./-]+)`/g,
  );
  const missing = [...named].flatMap(([, path = ""]) => (existsSync(join(root, path)) ? [] : [path]));
  expect(missing).toEqual([]);
});

test("docs/requests.md lists every header of the sandbox", () => {
  const sources = readdirSync(join(root, "mock-server"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const used = sources.flatMap(
    (name) => readFileSync(join(root, "mock-server", name), "utf8").match(/\bx-luna-[a-z-]+/g) ?? [],
  );
  const listed = pageText("docs/requests.md").match(/^\| `x-luna-[a-z-]+/gm) ?? [];
  expect(new Set(listed.map((cell) => cell.slice(3)))).toEqual(new Set(used));
});

test("the sample report of docs/requests.md quotes the catalogue", () => {
  const sample = pageText("docs/requests.md");
  const { text, advice } = mistakes.find(({ id }) => id === "misspelt-parameter") ?? {};
  expect(sample).toContain(`error  misspelt-parameter, 3 times\n  ${text}\n`);
  expect(sample).toContain(`advice    ${advice}\n`);
});

test("every page but the changelog begins with a title and a sentence", () => {
  const wrong = pages.filter(
    (page) => page !== "CHANGELOG.md" && !/^(<!--.*-->\n)?# .+\n\n[^#\n]/.test(pageText(page)),
  );
  expect(wrong).toEqual([]);
});

/** Four lines of a wide window. */
const longestParagraph = 500;

test("paragraphs of the pages have at most four lines", () => {
  const paragraphs = pages
    .filter((page) => page !== "CHANGELOG.md")
    .flatMap((page) =>
      pageText(page)
        .replace(/```[\s\S]*?```/g, "")
        .replace(/\]\([^)]*\)/g, "]")
        .split(/\n\s*\n|\n(?=\s*(?:[-|]|\d+\.) )/)
        .map((text) => ({ page, text: text.trim() })),
    );
  const isLong = (text: string) => !text.startsWith("|") && text.length > longestParagraph;
  expect(paragraphs.filter(({ text }) => isLong(text))).toEqual([]);
});
