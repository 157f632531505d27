import { fieldPath, isJson } from "../../shared/json.js";
import { mostRows } from "./wanted.js";

/** Matching rules of version 4, by path. */
export type Rules = Readonly<Record<string, { readonly combine: "AND"; readonly matchers: readonly object[] }>>;

/** Fields whose value is the point: a client does something else when it is another. */
export const exact = new Set(["result", "error", "type", "status", "numberOfRowsSelected"]);

const rule = (matcher: object) => ({ combine: "AND", matchers: [matcher] }) as const;

/** A content type with any parameters, such as a character set: a client that reads JSON does not look at them. */
export function likeType(type: string): ReturnType<typeof rule> {
  const [plain = ""] = type.split(";");
  const literal = plain.trim().replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return rule({ match: "regex", regex: `^(?i)${literal}(\\s*;.*)?$` });
}

function matcherOf(value: unknown): object | undefined {
  if (typeof value === "number") return { match: Number.isInteger(value) ? "integer" : "number" };
  if (typeof value === "boolean") return { match: "boolean" };
  if (typeof value !== "string") return undefined;
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value)
    ? { match: "regex", regex: "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d" }
    : { match: "type" };
}

/** Of many rows, one with the fields that all have, with a value and of one type. */
function commonRow(rows: readonly unknown[]): unknown {
  const [first] = rows;
  if (!isJson(first)) return first;
  const isCommon = (key: string) =>
    !/^Field\d$/.test(key) &&
    rows.every(
      (row) => isJson(row) && Object.hasOwn(row, key) && row[key] !== null && typeof row[key] === typeof first[key],
    );
  return Object.fromEntries(Object.entries(first).filter(([key]) => isCommon(key)));
}

/**
 * An answer as an example with type matchers, so that it is kept by every answer of the same shape. Short lists are
 * matched row by row, long ones by one row that stands for all; their length counts.
 */
export function matched(answer: unknown, path = "$"): { readonly example: unknown; readonly rules: Rules } {
  if (Array.isArray(answer) && answer.length > mostRows) {
    const { example, rules } = matched(commonRow(answer), `${path}[*]`);
    const length = rule({ match: "type", min: answer.length, max: answer.length });
    return { example: Array.from({ length: answer.length }, () => example), rules: { [path]: length, ...rules } };
  }
  if (Array.isArray(answer)) {
    const rows = answer.map((row, place) => matched(row, `${path}[${place}]`));
    return { example: rows.map(({ example }) => example), rules: Object.assign({}, ...rows.map(({ rules }) => rules)) };
  }
  if (isJson(answer)) {
    const fields = Object.entries(answer).map(([name, value]) => {
      const isExact = exact.has(name) && !isJson(value);
      return [name, isExact ? { example: value, rules: {} } : matched(value, fieldPath(path, name))] as const;
    });
    return {
      example: Object.fromEntries(fields.map(([name, { example }]) => [name, example])),
      rules: Object.assign({}, ...fields.map(([, { rules }]) => rules)),
    };
  }
  const matcher = matcherOf(answer);
  return { example: answer, rules: matcher === undefined ? {} : { [path]: rule(matcher) } };
}
