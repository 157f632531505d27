import { isJson, unwrapEnvelope } from "../../shared/json.js";
import { patternOf, redacted } from "../../shared/redact.js";
import type { RecordedExchange } from "./body.js";

/** Replaces tokens and other secrets in a contract. */
export const placeholder = "luna-token";

/** Shorter texts that were refused as tokens are no secrets, but words such as "x". */
export const minTokenLength = 8;

/** Redacts secrets in a value of any shape. */
type Redact = <T>(value: T) => T;

/** Whether the server accepted the token. */
const isAccepted = ({ response }: RecordedExchange): boolean => {
  const body = unwrapEnvelope(response);
  return !(isJson(body) && body.error === 1);
};

/** Creates a function that redacts known tokens and those that the server accepted, wherever they occur. */
export function createRedactor(exchanges: readonly RecordedExchange[], known: Iterable<string>): Redact {
  const tokens = patternOf([...known, ...exchanges.filter(isAccepted).flatMap(({ token }) => token || [])]);
  const redactText = (text: string) => (tokens === undefined ? text : text.replaceAll(tokens, () => placeholder));
  return <T>(value: T) => redacted(value, redactText, placeholder) as T;
}

export function redactExchange(exchange: RecordedExchange, redact: Redact): RecordedExchange {
  const { requestType, request, responseType, response, states } = exchange;
  return { ...exchange, ...redact({ requestType, request, responseType, response, states }) };
}
