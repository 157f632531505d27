import { fieldPath, isJson, type Json } from "../../shared/json.js";
import { isSecretName } from "../../shared/redact.js";
import type { RequestFilters } from "./filters.js";
import type { RequestRecord } from "./request-record.js";

/** An expected value of a request, compared with the sent value. */
export interface Criterion {
  /** `method`, `refused`, or the path of a field such as `body.numberStamps`. */
  readonly name: string;
  readonly matches: boolean;
  readonly expected: unknown;
  /** undefined for a missing field. */
  readonly actual: unknown;
}

/** Properties of expected requests. */
export interface ExpectedRequest extends Pick<RequestFilters, "method" | "refused"> {
  /** Fields that the body must have; it may have further fields. */
  readonly body?: Json | undefined;
}

/** Compares a request with an expected one. Values of fields whose names suggest a secret are replaced afterwards. */
export function criteriaOf({ method, refused, body }: ExpectedRequest, record: RequestRecord): readonly Criterion[] {
  const actualMethod = record.method?.id ?? record.sent.name;
  return [
    ...(method === undefined ? [] : [compare("method", method, actualMethod)]),
    ...(refused === undefined ? [] : [compare("refused", refused, record.refused !== undefined)]),
    ...(body === undefined ? [] : bodyCriteria(body, record.texts.get(record.request), "body")),
  ];
}

const compare = (name: string, expected: unknown, actual: unknown): Criterion => ({
  name,
  matches: expected === actual,
  expected,
  actual,
});

/** Compares all fields of an expected value. Lists must have equal lengths; objects may have further fields. */
export function* bodyCriteria(expected: unknown, actual: unknown, path: string): Generator<Criterion> {
  if (Array.isArray(expected)) {
    const list = Array.isArray(actual) ? actual : undefined;
    yield compare(`${path}.length`, expected.length, list?.length);
    for (const [at, item] of expected.entries()) yield* bodyCriteria(item, list?.[at], `${path}[${at}]`);
  } else if (isJson(expected)) {
    if (Object.keys(expected).length === 0) yield { ...compare(path, expected, actual), matches: isJson(actual) };
    for (const [key, value] of Object.entries(expected))
      for (const criterion of bodyCriteria(value, fieldOf(actual, key), fieldPath(path, key)))
        yield isSecretName(key) ? withoutValues(criterion) : criterion;
  } else yield compare(path, expected, actual);
}

const fieldOf = (value: unknown, key: string): unknown =>
  isJson(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** Hides the values of a field, but not that it is missing. */
const withoutValues = ({ name, matches, actual }: Criterion): Criterion => ({
  name,
  matches,
  expected: "[redacted]",
  actual: actual === undefined ? undefined : "[redacted]",
});
