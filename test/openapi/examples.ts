import type { MethodName } from "../../openapi/document.js";
import { lunaDocument } from "../../openapi/document.js";
import { at, isJsonObject, type JsonObject, methodsOf, requestExamples } from "../../scripts/document-walk.js";

const json = "content/application~1json";

export interface ExampleExchange {
  readonly id: MethodName;
  readonly name: string;
  readonly request: unknown;
  /** Undefined if the response lacks an example of this name. */
  readonly answer: unknown;
}

/** Returns the values of examples by name. */
const valuesOf = (examples: JsonObject): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(examples).map(([name, example]) => [name, isJsonObject(example) ? example.value : undefined]),
  );

/** All methods of the Luna API, with pointers to the schemas of their bodies and examples. */
export const documentedMethods = methodsOf(lunaDocument).map(({ id, pointer, method }) => {
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

/** All request examples with the response example of the same name. */
export const exampleExchanges: readonly ExampleExchange[] = documentedMethods.flatMap(({ id, request, answer }) =>
  Object.entries(request.examples).map(([name, value]) => ({
    id,
    name,
    request: value,
    answer: answer.examples[name],
  })),
);
