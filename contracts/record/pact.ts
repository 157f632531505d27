import { methodFacts } from "../../openapi/document.js";
import { isJson, unwrapEnvelope } from "../../shared/json.js";
import { basePath } from "../pact/interaction.js";
import type { StateCall } from "../states/index.js";
import type { RecordedExchange } from "./body.js";
import { contentTypeRule, exactFields, matched } from "./matchers.js";
import { createRedactor, placeholder, redactExchange } from "./redaction.js";

/** Parameters whose value selects another form of the method. */
const formParameters = ["action", "pushSegment", "selectionMode"];

const uniqueNames = (states: readonly StateCall[]) => [...new Set(states.map(({ name }) => name))];

/** Replaces values by their types, except those of `exact` fields, and lists by a text. */
function shapeOf(value: unknown, listText: (rows: readonly unknown[]) => string, exact: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return listText(value);
  if (!isJson(value)) return value === null ? null : typeof value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      exact.has(key) && !isJson(inner) ? ["exactly", inner] : shapeOf(inner, listText, exact),
    ]),
  );
}

/** Returns a key. A contract contains only the first of the exchanges with an equal key. */
function exchangeKey(exchange: RecordedExchange): string {
  const { method, token, requestType, request, status, response, states, firstPage } = exchange;
  const parameters = isJson(request) ? request : {};
  const { pageSize = Number.POSITIVE_INFINITY } = methodFacts[method];
  const someOrNone = (rows: readonly unknown[]) => (rows.length > 0 ? "some" : "none");
  // Only a full page makes a client request the next page.
  const pageText = (rows: readonly unknown[]) => (rows.length >= pageSize ? "full" : someOrNone(rows));
  return JSON.stringify([
    method,
    token !== undefined,
    requestType,
    shapeOf(request, someOrNone, new Set()),
    formParameters.map((name) => parameters[name]),
    Number(parameters.page) > firstPage,
    status,
    Array.isArray(response),
    shapeOf(unwrapEnvelope(response), pageText, exactFields),
    uniqueNames(states),
  ]);
}

/** Returns a description such as `usePass takeStamps, a subscription card: success`. */
function describeExchange({ method, request, response, states }: RecordedExchange): string {
  const parameters = isJson(request) ? request : {};
  const form = formParameters.map((name) => parameters[name]).find((value) => typeof value === "string");
  const names = uniqueNames(states);
  const main = names.filter((name) => name !== "a template" && name !== "a client");
  const about = (main.length > 0 ? main : names.slice(-1)).map((name) => `, ${name}`);
  const body = unwrapEnvelope(response);
  const outcome = isJson(body) && body.error !== undefined ? `error ${body.error}` : "success";
  return `${method}${form === undefined ? "" : ` ${form}`}${about.join("")}: ${outcome}`;
}

const pactBody = (content: unknown) => ({ content, contentType: "application/json", encoded: false });

function pactInteraction(exchange: RecordedExchange, description: string): object {
  const { method, token, requestType, request, status, responseType, response, states } = exchange;
  const { example, rules: body } = matched(response);
  const header = responseType === undefined ? {} : { "content-type": contentTypeRule(responseType) };
  return {
    type: "Synchronous/HTTP",
    description,
    pending: false,
    ...(states.length > 0 && { providerStates: states }),
    request: {
      method: "POST",
      path: basePath + method,
      headers: {
        ...(requestType !== undefined && { "content-type": [requestType] }),
        ...(token !== undefined && { "x-access-token": [placeholder] }),
      },
      ...(request !== undefined && { body: pactBody(request) }),
    },
    response: {
      status,
      ...(responseType !== undefined && { headers: { "content-type": [responseType] } }),
      ...(response !== undefined && { body: pactBody(example) }),
      matchingRules: { header, body },
    },
  };
}

/** Builds a pact of version 4 from exchanges, without repetitions, and without secrets and the given tokens. */
export function buildPact(consumer: string, exchanges: readonly RecordedExchange[], tokens: Iterable<string>) {
  const redact = createRedactor(exchanges, tokens);
  const unique = new Map<string, RecordedExchange>();
  for (const exchange of exchanges.map((recorded) => redactExchange(recorded, redact))) {
    const key = exchangeKey(exchange);
    if (!unique.has(key)) unique.set(key, exchange);
  }
  const used = new Map<string, number>();
  const interactions = [...unique.values()].map((exchange) => {
    const description = describeExchange(exchange);
    const nth = (used.get(description) ?? 0) + 1;
    used.set(description, nth);
    return pactInteraction(exchange, nth === 1 ? description : `${description} (${nth})`);
  });
  return {
    consumer: { name: redact(consumer) },
    provider: { name: "luna" },
    interactions,
    metadata: { pactSpecification: { version: "4.0" } },
  };
}

export type Contract = ReturnType<typeof buildPact>;
