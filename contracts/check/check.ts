import { type EvidenceLevel, evidenceLevels, fixtureProblem } from "../../mock-server/index.js";
import { methodFacts } from "../../openapi/document.js";
import { isJson } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { type Interaction, methodNameOf } from "../pact/interaction.js";
import { compose, ProviderStateError } from "../states/index.js";
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
  readonly failOn?: EvidenceLevel | undefined;
}

const expectsRefusal = ({ response }: Interaction) => isJson(response.body) && "error" in response.body;

/** What the consumer relies on that is weakly known. */
function weak({ side, field, evidence }: Need, failOn: EvidenceLevel | undefined): readonly Found[] {
  if (evidence === undefined) return [];
  const rank = evidenceLevels.indexOf(evidence.level as EvidenceLevel);
  const fails = failOn !== undefined && rank >= evidenceLevels.indexOf(failOn);
  if (!fails && evidence.level !== "assumed") return [];
  const note = evidence.note === undefined ? "" : `; ${evidence.note}`;
  const message = `relies on what is ${evidence.level} (${evidence.source}${note})`;
  return [{ side, field, severity: fails ? "error" : "note", message, evidence }];
}

/** Why an interaction cannot be held against a method of the document at all. */
function noSuchMethod({ kind, request: { method: verb, path } }: Interaction): Found | undefined {
  if (kind === "message") return requestError("", "it is a message: the API has requests and answers only");
  const method = methodNameOf(path);
  if (method === undefined) {
    const near = nearest(path.split("/").at(-1) ?? "", Object.keys(methodFacts));
    return requestError(
      "",
      `the document has no ${verb} ${path}${near === undefined ? "" : `; did you mean ${near}?`}`,
    );
  }
  return verb === "POST" ? undefined : requestError("", `${method} is called with POST, not with ${verb}`);
}

/** Returns the errors of provider states, which verify refuses as well. */
function unfitStates({ states, request }: Interaction): readonly Found[] {
  try {
    const { world, values } = compose(states);
    checkTaken(request.takes, Object.keys("serial" in values ? { ...values, installURL: "" } : values));
    const refusal = fixtureProblem(fixtureOf(world), contractNow);
    return refusal === undefined ? [] : [statesError("", refusalInStates(refusal, states))];
  } catch (error) {
    if (error instanceof ProviderStateError) return [statesError("", error.message)];
    throw error;
  }
}

function checkOne(interaction: Interaction, { failOn }: CheckOptions): readonly Found[] {
  const { problem, request } = interaction;
  if (problem !== undefined) return [{ side: problem.part, field: "", severity: "error", message: problem.message }];
  const absent = noSuchMethod(interaction);
  const method = methodNameOf(request.path);
  if (absent !== undefined || method === undefined) return absent === undefined ? [] : [absent];
  const { always, unlessRefused } = requestFindings(method, request);
  return [
    ...unfitStates(interaction),
    ...always,
    // A request that is meant to be refused need not be as the document wants it.
    ...(expectsRefusal(interaction) ? [] : unlessRefused),
    ...unfitHead(interaction),
    ...unfitBody(method, interaction),
    ...needsOf(method, interaction).flatMap((need) => weak(need, failOn)),
  ];
}

/** Holds interactions against the OpenAPI document, without running anything. */
export async function checkPacts(
  interactions: readonly Interaction[],
  options: CheckOptions = {},
): Promise<readonly Finding[]> {
  const findings = new Map<string, Finding>();
  for (const interaction of interactions) {
    const method = methodNameOf(interaction.request.path);
    for (const found of checkOne(interaction, options)) {
      const finding = { interaction, method, ...found };
      // The same field in many interactions is one thing to know; an error is one for each.
      const where = found.severity === "error" ? interactions.indexOf(interaction) : interaction.consumer;
      const key = JSON.stringify([where, method, found.side, found.field, found.message]);
      if (!findings.has(key)) findings.set(key, finding);
    }
  }
  return [...findings.values()];
}
