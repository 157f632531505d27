/**
 * The word check. It fails on unclear phrases in comments, in texts that people see, in Markdown and in YAML, and on long
 * test titles. It prints the density of vague single words per folder, which never fails.
 * Usage: `npx tsx scripts/words.ts [path …]`, with files or folders; without them, the whole repository.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { parseDocument, visit } from "yaml";

/** Phrases that fail. A space also matches a line break. */
const phrases: readonly RegExp[] = [
  /that which|those which/,
  /(?:hears?|heard) of/,
  /(?:is|are|was|were|be|been|being) told/,
  /(?:tells?|told) of/,
  /(?:says?|speaks?) of/,
  /(?:has|have|had|having) a say/,
  /so and so/,
  /so many(?! (?:that|as))/,
  /as it was/,
  /that there (?:is|are|was|were) not/,
  /knows? (?:of )?(?:none|nothing)/,
  /that (?:is|are) none/,
  /(?:stands?|stood|standing) before/,
  /whoever|whomever|nobody/,
  /blots?|blott(?:ed|ing)/,
  /heed(?:s|ed|ing)?/,
  /without further ado/,
  /what there (?:is|are|was|were)/,
  /may there be|as there may be/,
  /of its own accord/,
  /of (?:ours|theirs)/,
  /in our words|in words of/,
  /is there twice|nothing is here/,
  /there is nothing to do with/,
  /whereof|thereof|wherein|whence|thence/,
].map(({ source }) => new RegExp(`\\b(?:${source.replaceAll(" ", "\\s+")})\\b`, "gi"));

const vagueOpening = /^\W*(?:What|Whoever|Nobody)\b/;
const vagueWord = /\b(?:one|other|own|such|what)\b/gi;

/** A comment or a text at an offset of its file, with all code in it replaced by spaces. */
export interface Passage {
  readonly offset: number;
  readonly text: string;
  readonly isComment: boolean;
}

export interface PhraseFinding {
  readonly line: number;
  readonly phrase: string;
}

const blank = (text: string): string => text.replace(/\S/g, " ");

