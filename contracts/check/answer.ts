import type { CardType } from "../../mock-server/index.js";
import { type OperationId, operationFacts } from "../../openapi/document.js";
import { answerForms, answerFormsAt, answerProvenance, hasProperty, type Path, propertyOf } from "../document.js";
import { isJson, type Json } from "../json.js";
import type { Interaction } from "../pact/interaction.js";
import { cardTypes } from "../states/usual.js";
import { answerError, anyOf, type Found } from "./finding.js";
import { fieldText } from "./needs.js";

/** What is wrong with an answer that is none of a method's; nothing if it may be one. */
export function noSuchAnswer(operation: OperationId, { body, status }: Interaction["response"]): readonly Found[] {
  if (!isJson(body) || answerForms(operation, body).length > 0) return [];
  const { errors } = operationFacts[operation];
  const isError = "error" in body && !errors.some((code) => code === body.error);
  const what = isError
    ? `${operation} does not answer error ${JSON.stringify(body.error)}: its errors are ${anyOf(errors.map(String))}`
    : `${operation} has no answer like this one, status ${status}`;
  return [answerError("", what)];
}

const isOfType = (form: Json, type: CardType): boolean => {
  const property = propertyOf(form, "type");
  return isJson(property) && property.const === type;
};

/** The card types that have a field. */
const typesWith = (forms: readonly Json[], field: string): readonly CardType[] =>
  cardTypes.filter((type) => forms.some((form) => hasProperty(form, field) && isOfType(form, type)));

const apart = (types: readonly CardType[], strangers: readonly string[]): string =>
  types.length === 0
    ? `no answer has it together with ${anyOf(strangers)}`
    : `cards of type ${anyOf(types.map(String))} have it, and none of them has ${anyOf(strangers)}`;

/**
 * The fields of an object in an answer that no form has together, each by itself: a consumer that needs them all has
 * mixed up card types.
 */
export function mixedFields(operation: OperationId, body: unknown, path: Path, value: unknown): readonly Found[] {
  if (!isJson(value)) return [];
  const forms = answerFormsAt(operation, body, path).filter((form) => isJson(form.properties));
  const has = (field: string) => (form: Json) => hasProperty(form, field);
  const fields = Object.keys(value).filter((field) => forms.some(has(field)));
  if (fields.length === 0 || forms.some((form) => fields.every((field) => has(field)(form)))) return [];
  return fields.flatMap((field): readonly Found[] => {
    const strangers = fields.filter((other) => !forms.some((form) => has(field)(form) && has(other)(form)));
    if (strangers.length === 0) return [];
    const at = [...path, field];
    const found = answerError(fieldText(at), apart(typesWith(forms, field), strangers));
    return [{ ...found, provenance: answerProvenance(operation, body, at) }];
  });
}

/** Every object in an answer, with its place. */
export function objectsIn(value: unknown, path: Path = []): readonly (readonly [Path, Json])[] {
  if (Array.isArray(value)) return value.flatMap((one, place) => objectsIn(one, [...path, place]));
  if (!isJson(value)) return [];
  const inner = Object.entries(value).flatMap(([key, one]) => objectsIn(one, [...path, key]));
  return [[path, value], ...inner];
}
