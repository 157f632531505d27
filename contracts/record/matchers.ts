import { fieldPath, isJson } from "../../shared/json.js";
import { escapeRegExp } from "../../shared/redact.js";
import { maxRows } from "./states.js";

/** Matching rules of version 4, by path. */
type Rules = Readonly<Record<string, { readonly combine: "AND"; readonly matchers: readonly object[] }>>;

/** Fields whose value decides what a client does next: they are compared exactly. */
export const exactFields = new Set(["result", "error", "type", "status", "numberOfRowsSelected"]);

const rule = (matcher: object) => ({ combine: "AND", matchers: [matcher] }) as const;

/** Matches a content type with any parameters, such as a charset, which clients ignore. */
export const contentTypeRule = (type: string): ReturnType<typeof rule> =>
  rule({ match: "regex", regex: `^(?i)${escapeRegExp(type.split(";")[0]?.trim() ?? "")}(\\s*;.*)?$` });

function matcherOf(value: unknown): object | undefined {
  if (typeof value === "number") return { match: Number.isInteger(value) ? "integer" : "number" };
  if (typeof value === "boolean") return { match: "boolean" };
  if (typeof value !== "string") return undefined;
  const dateTime = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";
  return new RegExp(`^${dateTime}$`).test(value) ? { match: "regex", regex: dateTime } : { match: "type" };
}

/** Returns a row with the fields that all rows have, with a value of one type. */
function commonRow(rows: readonly unknown[]): unknown {
  const [first] = rows;
  if (!isJson(first)) return first;
  const hasSameType = (row: unknown, key: string) =>
    isJson(row) && Object.hasOwn(row, key) && row[key] !== null && typeof row[key] === typeof first[key];
  const fields = Object.entries(first).filter(
    ([key]) => !/^Field\d$/.test(key) && rows.every((row) => hasSameType(row, key)),
  );
  return Object.fromEntries(fields);
}

interface Matched {
  readonly example: unknown;
  readonly rules: Rules;
}

/**
 * Converts a response to an example with type matchers, so that any response of the same shape passes. Short lists match
 * row by row, long ones by one row for all; the length is compared exactly.
 */
export function matched(response: unknown, path = "$"): Matched {
  if (Array.isArray(response) && response.length > maxRows) {
    const { example, rules } = matched(commonRow(response), `${path}[*]`);
    const length = rule({ match: "type", min: response.length, max: response.length });
    return { example: response.map(() => example), rules: { [path]: length, ...rules } };
  }
  if (Array.isArray(response)) {
    const rows = response.map((row, index) => matched(row, `${path}[${index}]`));
    return { example: rows.map(({ example }) => example), rules: Object.assign({}, ...rows.map(({ rules }) => rules)) };
  }
  if (isJson(response)) {
    const fields = Object.entries(response).map(([name, value]): readonly [string, Matched] => {
      const isExact = exactFields.has(name) && !isJson(value);
      return [name, isExact ? { example: value, rules: {} } : matched(value, fieldPath(path, name))];
    });
    return {
      example: Object.fromEntries(fields.map(([name, { example }]) => [name, example])),
      rules: Object.assign({}, ...fields.map(([, { rules }]) => rules)),
    };
  }
  const matcher = matcherOf(response);
  return { example: response, rules: matcher === undefined ? {} : { [path]: rule(matcher) } };
}
