import { nearest } from "../../mock-server/for-contracts.js";
import { type ProvenanceLevel, provenanceLevels } from "../../mock-server/index.js";
import { type OperationId, operationFacts } from "../../openapi/document.js";
import { allowedValues, answerFormsAt, answerProvenance, type Path, propertyOf } from "../document.js";
import { isJson } from "../json.js";
import { type Interaction, operationOf } from "../pact/interaction.js";
import { BadState, compose } from "../states/index.js";
import { mixedFields, noSuchAnswer, objectsIn } from "./answer.js";
import { compare, type Disagreement } from "./compare.js";
import { anyOf, type Finding, type Found, requestError, statesNote } from "./finding.js";
import { fieldText, type Need, needsOf } from "./needs.js";
import { meantRequest } from "./request.js";

export interface CheckOptions {
  /** Makes relying on this level, or on a weaker one, an error. */
  readonly failOn?: ProvenanceLevel | undefined;
}

const expectsRefusal = ({ response }: Interaction) => isJson(response.body) && "error" in response.body;

const extraField = (message: string): string | undefined => /additional properties - (.+)$/.exec(message)?.[1];
const aboutAlternatives = /must match|must be equal to constant/;
const plain = (message: string) =>
  message
    .replace(/^.* in the spec file: /, "")
    .replace(/^must have required property '(.*)'$/, "must have $1")
    .replace(/^must be (\w+),(\w+)$/, "must be $1 or $2");

/** The comparator tells of every alternative that does not fit; here only what is true of the one that was meant. */
function telling(
  operation: OperationId,
  { response }: Interaction,
  all: readonly Disagreement[],
): readonly Disagreement[] {
  const isOfAnother = ({ code, message, path }: Disagreement) => {
    const extra = extraField(message);
    if (!code.startsWith("response.body") || extra === undefined) return false;
    return answerProvenance(operation, response.body, [...path, extra]) !== undefined;
  };
  const own = all.filter((one) => !isOfAnother(one));
  const precise = own.filter(({ message }) => !aboutAlternatives.test(message));
  return precise.length > 0 ? precise : own;
}

/** The values that the document lists for a place in an answer. */
function allowedAt(operation: OperationId, body: unknown, path: Path): readonly unknown[] {
  const field = path.at(-1) ?? "";
  const forms = answerFormsAt(operation, body, path.slice(0, -1));
  return [...new Set(forms.flatMap((form) => allowedValues(propertyOf(form, field)) ?? []))];
}

/** What the comparator says in words of its own trade, in ours. */
function inOurWords(operation: OperationId, { code, message, path }: Disagreement, of: Interaction): string {
  const { request, response } = of;
  if (code === "request.accept.incompatible") return `accepts ${request.headers.accept}; answers are application/json`;
  if (code === "response.status.unknown")
    return `status ${response.status} is not in the document: it has 200, for errors too (switch errorStatus)`;
  if (code === "response.content-type.incompatible")
    return `the content type is ${response.headers["content-type"]}; the document has application/json (switch contentType)`;
  if (message.includes("allowed values") && code.startsWith("response.body"))
    return `has to be ${anyOf(allowedAt(operation, response.body, path).map((value) => JSON.stringify(value)))}`;
  const lacks = extraField(message) !== undefined && code.startsWith("response.");
  return lacks ? "the document has no such field in this answer" : plain(message);
}

function foundBy(operation: OperationId, interaction: Interaction, disagreement: Disagreement): Found {
  const { code, message, isError, path } = disagreement;
  const side = code.startsWith("request.") ? "request" : "answer";
  const extra = extraField(message);
  const at = extra === undefined ? path : [...path, extra];
  return {
    side,
    field: fieldText(at),
    severity: isError && code !== "request.accept.incompatible" ? "error" : "note",
    message: inOurWords(operation, disagreement, interaction),
    provenance: side === "answer" ? answerProvenance(operation, interaction.response.body, at) : undefined,
  };
}

/** What the consumer relies on that is weakly known. */
function weak({ side, field, provenance }: Need, failOn: ProvenanceLevel | undefined): readonly Found[] {
  if (provenance === undefined) return [];
  const rank = provenanceLevels.indexOf(provenance.level as ProvenanceLevel);
  const fails = failOn !== undefined && rank >= provenanceLevels.indexOf(failOn);
  if (!fails && provenance.level !== "assumed") return [];
  const note = provenance.note === undefined ? "" : `; ${provenance.note}`;
  const message = `relies on what is ${provenance.level} (${provenance.source}${note})`;
  return [{ side, field, severity: fails ? "error" : "note", message, provenance }];
}

/** Why an interaction cannot be held against a method of the document at all. */
function noSuchMethod({ kind, request: { method, path } }: Interaction): Found | undefined {
  if (kind === "message") return requestError("", "it is a message: the API has requests and answers only");
  const operation = operationOf(path);
  if (operation === undefined) {
    const near = nearest(path.split("/").at(-1) ?? "", Object.keys(operationFacts));
    return requestError(
      "",
      `the document has no ${method} ${path}${near === undefined ? "" : `; did you mean ${near}?`}`,
    );
  }
  return method === "POST" ? undefined : requestError("", `${operation} is called with POST, not with ${method}`);
}

/** What is wrong with the provider states. A note: a contract may be meant for another provider's states. */
function unfitStates({ states, oddStates }: Interaction): readonly Found[] {
  const note = (why: string) => [statesNote("", `verify will refuse them: ${why}`)];
  if (oddStates !== undefined) return note(oddStates);
  try {
    compose(states);
    return [];
  } catch (error) {
    if (error instanceof BadState) return note(error.message);
    throw error;
  }
}

async function checkOne(interaction: Interaction, { failOn }: CheckOptions): Promise<readonly Found[]> {
  const absent = noSuchMethod(interaction);
  const operation = operationOf(interaction.request.path);
  if (absent !== undefined || operation === undefined) return absent === undefined ? [] : [absent];
  const { body } = interaction.response;
  const request = meantRequest(operation, interaction.request);
  const mixed = objectsIn(body).flatMap(([path, value]) => mixedFields(operation, body, path, value));
  // A request that is meant to be refused need not be as the document wants it.
  const isToFit = !expectsRefusal(interaction);
  const compared = telling(operation, interaction, await compare(interaction, operation, request))
    .filter(({ code }) => isToFit || !code.startsWith("request."))
    .filter(({ message }) => mixed.length === 0 || !aboutAlternatives.test(message));
  return [
    ...unfitStates(interaction),
    ...(isToFit ? request.unfit : []),
    ...request.found,
    ...compared.map((one) => foundBy(operation, interaction, one)),
    ...noSuchAnswer(operation, interaction.response),
    ...mixed,
    ...needsOf(operation, interaction).flatMap((need) => weak(need, failOn)),
  ];
}

/** Holds interactions against the OpenAPI document, without running anything. */
export async function checkPacts(
  interactions: readonly Interaction[],
  options: CheckOptions = {},
): Promise<readonly Finding[]> {
  const findings = new Map<string, Finding>();
  for (const interaction of interactions) {
    const operation = operationOf(interaction.request.path);
    for (const found of await checkOne(interaction, options)) {
      const finding = { interaction, operation, ...found };
      // The same field in many interactions is one thing to know; an error is one for each.
      const where = found.severity === "error" ? interactions.indexOf(interaction) : interaction.consumer;
      const key = JSON.stringify([where, operation, found.side, found.field, found.message]);
      if (!findings.has(key)) findings.set(key, finding);
    }
  }
  return [...findings.values()];
}
