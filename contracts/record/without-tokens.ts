import { isJson, unwrapped } from "../../shared/json.js";
import { anyOf, redacted } from "../../shared/redact.js";
import type { Body } from "./body.js";
import type { Recorded } from "./recorded.js";

/** Stands in a contract where the client sent its token, or another secret. */
export const placeholder = "luna-token";

/** Takes secrets out of a value, whatever it is; the shape of it stays. */
type Clean = <T>(value: T) => T;

const wasTaken = ({ answer }: Recorded): boolean => {
  const told = unwrapped(answer);
  return !(isJson(told) && told.error === 1);
};

/** A token that was refused may be any word, such as "x": a shorter one is no secret. */
export const shortestRefused = 8;

/**
 * Takes out every token that the server took from a client, and those that are known besides: one may stand in any
 * request or answer.
 */
export function cleaner(all: readonly Recorded[], known: Iterable<string>): Clean {
  const taken = all.filter(wasTaken).flatMap(({ token }) => token || []);
  const tokens = anyOf([...known, ...taken]);
  const cleanText = (text: string) => (tokens === undefined ? text : text.replaceAll(tokens, () => placeholder));
  return <T>(value: T) => redacted(value, cleanText, placeholder) as T;
}

function cleanBody(body: Body, clean: Clean): Body {
  if (body.kind === "json") return { kind: "json", value: clean(body.value) };
  // One object a field: its name says whether its value is a secret.
  const fields = body.fields.flatMap(([name, value]) => Object.entries(clean({ [name]: value })));
  return { kind: "form", fields };
}

/** What was recorded without secrets. */
export function withoutTokens(recorded: Recorded, clean: Clean): Recorded {
  const { requestType, request, answerType, answer, states } = recorded;
  return {
    ...recorded,
    requestType: clean(requestType),
    request: request && cleanBody(request, clean),
    answerType: clean(answerType),
    answer: clean(answer),
    states: states.map(({ name, params }) => ({ name, params: clean(params) })),
  };
}
