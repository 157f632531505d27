import { checkParameters } from "../../mock-server/index.js";
import { type MethodName, methodFacts } from "../../openapi/document.js";
import { isJson, type Json, parseJsonOr } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { truncated } from "../../shared/text-table.js";
import { documentedType } from "../document.js";
import type { Interaction } from "../pact/interaction.js";
import { type FindingDetails, requestError, requestNote } from "./finding.js";

/** Headers in which clients send a token that the API ignores. */
const wrongTokenHeaders = ["authorization", "x-api-key", "x-auth-token", "token", "access-token"];

function headerFindings({ headers, body }: Interaction["request"]): readonly FindingDetails[] {
  const { "x-access-token": token = "", "content-type": type, accept = documentedType } = headers;
  const found: FindingDetails[] = [];
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

const parameterNames = (method: MethodName) => methodFacts[method].parameters.map(({ name }) => name);

/** Builds a finding for a query parameter: the methods read their body only. */
function queryFinding(method: MethodName, name: string): FindingDetails {
  const message = parameterNames(method).includes(name)
    ? `${method} reads ${name} from the body and ignores the query`
    : `unknown parameter of ${method}, which ignores the query`;
  return requestError(`?${name}`, message);
}

/** Builds a finding for an unknown key. Some clients send their token in the body too. */
function unknownKeyFinding(method: MethodName, key: string): FindingDetails {
  const near = nearest(key, parameterNames(method));
  const hint = near === undefined ? "the API ignores it" : `did you mean ${near}?`;
  return (key === "token" ? requestNote : requestError)(key, `unknown parameter of ${method}; ${hint}`);
}

/** Returns findings for missing and invalid parameters. Misspelt parameters count under their right names. */
function parameterFindings(method: MethodName, body: Json): readonly FindingDetails[] {
  const names = parameterNames(method);
  const corrected = Object.entries(body).map(([key, value]) => [nearest(key, names) ?? key, value]);
  const { refused, switches } = checkParameters(method, { ...Object.fromEntries(corrected), ...body });
  const accepted = switches.filter((name) => name === "phoneIn" || name === "numberIn");
  return [
    ...accepted.map((name) => requestNote("", `text in place of a number is accepted under ${name}=accepted`)),
    ...(refused === undefined ? [] : [requestError("", refused)]),
  ];
}

/**
 * Returns the findings about a request. Where the contract expects a refusal, the request may be wrong on purpose: only
 * parameters that the API would ignore are reported.
 */
export function requestFindings(
  method: MethodName,
  request: Interaction["request"],
  expectsRefusal: boolean,
): readonly FindingDetails[] {
  // The API parses every body as JSON, whatever its type; without a body there are no parameters.
  const { body: raw = {} } = request;
  const body = typeof raw === "string" ? parseJsonOr(raw, raw) : raw;
  const names = parameterNames(method);
  const unknown = Object.keys(isJson(body) ? body : {}).filter((key) => !names.includes(key));
  const ignored = [
    ...unknown.map((key) => unknownKeyFinding(method, key)),
    ...Object.keys(request.query).map((name) => queryFinding(method, name)),
  ];
  if (expectsRefusal) return ignored.filter(({ severity }) => severity === "error");
  const notObject =
    names.length === 0
      ? requestNote("", `${method} ignores its body, which is an object in the document`)
      : requestError("", `must be an object, got ${truncated(JSON.stringify(body), 60)}`);
  return [...ignored, ...headerFindings(request), ...(isJson(body) ? parameterFindings(method, body) : [notObject])];
}
