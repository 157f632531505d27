/** The Markdown pages of the repository, and the code blocks in them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const markdown = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: folder !== ".", encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.includes("node_modules"))
    .map((name) => join(folder, name).replaceAll("\\", "/"));

/** Paths of all pages, from the root of the repository. */
export const pages: readonly string[] = [...markdown("."), ...markdown("docs"), "sdk/README.md"];

export const pageText = (page: string): string => readFileSync(join(root, page), "utf8");

/** Replaces the ids of new operations: they follow those of the demo, to which a card type adds some. */
export const withoutOperationIds = (text: string): string =>
  text
    .replace(/"id":\d+(?=,"date":"[^"]*","action")/g, '"id":"<id>"')
    .replace(/(?<="operations","key":)"\d+"/g, '"<id>"')
    .replace(/"id":{"after":\d+}/g, '"id":{"after":"<id>"}');

export interface Block {
  readonly language: string;
  readonly code: string;
  /** Whether the block follows the line `<!-- run -->`. */
  readonly runs: boolean;
}

export const blocksOf = (page: string): readonly Block[] =>
  [...pageText(page).matchAll(/(<!-- run -->\n)?^```(\w*)\n([\s\S]*?)^```/gm)].map(([, run, language, code]) => ({
    language: language ?? "",
    code: code ?? "",
    runs: run !== undefined,
  }));
