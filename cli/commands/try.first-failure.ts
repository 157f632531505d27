import { stripVTControlCharacters } from "node:util";
import { truncated } from "../../shared/text-table.js";

const maxLength = 300;

/** Lines about passed tests, and counts such as `0 failed`. */
const harmless =
  /^\s*([✓✔√]|ok\b|PASS(ED)?\b|--- PASS)|\b(0|no) (errors?|failures?|failed|failing)\b|\b(errors?|failures?|failed)[:=] ?0\b/i;
/** Lines with an error message. */
const messages =
  /^\W*([\w.\\$]*(Error|Exception)( \[\w+\])?( ?:|$)|E {2,}\S|(PHP )?(Fatal|Parse) error\b|error: |panic: |Failed asserting|[Ee]xpect(ed)?\b.*\b(but|got|received|to|toBe|toEqual)\b|Assertion failed)|\bpanicked at\b|\.go:\d+: \S|\b\w+(Error|Exception): \S/;
/** Lines with the name of a failed test. */
const titles =
  /^\s*(FAIL(ED|URE)?\b|Failed\b|[✗✘×✖❌●]|not ok\b|--- FAIL|\d+\) \S)|\[(FAIL(ED)?|ERROR)\]|\bFAILED\b|<<< (FAILURE|ERROR)/;

/**
 * Returns the first failure in the output of a test runner: the first line with the name of a failed test or an error
 * message, and for a name the message that follows. Returns the last three lines if there is no such line.
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
  const hasMessage = (line: string) => messages.test(line) && !harmless.test(line);
  const first = lines.findIndex((line) => hasMessage(line) || (titles.test(line) && !harmless.test(line)));
  const line = lines[first];
  if (line === undefined) return truncated(lines.slice(-3).join(" / "), maxLength);
  const message = hasMessage(line) ? undefined : lines.slice(first + 1, first + 20).find(hasMessage);
  return truncated(message === undefined ? line : `${line}: ${message}`, maxLength);
}
