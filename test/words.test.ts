import { expect, test } from "vitest";
import { findingsIn, passagesOf } from "../scripts/words.js";

const phrasesIn = (file: string, text: string) =>
  findingsIn(file, text).map(({ line, phrase }) => `${line}: ${phrase}`);

test("comments fail on phrases, also across lines", () => {
  const text = "/**\n * Returns that\n * which is left.\n */\nconst a = 1; // it hears of b\n// is\n// told\n";
  expect(phrasesIn("a.ts", text)).toEqual(["2: that which", "5: hears of", "6: is told"]);
});

test("comments fail when they begin with What, Whoever or Nobody", () => {
  const text = '/** What it is. */\nf();\n// Nobody\ng("What now?");\n/* whatever */\n';
  expect(phrasesIn("a.mjs", text)).toEqual(["1: What", "3: Nobody", "3: Nobody"]);
});

test("texts fail, names and code do not", () => {
  const text = `const nobody = "nobody"; log("nobody here"); log(\`a \${nobody} whoever\`); f(/nobody at all/); // \`nobody\` is ok\n`;
  expect(phrasesIn("a.ts", text)).toEqual(["1: nobody", "1: whoever"]);
});

test("examples of doc comments are code", () => {
  const text = '/**\n * Returns it.\n *\n * @example\n * f("so and so");\n */\nconst a = 1;\n';
  expect(phrasesIn("a.ts", text)).toEqual([]);
});

test("Markdown fails outside of code", () => {
  const text = "# A\n\nIt is `heeded` and\nheeded.\n\n```sh\nheeded\n```\n\n[a](heeded) <!-- heeded -->\n";
  expect(phrasesIn("a.md", text)).toEqual(["4: heeded"]);
});

test("YAML fails in texts and comments", () => {
  const text = "# What it is\na:\n  description: |\n    One\n    has a\n    say\n  nobody: nobody\n";
  expect(phrasesIn("a.yaml", text)).toEqual(["1: What", "5: has a say"]);
});

test("a word without a space is not a text", () => {
  expect(passagesOf("a.ts", 'f("one", "one two")').map(({ text }) => text)).toEqual(["one two"]);
});

test("test titles have at most twelve words", () => {
  const title = (words: number) => "a ".repeat(words).trim();
  const text = `test("${title(12)}");\ntest.each([[1]])("${title(12)} %s");\ndescribe(\`\${a + b} ${title(11)}\`);`;
  expect(phrasesIn("a.test.ts", text)).toEqual(["2: title of 13 words; use at most 12"]);
});
