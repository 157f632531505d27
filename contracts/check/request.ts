import { type MethodName, methodFacts } from "../../openapi/document.js";
import { isJson, type Json, parsedOr } from "../../shared/json.js";
import { shortened } from "../../shared/text-table.js";
import { hasProperty, propertyOf } from "../document.js";
import type { Interaction } from "../pact/interaction.js";
import { type Found, requestError, requestNote } from "./finding.js";
import { meantBody } from "./meant-body.js";
import { meantForms } from "./meant-forms.js";
import { misfits } from "./misfits.js";
import { fieldText } from "./needs.js";

/** Findings about a request. */
export interface RequestFindings {
  /** Whatever answer is wanted. */
  readonly always: readonly Found[];
  /** If the request is not meant to be refused. */
  readonly unlessRefused: readonly Found[];
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
function inQuery(method: MethodName, name: string): Found {
  const isKnown = methodFacts[method].parameters.some((parameter) => parameter.name === name);
  const message = isKnown
    ? `${method} takes ${name} in the body: the API ignores it in the query`
    : `${method} has no such parameter, and no method has one in the query: the API ignores it`;
  return requestError(`?${name}`, message);
}

function aboutAccept({ accept }: Interaction["request"]["headers"]): readonly Found[] {
  const isAccepted = accept === undefined || /(\*\/\*|application\/(\*|json))/i.test(accept);
  return isAccepted ? [] : [requestNote("", `accepts ${accept}; answers are ${documentedType}`)];
}

/** Returns the wrong values of a body, compared with the forms that may be meant. */
function aboutValues(forms: readonly Json[], body: unknown, told: readonly Found[]): readonly Found[] {
  const values = Object.entries(isJson(body) ? body : {}).filter(([name]) => !told.some(({ field }) => field === name));
  return values.flatMap(([name, value]) => {
    const schemas = forms.flatMap((form) => (hasProperty(form, name) ? [propertyOf(form, name)] : []));
    const found = schemas.length === 0 ? [] : misfits(schemas, value, [name]);
    return found.map(({ path, message }) => requestError(fieldText(path), message));
  });
}

/** Returns the findings about a request of a method. */
export function requestFindings(method: MethodName, request: Interaction["request"]): RequestFindings {
  // The API reads every body as JSON, whatever it is called; none at all has no parameters.
  const sent = typeof request.body === "string" ? parsedOr(request.body, request.body) : request.body;
  const { body, found } = meantBody(method, sent === undefined ? {} : sent);
  const ignores = methodFacts[method].parameters.length === 0;
  const { forms, found: wrong } = meantForms(method, body);
  const unfit = ignores
    ? [requestNote("", `${method} ignores its body, which the document has as an object`)]
    : [requestError("", `must be an object, got ${shortened(JSON.stringify(body), 60)}`)];
  return {
    always: [
      ...found.filter(({ severity }) => severity === "error"),
      ...Object.keys(request.query).map((name) => inQuery(method, name)),
    ],
    unlessRefused: [
      ...aboutToken(request.headers),
      ...aboutType(request),
      ...aboutAccept(request.headers),
      ...(isJson(body) ? [] : unfit),
      ...found.filter(({ severity }) => severity === "note"),
      ...wrong,
      ...aboutValues(forms, body, wrong),
    ],
  };
}
