import * as library from "@pactflow/openapi-pact-comparator";
import { lunaDocument, type OperationId } from "../../openapi/document.js";
import { answerForms, operationDocument, type Path } from "../document.js";
import { basePath, type Interaction, serverPath } from "../pact/interaction.js";

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

const pathItem = (operation: OperationId, body: unknown) => {
  const forms = answerForms(operation, body);
  // No form at all is told of elsewhere: here anything goes then.
  const schema = forms.length === 0 ? {} : { anyOf: forms };
  const answer = { description: "", content: { "application/json": { schema } } };
  const document = JSON.parse(JSON.stringify(operationDocument(operation)).replaceAll('"oneOf":', '"anyOf":'));
  return { post: { ...document, responses: { 200: answer } } };
};

/** Of the document, what an interaction is held against: its method, with the answers that may be meant. */
function documentFor(operation: OperationId | undefined, body: unknown) {
  const { openapi, info, security } = lunaDocument;
  const paths = operation === undefined ? {} : { [`/${operation}`]: pathItem(operation, body) };
  return { openapi, info, security, paths, components };
}

const bodyPath = (location: string): Path =>
  (/\.(?:request|response)\.body\.?(.*)$/.exec(location)?.[1] ?? "")
    .split(".")
    .filter((part) => part !== "")
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** All that the document and an interaction do not agree about, but for the query: the document has none anywhere. */
export async function compare(
  { description, request, response }: Interaction,
  operation: OperationId | undefined,
): Promise<readonly Disagreement[]> {
  const path = serverPath(request.path).replace(basePath, "/");
  const { query: _toldElsewhere, ...compared } = request;
  const pact = { interactions: [{ description, request: { ...compared, path }, response }] };
  const comparator = new Comparator(documentFor(operation, response.body));
  const found: Disagreement[] = [];
  for await (const { code, message, type, mockDetails } of comparator.compare(pact)) {
    found.push({ code, message, isError: type === "error", path: bodyPath(mockDetails?.location ?? "") });
  }
  return found;
}