const withoutCode = (text: string): string =>
  text
    .replace(/```[\s\S]*?(?:```|$)/g, blank)
    .replace(/``.+?``|`[^`\n]+`/g, blank)
    .replace(/@example\n[\s\S]*?(?=\n\s*\*\s*@|\*\/|$)/g, blank)
    .replace(/\{@link [^}]*\}|<!--[\s\S]*?-->|\]\([^)]*\)|https?:\/\/\S+/g, blank);

/** Removes the marks of comments, so that phrases can be found across lines. */
const withoutMarks = (comment: string): string => comment.replace(/^\s*(?:\/\*+|\/\/|\*\/|\*(?!\/))|\*\/$/gm, blank);

function comments(text: string, source: ts.SourceFile): Passage[] {
  const starts = new Map<number, ts.CommentRange>();
  const collect = (node: ts.Node): void => {
    for (const range of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []) starts.set(range.pos, range);
    for (const range of ts.getTrailingCommentRanges(text, node.getEnd()) ?? []) starts.set(range.pos, range);
    for (const child of node.getChildren(source)) if (!ts.isJSDoc(child)) collect(child);
  };
  collect(source);
  const joined: { pos: number; end: number }[] = [];
  for (const { pos, end } of [...starts.values()].sort((left, right) => left.pos - right.pos)) {
    const last = joined.at(-1);
    const continues =
      last !== undefined && text.startsWith("//", pos) && /^\r?\n[ \t]*$/.test(text.slice(last.end, pos));
    if (continues) last.end = end;
    else joined.push({ pos, end });
  }
  return joined.map(({ pos, end }) => ({
    offset: pos,
    text: withoutMarks(withoutCode(text.slice(pos, end))),
    isComment: true,
  }));
}

function strings(text: string, source: ts.SourceFile): Passage[] {
  const found: Passage[] = [];
  const add = (from: number, to: number, shown: string): void => {
    if (shown.includes(" ")) found.push({ offset: from, text: withoutCode(text.slice(from, to)), isComment: false });
  };
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      add(node.getStart(source) + 1, node.getEnd() - 1, node.text);
    ts.forEachChild(node, collect);
  };
  collect(source);
  return found;
}

function yamlPassages(text: string): Passage[] {
  const found: Passage[] = [...text.matchAll(/(?:^[ \t]*#.*\n?)+/gm)].map((match) => ({
    offset: match.index,
    text: withoutCode(match[0]).replace(/^[ \t]*#/gm, blank),
    isComment: true,
  }));
  visit(parseDocument(text), {
    Scalar(key, { value, range }) {
      if (key === "key" || typeof value !== "string" || !value.includes(" ") || !range) return;
      found.push({ offset: range[0], text: withoutCode(text.slice(range[0], range[1])), isComment: false });
    },
  });
  return found;
}

/** Returns the passages of a file that people read. */
export function passagesOf(file: string, text: string): readonly Passage[] {
  if (/\.ya?ml$/.test(file)) return yamlPassages(text);
  if (file.endsWith(".md")) return [{ offset: 0, text: withoutCode(text), isComment: false }];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false);
  return [...comments(text, source), ...strings(text, source)];
}

/** Maximum number of words in a test title. */
const maxTitleWords = 12;

/** Returns titles of tests that are too long; a parameter such as `%s` or `${name}` counts as a word. */
function longTitles(file: string, text: string): readonly { readonly offset: number; readonly phrase: string }[] {
  if (!/\.ts$/.test(file) || !/\b(?:test|it|describe)\b/.test(text)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: { offset: number; phrase: string }[] = [];
  const collect = (node: ts.Node): void => {
    ts.forEachChild(node, collect);
    if (!ts.isCallExpression(node) || !/^(?:test|it|describe)\b/.test(node.expression.getText())) return;
    const [title] = node.arguments;
    if (title === undefined || !(ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) return;
    const words = title
      .getText()
      .slice(1, -1)
      .replace(/\$\{[^}]*\}/g, "%s")
      .trim()
      .split(/\s+/);
    if (words.length > maxTitleWords)
      found.push({ offset: title.getStart(), phrase: `title of ${words.length} words; use at most ${maxTitleWords}` });
  };
  collect(source);
  return found;
}

/** Returns the phrases and titles in a file that the check fails on, in the order of their lines. */
export function findingsIn(file: string, text: string): readonly PhraseFinding[] {
  const lineOf = (offset: number) => text.slice(0, offset).split("\n").length;
  const titles = longTitles(file, text).map(({ offset, phrase }) => ({ line: lineOf(offset), phrase }));
  return passagesOf(file, text)
    .flatMap(({ offset, text: passage, isComment }) => {
      const found = phrases.flatMap((phrase) => [...passage.matchAll(phrase)]);
      const opening = isComment ? vagueOpening.exec(passage) : null;
      return [...found, ...(opening ? [opening] : [])].map((match) => ({
        line: lineOf(offset + match.index + match[0].search(/\S/)),
        phrase: match[0].trim().replace(/\s+/g, " "),
      }));
    })
    .concat(titles)
    .sort((left, right) => left.line - right.line);
}

const isChecked = (file: string): boolean =>
  [".ts", ".mts", ".mjs", ".js", ".cjs", ".md", ".yml", ".yaml"].includes(extname(file)) &&
  !/\.gen\.|^CHANGELOG\.md$|^contracts\/pacts\/|^scripts\/words\.ts$|^test\/words\.test\.ts$/.test(file);

const isGenerated = (text: string): boolean => /^.{0,10}Made by `npm run generate`/.test(text);

function check(paths: readonly string[]): number {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "--", ...paths], {
    cwd: root,
    encoding: "utf8",
  });
  const folders = new Map<string, { phrases: number; words: number; vague: number }>();
  for (const file of [...new Set(listed.split("\n"))].filter(isChecked)) {
    const text = readFileSync(`${root}/${file}`, "utf8");
    if (isGenerated(text)) continue;
    const folder = dirname(file).split("/").slice(0, 2).join("/");
    const counts = folders.get(folder) ?? { phrases: 0, words: 0, vague: 0 };
    folders.set(folder, counts);
    for (const { line, phrase } of findingsIn(file, text)) {
      console.log(`${file}:${line}: ${phrase}`);
      counts.phrases += 1;
    }
    for (const { text: passage } of passagesOf(file, text)) {
      counts.words += passage.match(/[A-Za-z']+/g)?.length ?? 0;
      counts.vague += passage.match(vagueWord)?.length ?? 0;
    }
  }
  console.log("\nphrases  one/other/own/such/what per 1,000 words");
  for (const [folder, { phrases: count, words, vague }] of folders)
    console.log(
      `${String(count).padStart(7)}  ${((1000 * vague) / Math.max(1, words)).toFixed(1).padStart(5)}  ${folder}`,
    );
  const total = [...folders.values()].reduce((sum, { phrases: count }) => sum + count, 0);
  console.log(`${String(total).padStart(7)}         total`);
  return total === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = check(process.argv.slice(2));
