import { allCardTypes, type CardType } from "../../mock-server/index.js";
import { type MethodName, methodFacts } from "../../openapi/document.js";
import { isJson, type Json } from "../../shared/json.js";
import { shortened } from "../../shared/text-table.js";
import { answerEvidence, answerForms, answerFormsAt, hasProperty, type Path, propertyOf } from "../document.js";
import type { Interaction } from "../pact/interaction.js";
import { isStatusMatched } from "../pact/status.js";
import { answerError, anyOf, type Found } from "./finding.js";
import { misfits } from "./misfits.js";
import { fieldText } from "./needs.js";

const documentedType = "application/json";

/** Headers that HTTP itself gives to answers. */
const usual = ["content-type", "content-length", "date", "connection"];

/** The pattern that a contract has for the content type; undefined without one. */
function typePattern({ canonical }: Interaction): string | undefined {
  const { matchingRules } = canonical.response;
  const rules = isJson(matchingRules) ? matchingRules : {};
  const [header] = [rules.header, rules.headers].filter(isJson);
  const found = Object.entries(header ?? rules).find(([path]) => /content-type['"\]]*$/i.test(path))?.[1];
  const matcher = isJson(found) && Array.isArray(found.matchers) ? found.matchers[0] : found;
  return isJson(matcher) && typeof matcher.regex === "string" ? matcher.regex : undefined;
}

/** Compiles a pattern of a contract, which may have flags at its start. Undefined for what JavaScript cannot read. */
function compiled(pattern: string): RegExp | undefined {
  const [flagged = "", flags] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  try {
    return new RegExp(pattern.slice(flagged.length), flags);
  } catch {
    return undefined;
  }
}

/** Whether the content type that a contract has as an example is that of the document. */
function isDocumented({ headers, contentType }: Interaction["response"]): boolean {
  // Pact compares the parameters of a header, and those of a body's own type not.
  const bodyType = contentType?.split(";")[0]?.trim();
  return [headers["content-type"], bodyType].every(
    (type) => type === undefined || type.toLowerCase() === documentedType,
  );
}

/** The content type that a contract expects, if it is not that of the document. */
function unfitType(interaction: Interaction): readonly Found[] {
  const { headers, contentType } = interaction.response;
  const pattern = typePattern(interaction);
  const regex = compiled(pattern ?? "");
  if (regex === undefined)
    return [answerError("", `the pattern of the content type must be readable as JavaScript, got ${pattern}`)];
  if (pattern === undefined ? isDocumented(interaction.response) : regex.test(documentedType)) return [];
  const type = headers["content-type"] ?? contentType;
  return [answerError("", `expects content type ${type}; the document has ${documentedType} (switch contentType)`)];
}

/** The parts of an answer before its body that the document does not have. */
export function unfitHead(interaction: Interaction): readonly Found[] {
  const { headers, status, acceptsOk } = interaction.response;
  const unknown = Object.keys(headers).filter((name) => !usual.includes(name));
  const expected = isStatusMatched(interaction.canonical.response) ? "another status than 200" : `status ${status}`;
  return [
    ...(acceptsOk
      ? []
      : [answerError("", `expects ${expected}; the document has 200, for errors too (switch errorStatus)`)]),
    ...unfitType(interaction),
    ...unknown.map((name) => answerError("", `expects the header ${name}; the document has no such header`)),
  ];
}

/** The error code of an answer, if it is none that a method has. */
function unknownError(method: MethodName, body: Json): readonly Found[] {
  const { errors } = methodFacts[method];
  if (!Object.hasOwn(body, "error") || errors.some((code) => code === body.error)) return [];
  const known = anyOf(errors.map(String));
  return [answerError("", `${method} does not answer error ${JSON.stringify(body.error)}: its errors are ${known}`)];
}

/** The parts of an answer's body that the document does not have. Without a body nothing is expected of it. */
export function unfitBody(method: MethodName, { response: { body } }: Interaction): readonly Found[] {
  if (body === undefined) return [];
  if (!isJson(body)) {
    const hint = Array.isArray(body) && isJson(body[0]) ? " (switch envelope)" : "";
    return [answerError("", `must be an object, got ${shortened(JSON.stringify(body), 60)}${hint}`)];
  }
  const unknown = unknownError(method, body);
  if (unknown.length > 0) return unknown;
  const forms = answerForms(method).filter((form) => Object.hasOwn(body, "error") === hasProperty(form, "error"));
  const mixed = objectsIn(body).flatMap(([path, value]) => mixedFields(method, body, path, value));
  const found = misfits(forms, body).map(({ path, message }) => ({
    ...answerError(fieldText(path), message),
    evidence: answerEvidence(method, body, path),
  }));
  return [...found, ...mixed];
}

const isOfType = (form: Json, type: CardType): boolean => {
  const property = propertyOf(form, "type");
  return isJson(property) && property.const === type;
};

/** The card types that have a field. */
const typesWith = (forms: readonly Json[], field: string): readonly CardType[] =>
  allCardTypes.filter((type) => forms.some((form) => hasProperty(form, field) && isOfType(form, type)));

const apart = (types: readonly CardType[], strangers: readonly string[]): string =>
  types.length === 0
    ? `no answer has it together with ${anyOf(strangers)}`
    : `cards of type ${anyOf(types.map(String))} have it, and none of them has ${anyOf(strangers)}`;

/**
 * The fields of an object in an answer that no form has together, each by itself: a consumer that needs them all has
 * mixed up card types.
 */
function mixedFields(method: MethodName, body: unknown, path: Path, value: unknown): readonly Found[] {
  if (!isJson(value)) return [];
  const forms = answerFormsAt(method, body, path).filter((form) => isJson(form.properties));
  const has = (field: string) => (form: Json) => hasProperty(form, field);
  const fields = Object.keys(value).filter((field) => forms.some(has(field)));
  if (fields.length === 0 || forms.some((form) => fields.every((field) => has(field)(form)))) return [];
  return fields.flatMap((field): readonly Found[] => {
    const strangers = fields.filter((other) => !forms.some((form) => has(field)(form) && has(other)(form)));
    if (strangers.length === 0) return [];
    const at = [...path, field];
    const found = answerError(fieldText(at), apart(typesWith(forms, field), strangers));
    return [{ ...found, evidence: answerEvidence(method, body, at) }];
  });
}

/** Every object in an answer, with its place. */
function objectsIn(value: unknown, path: Path = []): readonly (readonly [Path, Json])[] {
  if (Array.isArray(value)) return value.flatMap((one, place) => objectsIn(one, [...path, place]));
  if (!isJson(value)) return [];
  const inner = Object.entries(value).flatMap(([key, one]) => objectsIn(one, [...path, key]));
  return [[path, value], ...inner];
}
