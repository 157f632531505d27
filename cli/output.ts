import type { Option, OptionTable } from "./option-table.js";
import { summaries } from "./summaries.js";

/** A command as its help and docs/configuration.md describe it. */
export interface CommandDescription {
  readonly name: keyof typeof summaries;
  /** Command lines, after `luna-sandbox`. */
  readonly usage: readonly string[];
  readonly options: OptionTable;
  /** Paragraphs before the options. Lines that begin with a space are printed unchanged. */
  readonly description?: string;
  /** Paragraphs after the options. */
  readonly notes?: string;
  readonly exitCodes: Readonly<Record<number, string>>;
}

const lineLength = 100;
const optionColumn = 30;

/** Breaks a text into lines, all but the first with an indent. */
function wrapped(text: string, indent = 0): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line === "") lines[lines.length - 1] = word;
    else if (indent + line.length + 1 + word.length <= lineLength) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}

const paragraphs = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line.startsWith(" ") ? line : wrapped(line)))
    .join("\n");

/** Returns an option as a user writes it, such as `--port <n>`. */
export const optionUsage = (name: string, { value, short }: Option): string =>
  `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;

function optionLine([name, option]: readonly [string, Option]): string {
  const { meaning, default: defaultValue, defaultText = defaultValue, variables = [], multiple } = option;
  const facts = [
    ...(multiple ? ["[repeatable]"] : []),
    ...(defaultText === undefined ? [] : [`[default: ${defaultText}]`]),
    ...(variables.length === 0 ? [] : [`[env: ${variables.join(", ")}]`]),
  ];
  const left = `  ${optionUsage(name, option)}`;
  const gap = left.length + 2 > optionColumn ? `\n${" ".repeat(optionColumn)}` : " ".repeat(optionColumn - left.length);
  return `${left}${gap}${wrapped([meaning, ...facts].join(" "), optionColumn)}`;
}

const exitCodeText = ({ exitCodes }: CommandDescription): string =>
  Object.entries(exitCodes)
    .map(([code, meaning]) => `${code} ${meaning}`)
    .join(", ");

export function helpText(command: CommandDescription): string {
  const { name, usage, description, options, notes } = command;
  const rows = Object.entries(options);
  const groups = [...new Set(rows.map(([, { group = "Options" }]) => group))];
  const usages = usage.map((line) => `luna-sandbox ${line}`).join("\n       ");
  return [
    `luna-sandbox${name === "start" ? "" : ` ${name}`}: ${summaries[name]}`,
    `Usage: ${usages}`,
    ...(description === undefined ? [] : [paragraphs(description)]),
    ...groups.map((heading) =>
      [`${heading}:`, ...rows.filter(([, { group = "Options" }]) => group === heading).map(optionLine)].join("\n"),
    ),
    ...(notes === undefined ? [] : [paragraphs(notes)]),
    wrapped(`Exit codes: ${exitCodeText(command)}.`),
  ].join("\n\n");
}
