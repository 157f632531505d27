import { methodFacts } from "../../openapi/document.js";
import { isJson, unwrapped } from "../../shared/json.js";
import { parametersOf } from "./body.js";
import { exact } from "./matchers.js";
import type { Recorded } from "./recorded.js";

/** Parameters whose value makes another request of it. */
export const telling = ["action", "pushSegment", "selectionMode"];

/** What a value is without its own value; but fields that contracts compare exactly keep theirs. */
function shape(value: unknown, list: (rows: readonly unknown[]) => string, kept: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return list(value);
  if (!isJson(value)) return value === null ? null : typeof value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      kept.has(key) && !isJson(inner) ? ["exactly", inner] : shape(inner, list, kept),
    ]),
  );
}

const someOrNone = (rows: readonly unknown[]) => (rows.length > 0 ? "some" : "none");

/** Requests with the same key say the same about the API, so that one is enough. */
export function keyOf(recorded: Recorded): string {
  const { method, token, requestType, request, status, answer, states, firstPage } = recorded;
  const parameters = parametersOf(request);
  const { pageSize = Number.POSITIVE_INFINITY } = methodFacts[method];
  // A client goes on after a full page, and stops after one that is not.
  const page = (rows: readonly unknown[]) => (rows.length >= pageSize ? "full" : someOrNone(rows));
  return JSON.stringify([
    method,
    token !== undefined,
    requestType,
    request?.kind,
    shape(request?.kind === "form" ? parameters : request?.value, someOrNone, new Set()),
    telling.map((name) => parameters[name]),
    Number(parameters.page) > firstPage,
    status,
    Array.isArray(answer),
    shape(unwrapped(answer), page, exact),
    [...new Set(states.map(({ name }) => name))],
  ]);
}
