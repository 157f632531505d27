import { isJson, unwrapped } from "../../shared/json.js";
import { basePath } from "../pact/interaction.js";
import { type Body, formType, parametersOf } from "./body.js";
import { keyOf, telling } from "./key.js";
import { likeType, matched, type Rules } from "./matchers.js";
import type { Recorded } from "./recorded.js";
import { cleaner, placeholder, withoutTokens } from "./without-tokens.js";

/** Such as `usePass takeStamps, a subscription card: success`. */
function describe({ method, request, answer, states }: Recorded): string {
  const parameters = parametersOf(request);
  const value = telling.map((name) => parameters[name]).find((one) => typeof one === "string");
  const parts = ["a template", "a client"];
  const names = [...new Set(states.map(({ name }) => name))];
  const main = names.filter((name) => !parts.includes(name));
  const shown = main.length > 0 ? main : names.slice(-1);
  const told = unwrapped(answer);
  const outcome = isJson(told) && told.error !== undefined ? `error ${told.error}` : "success";
  const about = shown.length === 0 ? "" : `, ${shown.join(", ")}`;
  return `${method}${value === undefined ? "" : ` ${value}`}${about}: ${outcome}`;
}

const json = (content: unknown) => ({ content, contentType: "application/json", encoded: false });

const bodyOf = (body: Body) =>
  body.kind === "json"
    ? json(body.value)
    : {
        content: String(new URLSearchParams(body.fields as [string, string][])),
        contentType: formType,
        encoded: false,
      };

/** The rules of an answer; those of a part that has none are left out. */
function rulesOf(answerType: string | undefined, body: Rules): object {
  const parts = { header: answerType === undefined ? {} : { "content-type": likeType(answerType) }, body };
  const some = Object.entries(parts).filter(([, rules]) => Object.keys(rules).length > 0);
  return some.length === 0 ? {} : { matchingRules: Object.fromEntries(some) };
}

function interaction(recorded: Recorded, description: string): object {
  const { method, token, requestType, request, status, answerType, answer, states } = recorded;
  const { example, rules } = matched(answer);
  const headers = {
    ...(requestType === undefined ? {} : { "content-type": [requestType] }),
    ...(token === undefined ? {} : { "x-access-token": [placeholder] }),
  };
  return {
    type: "Synchronous/HTTP",
    description,
    pending: false,
    ...(states.length === 0 ? {} : { providerStates: states }),
    request: {
      method: "POST",
      path: basePath + method,
      headers,
      ...(request === undefined ? {} : { body: bodyOf(request) }),
    },
    response: {
      status,
      ...(answerType === undefined ? {} : { headers: { "content-type": [answerType] } }),
      ...(answer === undefined ? {} : { body: json(example) }),
      ...rulesOf(answerType, rules),
    },
  };
}

/** A pact, as far as others have to know of it. */
export interface Contract {
  readonly interactions: readonly unknown[];
}

/** A pact of version 4 that says what was recorded, each thing once, and no token: not one of `tokens` either. */
export function pactOf(consumer: string, all: readonly Recorded[], tokens: Iterable<string>): Contract {
  const clean = cleaner(all, tokens);
  const once = new Map<string, Recorded>();
  for (const recorded of all.map((one) => withoutTokens(one, clean))) {
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
  const contract = {
    consumer: { name: clean(consumer) },
    provider: { name: "luna" },
    interactions,
    metadata: { pactSpecification: { version: "4.0" } },
  };
  return contract;
}
