import { type OperationId, operationFacts } from "../../openapi/document.js";
import { isJson, type Json, parsedOr } from "../json.js";
import type { Interaction } from "../pact/interaction.js";
import { type Found, requestError, requestNote } from "./finding.js";
import { meantBody } from "./meant-body.js";
import { meantForms } from "./meant-forms.js";

/** A request as it was meant, for the comparator, and what it need not be asked about. */
export interface MeantRequest {
  readonly body: unknown;
  /** The forms that its body may have; none if anything goes. */
  readonly forms: readonly Json[];
  /** What is there to tell whatever answer is wanted. */
  readonly found: readonly Found[];
  /** What is there to tell if it is not meant to be refused. */
  readonly unfit: readonly Found[];
}

const documentedType = "application/json";

/** Headers in which clients send a token that the API does not look at. */
const others = ["authorization", "x-api-key", "x-auth-token", "token", "access-token"];

function aboutToken(headers: Interaction["request"]["headers"]): readonly Found[] {
  if ((headers["x-access-token"] ?? "") !== "") return [];
  const other = others.find((name) => name in headers);
  const hint = other === undefined ? "" : `; the API does not look for it in ${other}`;
  return [requestError("", `has no token in x-access-token: without one the answer is error 1${hint}`)];
}

function aboutType({ headers, body }: Interaction["request"]): readonly Found[] {
  const type = headers["content-type"];
  if (body === undefined || /^application\/json\b/i.test(type ?? "")) return [];
  const sent = type === undefined ? "is sent without a content type" : `is sent as ${type}`;
  return [requestNote("", `${sent}; the document has ${documentedType} (the API does not look at it)`)];
}

/** The vendor's methods take their parameters in the body; what comes in the query is read by nobody. */
function inQuery(operation: OperationId, name: string): Found {
  const isKnown = operationFacts[operation].parameters.some((parameter) => parameter.name === name);
  const message = isKnown
    ? `${operation} takes ${name} in the body: the API ignores it in the query`
    : `${operation} has no such parameter, and no method has one in the query: the API ignores it`;
  return requestError(`?${name}`, message);
}

/** What a request of a method is about. */
export function meantRequest(operation: OperationId, request: Interaction["request"]): MeantRequest {
  // The API reads every body as JSON, whatever it is called; none at all has no parameters.
  const sent = typeof request.body === "string" ? parsedOr(request.body, request.body) : (request.body ?? {});
  const { body, found } = meantBody(operation, sent);
  const { forms, found: wrong } = meantForms(operation, body);
  const ignored = !isJson(body) && operationFacts[operation].parameters.length === 0;
  const note = requestNote("", `${operation} ignores its body, which the document has as an object`);
  return {
    body: ignored ? {} : body,
    forms,
    found: [
      ...found.filter(({ severity }) => severity === "error"),
      ...Object.keys(request.query).map((name) => inQuery(operation, name)),
    ],
    unfit: [
      ...aboutToken(request.headers),
      ...aboutType(request),
      ...(ignored ? [note] : []),
      ...found.filter(({ severity }) => severity === "note"),
      ...wrong,
    ],
  };
}
