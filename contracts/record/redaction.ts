import { isJson, unwrapEnvelope } from "../../shared/json.js";
import { patternOf, redacted } from "../../shared/redact.js";
import type { RecordedBody, RecordedExchange } from "./body.js";

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

function redactBody(body: RecordedBody, redact: Redact): RecordedBody {
  if (body.kind === "json") return { kind: "json", value: redact(body.value) };
  // An object for each field, because a name may occur twice.
  return { kind: "form", fields: body.fields.flatMap(([name, value]) => Object.entries(redact({ [name]: value }))) };
}

export function redactExchange(exchange: RecordedExchange, redact: Redact): RecordedExchange {
  const { requestType, request, responseType, response, states } = exchange;
  return {
    ...exchange,
    requestType: redact(requestType),
    request: request && redactBody(request, redact),
    responseType: redact(responseType),
    response: redact(response),
    states: states.map(({ name, params }) => ({ name, params: redact(params) })),
  };
}
