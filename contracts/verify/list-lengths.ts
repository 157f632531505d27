import { fieldPath, isJson, type Json } from "../../shared/json.js";
import { counted } from "../../shared/text-table.js";
import type { Path } from "../document.js";
import type { Failure } from "./failure.js";

type Token = string | number;

/** Stands for any name or number in a path. */
const any = "*";

/** The parts of a path such as `$.rows[*]['a b']`; undefined for a path in another form. */
function tokensOf(path: string): readonly Token[] | undefined {
  const part = /\.([^.[\]'"]+)|\[(\d+)\]|\[(\*)\]|\['([^']*)'\]|\["([^"]*)"\]/y;
  part.lastIndex = 1;
  const tokens: Token[] = [];
  while (part.lastIndex < path.length) {
    const found = part.exec(path);
    if (!path.startsWith("$") || found === null) return undefined;
    const [, name, index, star, single, double] = found;
    tokens.push(index === undefined ? (name ?? star ?? single ?? double ?? "") : Number(index));
  }
  return tokens;
}

/** The paths of the rules for a body, whatever version wrote them; undefined for one that is not understood. */
function rulePaths(rules: unknown): readonly (readonly Token[] | undefined)[] {
  if (!isJson(rules)) return [];
  if (isJson(rules.body)) return Object.keys(rules.body).map(tokensOf);
  const older = Object.keys(rules).filter((path) => path.startsWith("$"));
  return older.map(tokensOf).flatMap((path) => {
    const [part, ...rest] = path ?? [];
    if (path === undefined) return [undefined];
    return part === "body" ? [rest] : [];
  });
}

/** A rule is for what lies at its path and for all below. */
const covers = (rule: readonly Token[], path: Path): boolean =>
  rule.length <= path.length && rule.every((token, place) => token === any || token === path[place]);

const pathText = (path: Path): string =>
  path.reduce<string>((text, part) => (typeof part === "number" ? `${text}[${part}]` : fieldPath(text, part)), "$");

/** An answer with the expected list in place of each of a wrong length, and a failure for each of them. */
export interface FittedLengths {
  readonly answer: unknown;
  readonly failures: readonly Failure[];
}

/**
 * Finds the lists whose length a contract fixes, because no rule is for them, and that have another length in the
 * answer. Pact's core tells of every element that is missing, and repeats both lists each time, which takes minutes for
 * some thousand elements. A wrong length is one failure here, and the core is shown the expected list.
 */
export function fitLengths(expected: unknown, answer: unknown, rules: unknown): FittedLengths {
  const ruled = rulePaths(rules);
  const isRuled = (path: Path) => ruled.some((rule) => rule === undefined || covers(rule, path));
  const failures: Failure[] = [];
  const fitted = (wanted: unknown, got: unknown, path: Path): unknown => {
    if (isRuled(path)) return got;
    if (Array.isArray(wanted) && Array.isArray(got)) {
      if (wanted.length === got.length) return wanted.map((one, place) => fitted(one, got[place], [...path, place]));
      const message = `expected a list of ${counted(wanted.length, "element")}, got ${got.length}`;
      failures.push({ where: pathText(path), expected: wanted, got, message });
      return wanted;
    }
    if (!isJson(wanted) || !isJson(got)) return got;
    return Object.fromEntries(
      Object.entries(got).map(([name, of]) => [
        name,
        Object.hasOwn(wanted, name) ? fitted((wanted as Json)[name], of, [...path, name]) : of,
      ]),
    );
  };
  return { answer: fitted(expected, answer, []), failures };
}
