/** Every method, control call, rule, switch, mistake, effect of a fault and export format has a test that names it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { switches, switchNames } from "../../mock-server/model/profile.js";
import { mistakes } from "../../mock-server/report/catalogue.js";
import { formats } from "../../mock-server/requests/formats/index.js";
import { rules } from "../../mock-server/rules.js";
import { controlDocument, methodFacts } from "../../openapi/document.js";
import { at } from "../../scripts/document-walk.js";
import { pageText } from "../support/pages.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !import.meta.url.endsWith(name))
  .map((name) => readFileSync(join(root, name), "utf8"))
  .join("\n")
  // A name in a comment tests nothing.
  .replace(/\/\*.*?\*\/|(^|\s)\/\/.*?$/gms, "");

const isWord = (text: string) => new RegExp(`(?<![\\w.-])${text.replaceAll(".", "\\.")}(?![\\w-])`).test(sources);

test("the search finds whole names only", () => {
  expect(["stamp.wrap", "stamp.wra", "stamp.nothing", "tamp.wrap"].filter(isWord)).toEqual(["stamp.wrap"]);
});

test.each(Object.keys(rules))("a test names the rule %s", (id) => {
  expect(isWord(id)).toBe(true);
});

// A quoted name, or a name with a value: a field of a response can have the name of a switch.
test.each(switchNames)("a test names the switch %s, which has settledBy", (name) => {
  expect(new RegExp(`"${name}"|\\b${name}=|\\b${name}: "`).test(sources)).toBe(true);
  expect(switches[name].settledBy).toMatch(/^\S.*\.$/);
});

test.each(mistakes)("a test names the mistake $id", ({ id, text, example, advice }) => {
  expect(isWord(id)).toBe(true);
  for (const sentence of [text, advice]) expect(sentence).toMatch(/^\S.*\.$/);
  expect(example).not.toBe("");
});

test.each(Object.keys(methodFacts))("%s has a test file", (id) => {
  expect(existsSync(new URL(`methods/${id}.test.ts`, import.meta.url))).toBe(true);
});

/** Returns a pattern of a path in a test, with any values for its parameters. */
const pathPattern = (path: string) =>
  new RegExp(`${path.replace(/^\/sandboxes\/\{id\}(?=.)/, "").replace(/\{\w+\}/g, '[^\\s"`]+?')}(?![\\w/-])`);

test.each(Object.keys(controlDocument().paths as object))("a test requests %s of the control plane", (path) => {
  expect(sources).toMatch(pathPattern(path));
});

const { effect } = at(controlDocument(), "#/components/schemas/FaultOfRequest/oneOf/0").properties as {
  readonly effect: { readonly enum: readonly string[] };
};

test.each(effect.enum)("a test names the effect %s of a fault", (kind) => {
  expect(sources).toContain(`kind: "${kind}"`);
});

test.each(Object.entries(formats).filter(([name]) => name !== "json"))(
  "a test, the document and the page name the export format %s",
  (format, { contentType }) => {
    const list = "#/paths/~1sandboxes~1{id}~1requests/get/responses/200/content";
    expect(sources).toContain(`format=${format}`);
    expect(at(controlDocument(), "#/components/parameters/Format/schema").enum).toContain(format);
    expect(Object.keys(at(controlDocument(), list))).toContain(contentType.split(";")[0]);
    expect(pageText("docs/requests.md")).toContain(`| \`${format}\` |`);
  },
);
