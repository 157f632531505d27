import { type MethodName, methodFacts } from "../../openapi/document.js";
import { isJson, type Json, parseJsonOr } from "../../shared/json.js";
import { truncated } from "../../shared/text-table.js";
import { allowedValues, documentedType, parameterSchemas } from "../document.js";
import type { Interaction } from "../pact/interaction.js";
import { fieldText } from "../paths.js";
import { type Found, requestError, requestNote } from "./finding.js";
import { correctBody, missingParameterFindings, unlistedValue } from "./request-body.js";
import { schemaViolations } from "./schema-violations.js";

/** Headers in which clients send a token that the API ignores. */
const wrongTokenHeaders = ["authorization", "x-api-key", "x-auth-token", "token", "access-token"];

function headerFindings({ headers, body }: Interaction["request"]): readonly Found[] {
  const { "x-access-token": token = "", "content-type": type, accept = documentedType } = headers;
  const found: Found[] = [];
  if (token === "") {
    const wrong = wrongTokenHeaders.find((name) => name in headers);
    const hint = wrong === undefined ? "" : `; the API ignores ${wrong}`;
    found.push(requestError("", `x-access-token is missing, so that the response is error 1${hint}`));
  }
  if (body !== undefined && !/^application\/json\b/i.test(type ?? "")) {
    const sent = type === undefined ? "content type is missing" : `content type is ${type}`;
    found.push(requestNote("", `${sent}; the document has ${documentedType} (the API ignores it)`));
  }
  if (!/(\*\/\*|application\/(\*|json))/i.test(accept))
    found.push(requestNote("", `accepts ${accept}; responses are ${documentedType}`));
  return found;
}

/** Builds a finding for a query parameter: the methods read their body only. */
function queryFinding(method: MethodName, name: string): Found {
  const isKnown = methodFacts[method].parameters.some((parameter) => parameter.name === name);
  const message = isKnown
    ? `${method} reads ${name} from the body and ignores the query`
    : `unknown parameter of ${method}, which ignores the query`;
  return requestError(`?${name}`, message);
}

/** Returns findings for missing parameters and invalid values. */
function bodyFindings(method: MethodName, body: Json): readonly Found[] {
  const missing = missingParameterFindings(method, body);
  const violations = Object.entries(body).flatMap(([name, value]): readonly Found[] => {
    const schemas = parameterSchemas(method, name);
    const listed = schemas.map(allowedValues);
    // An action selects the form of usePass, see missingParameterFindings; stamp cards ignore unknown actions.
    if (schemas.length === 0 || (method === "usePass" && name === "action")) return [];
    if (listed.includes(undefined))
      return schemaViolations(schemas, value, [name]).map(({ path, message }) =>
        requestError(fieldText(path), message),
      );
    return listed.flat().includes(value) ? [] : [unlistedValue(name, value, listed.flat())];
  });
  return [...missing, ...violations];
}

/**
 * Returns the findings about a request. Where the contract expects a refusal, the request may be wrong on purpose: only
 * parameters that the API would ignore are reported.
 */
export function requestFindings(
  method: MethodName,
  request: Interaction["request"],
  expectsRefusal: boolean,
): readonly Found[] {
  // The API parses every body as JSON, whatever its type; without a body there are no parameters.
  const { body: raw = {} } = request;
  const sent = typeof raw === "string" ? parseJsonOr(raw, raw) : raw;
  const { body, found } = correctBody(method, sent);
  const ignored = [
    ...found.filter(({ severity }) => severity === "error"),
    ...Object.keys(request.query).map((name) => queryFinding(method, name)),
  ];
  if (expectsRefusal) return ignored;
  const notObject =
    methodFacts[method].parameters.length === 0
      ? requestNote("", `${method} ignores its body, which is an object in the document`)
      : requestError("", `must be an object, got ${truncated(JSON.stringify(body), 60)}`);
  return [
    ...ignored,
    ...headerFindings(request),
    ...found.filter(({ severity }) => severity === "note"),
    ...(isJson(body) ? bodyFindings(method, body) : [notObject]),
  ];
}
