import { type MethodName, methodFacts } from "../../openapi/document.js";
import { isJson } from "../../shared/json.js";
import { orList } from "../../shared/lists.js";
import { truncated } from "../../shared/text-table.js";
import { documentedType, hasProperty, responseEvidence, responseForms } from "../document.js";
import type { Interaction } from "../pact/interaction.js";
import { isStatusMatched } from "../pact/status.js";
import { fieldText } from "../paths.js";
import { type FindingDetails, responseError } from "./finding.js";
import { schemaViolations } from "./schema-violations.js";

/** Headers of HTTP itself. */
const httpHeaders = ["content-type", "content-length", "date", "connection"];

/** Compares the content type, except if a matcher describes it: only a response shows whether that fits. */
function contentTypeFindings({ response }: Interaction): readonly FindingDetails[] {
  if (Object.keys(response.rules).some((name) => /header/.test(name))) return [];
  // Pact compares the parameters of the header, but not those of the body's type.
  const types = [response.headers["content-type"], response.contentType?.split(";")[0]?.trim()];
  if (types.every((type) => type === undefined || type.toLowerCase() === documentedType)) return [];
  const expected = `expects content type ${response.headers["content-type"] ?? response.contentType}`;
  return [responseError("", `${expected}; the document has ${documentedType} (switch contentType)`)];
}

function statusFindings({ response }: Interaction): readonly FindingDetails[] {
  if (response.acceptsOk) return [];
  const expected = isStatusMatched(response.rules) ? "a status other than 200" : `status ${response.status}`;
  return [responseError("", `expects ${expected}; the document has 200, for errors too (switch errorStatus)`)];
}

function bodyFindings(method: MethodName, body: unknown): readonly FindingDetails[] {
  if (body === undefined) return [];
  if (!isJson(body)) {
    const hint = Array.isArray(body) && isJson(body[0]) ? " (switch envelope)" : "";
    return [responseError("", `must be an object, got ${truncated(JSON.stringify(body), 60)}${hint}`)];
  }
  const { errors } = methodFacts[method];
  const isError = Object.hasOwn(body, "error");
  if (isError && !errors.some((code) => code === body.error)) {
    const known = `its errors are ${orList(errors.map(String))}`;
    return [responseError("", `${method} never responds with error ${JSON.stringify(body.error)}; ${known}`)];
  }
  const forms = responseForms(method).filter((form) => isError === hasProperty(form, "error"));
  return schemaViolations(forms, body).map(({ path, message }) => ({
    ...responseError(fieldText(path), message),
    evidence: responseEvidence(method, body, path),
  }));
}

/** Returns the differences between the expected response and the document. */
export function responseFindings(method: MethodName, interaction: Interaction): readonly FindingDetails[] {
  const { headers, body } = interaction.response;
  const unknown = Object.keys(headers).filter((name) => !httpHeaders.includes(name));
  return [
    ...statusFindings(interaction),
    ...contentTypeFindings(interaction),
    ...unknown.map((name) => responseError("", `expects the header ${name}; the document has no such header`)),
    ...bodyFindings(method, body),
  ];
}
