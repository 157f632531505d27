import { stripVTControlCharacters } from "node:util";
import { shortened } from "../../shared/text-table.js";

const most = 300;

/** Lines of what passes, and of counts such as `0 failed`. */
const harmless =
  /^\s*([✓✔√]|ok\b|PASS(ED)?\b|--- PASS)|\b(0|no) (errors?|failures?|failed|failing)\b|\b(errors?|failures?|failed)[:=] ?0\b/i;
/** Lines that say what was wrong. */
const messages =
  /^\W*([\w.\\$]*(Error|Exception)( \[\w+\])?( ?:|$)|E {2,}\S|(PHP )?(Fatal|Parse) error\b|error: |panic: |Failed asserting|[Ee]xpect(ed)?\b.*\b(but|got|received|to|toBe|toEqual)\b|Assertion failed)|\bpanicked at\b|\.go:\d+: \S|\b\w+(Error|Exception): \S/;
/** Lines that name a test that failed. */
const titles =
  /^\s*(FAIL(ED|URE)?\b|Failed\b|[✗✘×✖❌●]|not ok\b|--- FAIL|\d+\) \S)|\[(FAIL(ED)?|ERROR)\]|\bFAILED\b|<<< (FAILURE|ERROR)/;

/**
 * The first failure that a program's output tells, whatever tool printed it: the first line that names a test that
 * failed or says what was wrong, and for a name the message that follows soon. Without any such line, the last three
 * that are not empty. The empty text for no output.
 *
 * @example
 * firstFailure("ok 1 - a\nnot ok 2 - b\n  Error: no card\n"); // "not ok 2 - b: Error: no card"
 */
export function firstFailure(output: string): string {
  const lines = stripVTControlCharacters(output)
    // TAP gives a message of several lines as a block of YAML below its name.
    .replace(/^(\s*error: )[|>][-+]?\s*\r?\n\s*(?=\S)/gm, "$1")
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const says = (line: string) => messages.test(line) && !harmless.test(line);
  const first = lines.findIndex((line) => says(line) || (titles.test(line) && !harmless.test(line)));
  const line = lines[first];
  if (line === undefined) return shortened(lines.slice(-3).join(" / "), most);
  const message = says(line) ? undefined : lines.slice(first + 1, first + 20).find(says);
  return shortened(message === undefined ? line : `${line}: ${message}`, most);
}
