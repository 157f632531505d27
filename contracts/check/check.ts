import { nearest, type ProvenanceLevel, provenanceLevels } from "../../mock-server/index.js";
import { type OperationId, operationFacts } from "../../openapi/document.js";
import { answerForms, answerProvenance, type FieldProvenance, type Path } from "../document.js";
import { isJson } from "../json.js";
import { type Interaction, operationOf } from "../pact/interaction.js";
import { compare, type Disagreement } from "./compare.js";
import { fieldText, type Need, needsOf } from "./needs.js";

/** Something to tell about an interaction. A note is no failure. */
export interface Finding {
  readonly interaction: Interaction;
  readonly operation: OperationId | undefined;
  readonly severity: "error" | "note";
  readonly side: "request" | "answer";
  /** Such as `rows[].id`; empty if it is about no field. */
  readonly field: string;
  readonly message: string;
  readonly provenance?: FieldProvenance | undefined;
}

export interface CheckOptions {
  /** Makes relying on this level, or on a weaker one, an error. */
  readonly failOn?: ProvenanceLevel | undefined;
}

type Found = Omit<Finding, "interaction" | "operation">;

/** Clients of the engine are known to send it in the body too; it is ignored there. */
const knownExtraKey = "token";

const expectsRefusal = ({ response }: Interaction) => isJson(response.body) && "error" in response.body;

/** A number that is sent as text is not as the document has it, and is taken all the same. */
function sentAsText(operation: OperationId, { body }: Interaction["request"], path: Path): string | undefined {
  const name = path[0];
  const value = isJson(body) && typeof name === "string" ? body[name] : undefined;
  const kind = operationFacts[operation].parameters.find((parameter) => parameter.name === name)?.kind;
  if (typeof value !== "string" || !/^[+-]?\d+$/.test(value)) return undefined;
  return kind === "phone" ? "phoneIn" : kind === "integer" ? "numberIn" : undefined;
}

const extraField = (message: string): string | undefined => /additional properties - (.+)$/.exec(message)?.[1];
const aboutAlternatives = /must match|must be equal to constant/;
const plain = (message: string) => message.replace(/^.* in the spec file: /, "");

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

function disagreements(
  operation: OperationId,
  interaction: Interaction,
  all: readonly Disagreement[],
): readonly Found[] {
  return telling(operation, interaction, all).flatMap(({ code, message, isError, path }): readonly Found[] => {
    const side = code.startsWith("request.") ? "request" : "answer";
    // A request that is meant to be refused need not be as the document wants it.
    if (side === "request" && expectsRefusal(interaction) && code !== "request.path-or-method.unknown") return [];
    const extra = extraField(message);
    const at = extra === undefined ? path : [...path, extra];
    const asText = side === "request" ? sentAsText(operation, interaction.request, path) : undefined;
    if (asText !== undefined) {
      const note = `the document has a number here; text is taken where the switch ${asText} says accepted`;
      return [{ side, field: fieldText(at), severity: "note", message: note }];
    }
    const lacks = extra !== undefined && side === "answer";
    return [
      {
        side,
        field: fieldText(at),
        severity: isError ? "error" : "note",
        message: lacks ? "the document has no such field in this answer" : plain(message),
        provenance: side === "answer" ? answerProvenance(operation, interaction.response.body, at) : undefined,
      },
    ];
  });
}

function undeclared(operation: OperationId, { field }: Need): Found {
  const near = nearest(
    field,
    operationFacts[operation].parameters.map(({ name }) => name),
  );
  const hint = near === undefined ? "the API ignores it" : `did you mean ${near}?`;
  const message = `${operation} has no such parameter: ${hint}`;
  return { side: "request", field, severity: field === knownExtraKey ? "note" : "error", message };
}

/** The vendor's methods take their parameters in the body; what comes in the query is read by nobody. */
function undeclaredInQuery(operation: OperationId, name: string): Found {
  const isKnown = operationFacts[operation].parameters.some((parameter) => parameter.name === name);
  const message = isKnown
    ? `${operation} takes ${name} in the body: the API ignores it in the query`
    : `${operation} has no such parameter, and no method has one in the query: the API ignores it`;
  return { side: "request", field: `?${name}`, severity: "error", message };
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

async function checkOne(interaction: Interaction, { failOn }: CheckOptions): Promise<readonly Found[]> {
  const about = (message: string): readonly Found[] => [{ side: "request", field: "", severity: "error", message }];
  if (interaction.kind === "message") return about("it is a message: the API has requests and answers only");
  const operation = operationOf(interaction.request.path);
  const all = await compare(interaction, operation);
  if (operation === undefined) {
    const near = nearest(interaction.request.path.split("/").at(-1) ?? "", Object.keys(operationFacts));
    const hint = near === undefined ? "" : `; did you mean ${near}?`;
    return about(`the document has no ${interaction.request.method} ${interaction.request.path}${hint}`);
  }
  const { body, status } = interaction.response;
  const noForm = body !== undefined && isJson(body) && answerForms(operation, body).length === 0;
  const unfit: readonly Found[] = noForm
    ? [
        {
          side: "answer",
          field: "",
          severity: "error",
          message: `${operation} has no answer like this one, status ${status}`,
        },
      ]
    : [];
  const needs = needsOf(operation, interaction);
  return [
    ...disagreements(
      operation,
      interaction,
      noForm ? all.filter(({ code }) => !code.startsWith("response.body")) : all,
    ),
    ...unfit,
    ...needs
      .filter(({ side, provenance }) => side === "request" && provenance === undefined)
      .map((need) => undeclared(operation, need)),
    ...Object.keys(interaction.request.query).map((name) => undeclaredInQuery(operation, name)),
    ...needs.flatMap((need) => weak(need, failOn)),
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
