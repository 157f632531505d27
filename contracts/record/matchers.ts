import { fieldPath, isJson } from "../../shared/json.js";
import { escapeRegExp } from "../../shared/redact.js";
import { maxRows } from "./states.js";

/** A matching rule of version 4. */
interface Rule {
  readonly combine: "AND";
  readonly matchers: readonly object[];
}

/** Matching rules by path. */
type Rules = Readonly<Record<string, Rule>>;

/** Fields that decide how a client continues. They are compared exactly. */
export const exactFields = new Set(["result", "error", "type", "status", "numberOfRowsSelected"]);

const rule = (matcher: object): Rule => ({ combine: "AND", matchers: [matcher] });

/** Matches a content type with any parameters, such as a charset, which clients ignore. */
export const contentTypeRule = (type: string): Rule =>
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

/**
 * Converts a response to an example with type matchers, so that any response of the same shape passes. Short lists match
 * row by row, long lists by a single row; the length is compared exactly.
 */
export function matched(response: unknown): { readonly example: unknown; readonly rules: Rules } {
  const rules: Record<string, Rule> = {};
  const exampleOf = (value: unknown, path: string): unknown => {
    if (Array.isArray(value) && value.length > maxRows) {
      rules[path] = rule({ match: "type", min: value.length, max: value.length });
      const row = exampleOf(commonRow(value), `${path}[*]`);
      return value.map(() => row);
    }
    if (Array.isArray(value)) return value.map((row, index) => exampleOf(row, `${path}[${index}]`));
    if (isJson(value)) {
      const isExact = ([name, inner]: readonly [string, unknown]) => exactFields.has(name) && !isJson(inner);
      const fields = Object.entries(value).map((field) =>
        isExact(field) ? field : [field[0], exampleOf(field[1], fieldPath(path, field[0]))],
      );
      return Object.fromEntries(fields);
    }
    const matcher = matcherOf(value);
    if (matcher !== undefined) rules[path] = rule(matcher);
    return value;
  };
  return { example: exampleOf(response, "$"), rules };
}
