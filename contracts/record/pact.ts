import type { OperationId } from "../../openapi/document.js";
import { basePath } from "../pact/interaction.js";
import { isJson } from "../pact/json.js";
import type { StateCall } from "../states/index.js";
import { matched } from "./matchers.js";

/** A request that a client sent, and what it got. */
export interface Recorded {
  readonly operation: OperationId;
  readonly hasToken: boolean;
  /** The request's body; text if it was no JSON, undefined if there was none. */
  readonly request: unknown;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly answer: unknown;
  readonly states: readonly StateCall[];
}

/** Stands in a contract where the client sent its token. */
export const placeholder = "luna-token";

/** Values under names that speak of secrets are replaced. */
export function scrubbed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(scrubbed);
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      /token|api[-_]?key|secret|password/i.test(key) ? placeholder : scrubbed(inner),
    ]),
  );
}

/** Parameters whose value makes another request of it. */
const telling = ["action", "pushSegment", "selectionMode"];

const shape = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length > 0 ? ["some"] : [];
  if (isJson(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
  return value === null ? null : typeof value;
};

/** Requests with the same key say the same about the API, so that one is enough. */
function keyOf({ operation, hasToken, request, status, answer, states }: Recorded): string {
  const values = isJson(request) ? telling.map((name) => request[name]) : [];
  const page = isJson(request) && Number(request.page) > 1;
  const outcome = isJson(answer) ? [answer.error, answer.result, answer.type, answer.status] : [];
  const names = [...new Set(states.map(({ name }) => name))];
  return JSON.stringify([operation, hasToken, shape(request), values, page, status, outcome, shape(answer), names]);
}

/** Such as `usePass takeStamps, a subscription card: success`. */
function describe({ operation, request, answer, states }: Recorded): string {
  const value = isJson(request)
    ? telling.map((name) => request[name]).find((one) => typeof one === "string")
    : undefined;
  const parts = ["a template", "a client"];
  const names = [...new Set(states.map(({ name }) => name))];
  const main = names.filter((name) => !parts.includes(name));
  const shown = main.length > 0 ? main : names.slice(-1);
  const outcome = isJson(answer) && answer.error !== undefined ? `error ${answer.error}` : "success";
  const about = shown.length === 0 ? "" : `, ${shown.join(", ")}`;
  return `${operation}${value === undefined ? "" : ` ${value}`}${about}: ${outcome}`;
}

const json = (content: unknown) => ({ content, contentType: "application/json", encoded: false });
const binary = (text: string) => ({
  content: Buffer.from(text).toString("base64"),
  contentType: "application/octet-stream",
  encoded: "base64",
});

const bodyOf = (body: unknown) =>
  body === undefined ? {} : { body: typeof body === "string" ? binary(body) : json(scrubbed(body)) };

function interaction(recorded: Recorded, description: string): object {
  const { operation, hasToken, request, status, contentType, answer, states } = recorded;
  const { example, rules } = matched(answer);
  const headers = { "content-type": ["application/json"], ...(hasToken ? { "x-access-token": [placeholder] } : {}) };
  return {
    type: "Synchronous/HTTP",
    description,
    pending: false,
    ...(states.length === 0 ? {} : { providerStates: states }),
    request: { method: "POST", path: basePath + operation, headers, ...bodyOf(request) },
    response: {
      status,
      ...(contentType === undefined ? {} : { headers: { "content-type": [contentType] } }),
      ...(answer === undefined ? {} : { body: typeof answer === "string" ? binary(answer) : json(example) }),
      ...(Object.keys(rules).length === 0 || typeof answer === "string" ? {} : { matchingRules: { body: rules } }),
    },
  };
}

/** A pact of version 4 that says what was recorded, each thing once. */
export function pactOf(consumer: string, all: readonly Recorded[]): object {
  const once = new Map<string, Recorded>();
  for (const recorded of all) {
    const key = keyOf(recorded);
    if (!once.has(key)) once.set(key, recorded);
  }
  const used = new Map<string, number>();
  const interactions = [...once.values()].map((recorded) => {
    const description = describe(recorded);
    const nth = (used.get(description) ?? 0) + 1;
    used.set(description, nth);
    return interaction(recorded, nth === 1 ? description : `${description} (${nth})`);
  });
  return {
    consumer: { name: consumer },
    provider: { name: "luna" },
    interactions,
    metadata: { pactSpecification: { version: "4.0" } },
  };
}
