import * as library from "@pactflow/openapi-pact-comparator";
import { lunaDocument, type OperationId } from "../../openapi/document.js";
import { answerForms, operationDocument, type Path } from "../document.js";
import type { Json } from "../json.js";
import type { Interaction } from "../pact/interaction.js";
import type { MeantRequest } from "./request.js";

interface ComparatorResult {
  readonly code: string;
  readonly message: string;
  readonly type: "error" | "warning";
  readonly mockDetails?: { readonly location: string };
}

// The library's own types are written for a bundler: here they resolve to nothing.
const { Comparator } = library as unknown as {
  readonly Comparator: new (document: object) => { compare(pact: object): AsyncIterable<ComparatorResult> };
};

/** Something that the document and an interaction do not agree about, in the comparator's words. */
export interface Disagreement {
  /** Such as `response.body.incompatible`. */
  readonly code: string;
  readonly message: string;
  readonly isError: boolean;
  /** Where in the body, if it is about a body. */
  readonly path: Path;
}

/** A consumer names only some of the fields of an answer, so that several alternatives may fit: one is enough. */
const components = JSON.parse(JSON.stringify(lunaDocument.components ?? {}).replaceAll('"oneOf":', '"anyOf":'));

/** Some forms as one schema. No form at all is told of elsewhere: here anything goes then. */
const oneOfThese = (forms: readonly Json[]): object =>
  forms.length === 0 ? {} : { anyOf: JSON.parse(JSON.stringify(forms).replaceAll('"oneOf":', '"anyOf":')) };

const content = (forms: readonly Json[]) => ({ content: { "application/json": { schema: oneOfThese(forms) } } });

/** Of the document, what an interaction is held against: its method, with the forms that may be meant. */
function documentFor(operation: OperationId, answer: unknown, { forms }: MeantRequest) {
  const { openapi, info, security } = lunaDocument;
  const responses = { 200: { description: "", ...content(answerForms(operation, answer)) } };
  const post = { ...operationDocument(operation), requestBody: content(forms), responses };
  return { openapi, info, security, paths: { [`/${operation}`]: { post } }, components };
}

const bodyPath = (location: string): Path =>
  (/\.(?:request|response)\.body\.?(.*)$/.exec(location)?.[1] ?? "")
    .split(".")
    .filter((part) => part !== "")
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** All that the document and an interaction do not agree about, but for the query: the document has none anywhere. */
export async function compare(
  { description, request: { headers }, response }: Interaction,
  operation: OperationId,
  meant: MeantRequest,
): Promise<readonly Disagreement[]> {
  // What there is to say of the token and the content type is said elsewhere.
  const usual = { "content-type": "application/json", "x-access-token": "luna-token" };
  const request = { method: "POST", path: `/${operation}`, headers: { ...headers, ...usual }, body: meant.body };
  const comparator = new Comparator(documentFor(operation, response.body, meant));
  const found: Disagreement[] = [];
  for await (const result of comparator.compare({ interactions: [{ description, request, response }] })) {
    const { code, message, type, mockDetails } = result;
    found.push({ code, message, isError: type === "error", path: bodyPath(mockDetails?.location ?? "") });
  }
  return found;
}
