import { fixtureProblem, type ProvenanceLevel, provenanceLevels } from "../../mock-server/index.js";
import { operationFacts } from "../../openapi/document.js";
import { isJson } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { type Interaction, operationOf } from "../pact/interaction.js";
import { BadState, compose } from "../states/index.js";
import { refusalInStates } from "../states/refusal.js";
import { checkTaken } from "../states/taken.js";
import { contractNow } from "../states/usual.js";
import { fixtureOf } from "../states/world.js";
import { unfitBody, unfitHead } from "./answer.js";
import { type Finding, type Found, requestError, statesError } from "./finding.js";
import { type Need, needsOf } from "./needs.js";
import { requestFindings } from "./request.js";

export interface CheckOptions {
  /** Makes relying on this level, or on a weaker one, an error. */
  readonly failOn?: ProvenanceLevel | undefined;
}

const expectsRefusal = ({ response }: Interaction) => isJson(response.body) && "error" in response.body;

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

/** Returns the errors of provider states, which verify refuses as well. */
function unfitStates({ states, request }: Interaction): readonly Found[] {
  try {
    const { world, values } = compose(states);
    checkTaken(request.takes, Object.keys("serial" in values ? { ...values, installURL: "" } : values));
    const refusal = fixtureProblem(fixtureOf(world), contractNow);
    return refusal === undefined ? [] : [statesError("", refusalInStates(refusal, states))];
  } catch (error) {
    if (error instanceof BadState) return [statesError("", error.message)];
    throw error;
  }
}

function checkOne(interaction: Interaction, { failOn }: CheckOptions): readonly Found[] {
  const { problem, request } = interaction;
  if (problem !== undefined) return [{ side: problem.part, field: "", severity: "error", message: problem.message }];
  const absent = noSuchMethod(interaction);
  const operation = operationOf(request.path);
  if (absent !== undefined || operation === undefined) return absent === undefined ? [] : [absent];
  const { always, unlessRefused } = requestFindings(operation, request);
  return [
    ...unfitStates(interaction),
    ...always,
    // A request that is meant to be refused need not be as the document wants it.
    ...(expectsRefusal(interaction) ? [] : unlessRefused),
    ...unfitHead(interaction),
    ...unfitBody(operation, interaction),
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
    for (const found of checkOne(interaction, options)) {
      const finding = { interaction, operation, ...found };
      // The same field in many interactions is one thing to know; an error is one for each.
      const where = found.severity === "error" ? interactions.indexOf(interaction) : interaction.consumer;
      const key = JSON.stringify([where, operation, found.side, found.field, found.message]);
      if (!findings.has(key)) findings.set(key, finding);
    }
  }
  return [...findings.values()];
}
