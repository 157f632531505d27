import type { MethodName } from "../../openapi/document.js";
import { lunaDocument } from "../../openapi/document.js";
import { at, isJson, type Json, methodsOf, requestExamples } from "../../scripts/document-walk.js";

const json = "content/application~1json";

export interface Exchange {
  readonly id: MethodName;
  readonly name: string;
  readonly request: unknown;
  /** Undefined if the answer lacks an example of this name. */
  readonly answer: unknown;
}

/** Returns the values of examples by name. */
const valuesOf = (examples: Json): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(examples).map(([name, example]) => [name, isJson(example) ? example.value : undefined]),
  );

/** Each method of the Luna API, with where its bodies are described and the examples of them. */
export const methods = methodsOf(lunaDocument).map(({ id, pointer, method }) => {
  const request = `${pointer}/requestBody/${json}`;
  const answer = `${pointer}/responses/200/${json}`;
  const media = at(lunaDocument, request);
  const invalid = media["x-luna-invalid-examples"] ?? {};
  return {
    id: id as MethodName,
    method,
    request: { schema: `${request}/schema`, examples: valuesOf(requestExamples(media)), invalid: Object.keys(invalid) },
    answer: { schema: `${answer}/schema`, examples: valuesOf(at(lunaDocument, `${answer}/examples`)) },
  };
});

/** Each request example with the answer example of the same name. */
export const exchanges: readonly Exchange[] = methods.flatMap(({ id, request, answer }) =>
  Object.entries(request.examples).map(([name, value]) => ({
    id,
    name,
    request: value,
    answer: answer.examples[name],
  })),
);
