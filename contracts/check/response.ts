import { type MethodName, methodFacts } from "../../openapi/document.js";
import { isJson, type Json } from "../../shared/json.js";
import { orList } from "../../shared/lists.js";
import { truncated } from "../../shared/text-table.js";
import { documentedType, hasProperty, responseEvidence, responseForms } from "../document.js";
import type { Interaction } from "../pact/interaction.js";
import { isStatusMatched } from "../pact/status.js";
import { fieldText, type Path } from "../paths.js";
import { type Found, responseError } from "./finding.js";
import { schemaViolations } from "./schema-violations.js";

/** Headers of HTTP itself. */
const httpHeaders = ["content-type", "content-length", "date", "connection"];

/** Compares the content type, except if a matcher describes it: only a response shows whether that fits. */
function contentTypeFindings({ response, canonical }: Interaction): readonly Found[] {
  const { matchingRules } = canonical.response;
  if (isJson(matchingRules) && Object.keys(matchingRules).some((name) => /header/.test(name))) return [];
  // Pact compares the parameters of the header, but not those of the body's type.
  const types = [response.headers["content-type"], response.contentType?.split(";")[0]?.trim()];
  if (types.every((type) => type === undefined || type.toLowerCase() === documentedType)) return [];
  const expected = `expects content type ${response.headers["content-type"] ?? response.contentType}`;
  return [responseError("", `${expected}; the document has ${documentedType} (switch contentType)`)];
}

function statusFindings({ response, canonical }: Interaction): readonly Found[] {
  if (response.acceptsOk) return [];
  const expected = isStatusMatched(canonical.response) ? "a status other than 200" : `status ${response.status}`;
  return [responseError("", `expects ${expected}; the document has 200, for errors too (switch errorStatus)`)];
}

/** Returns every object in a value, with its path. */
function objectsIn(value: unknown, path: Path = []): readonly (readonly [Path, Json])[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => objectsIn(item, [...path, index]));
  if (!isJson(value)) return [];
  return [[path, value], ...Object.entries(value).flatMap(([key, inner]) => objectsIn(inner, [...path, key]))];
}

/** Returns the fields of an object that no form has together: its consumer mixes up card types. */
function mixedFields(method: MethodName, body: Json, path: Path, value: Json): readonly Found[] {
  const forms = responseForms(method, body, path).filter((form) => isJson(form.properties));
  const fieldSets = forms.map((form) => Object.keys(value).filter((field) => hasProperty(form, field)));
  const fields = [...new Set(fieldSets.flat())];
  if (fieldSets.some(({ length }) => length === fields.length)) return [];
  return fields.flatMap((field): readonly Found[] => {
    const compatible = fieldSets.filter((set) => set.includes(field)).flat();
    const rivals = fields.filter((other) => !compatible.includes(other));
    if (rivals.length === 0) return [];
    const at = [...path, field];
    const message = `no card type has it together with ${orList(rivals)}`;
    return [{ ...responseError(fieldText(at), message), evidence: responseEvidence(method, body, at) }];
  });
}

function bodyFindings(method: MethodName, body: unknown): readonly Found[] {
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
  const violations = schemaViolations(forms, body).map(({ path, message }) => ({
    ...responseError(fieldText(path), message),
    evidence: responseEvidence(method, body, path),
  }));
  return [...violations, ...objectsIn(body).flatMap(([path, value]) => mixedFields(method, body, path, value))];
}

/** Returns what the expected response has and the document lacks. */
export function responseFindings(method: MethodName, interaction: Interaction): readonly Found[] {
  const { headers, body } = interaction.response;
  const unknown = Object.keys(headers).filter((name) => !httpHeaders.includes(name));
  return [
    ...statusFindings(interaction),
    ...contentTypeFindings(interaction),
    ...unknown.map((name) => responseError("", `expects the header ${name}; the document has no such header`)),
    ...bodyFindings(method, body),
  ];
}
