import type { EvidenceLevel } from "../../mock-server/index.js";
import { methodFacts } from "../../openapi/document.js";
import { isJson } from "../../shared/json.js";
import { nearest } from "../../shared/nearest.js";
import { type Interaction, methodNameOf } from "../pact/interaction.js";
import { ProviderStateError } from "../states/index.js";
import { prepareStates } from "../states/prepare.js";
import { weakFields } from "./evidence.js";
import { type CheckFinding, type FindingDetails, requestError, statesError } from "./finding.js";
import { requestFindings } from "./request.js";
import { responseFindings } from "./response.js";

export interface CheckOptions {
  /** Makes fields of this evidence level or a weaker level errors. */
  readonly failOn?: EvidenceLevel | undefined;
}

/** Returns the errors of provider states, which verify refuses too. */
function stateFindings({ states, request }: Interaction): readonly FindingDetails[] {
  try {
    prepareStates(states, request.takes);
    return [];
  } catch (error) {
    if (error instanceof ProviderStateError) return [statesError("", error.message)];
    throw error;
  }
}

function checkOne(interaction: Interaction, { failOn }: CheckOptions): readonly FindingDetails[] {
  const { problem, kind, request, response } = interaction;
  if (problem !== undefined) return [{ side: problem.part, field: "", severity: "error", message: problem.message }];
  if (kind === "message")
    return [requestError("", "messages are unsupported; the API has requests and responses only")];
  const { method: verb, path } = request;
  const method = methodNameOf(path);
  if (method === undefined) {
    const near = nearest(path.split("/").at(-1) ?? "", Object.keys(methodFacts));
    const hint = near === undefined ? "" : `; did you mean ${near}?`;
    return [requestError("", `the document has no ${verb} ${path}${hint}`)];
  }
  if (verb !== "POST") return [requestError("", `verb of ${method} must be POST, got ${verb}`)];
  const expectsRefusal = isJson(response.body) && "error" in response.body;
  return [
    ...stateFindings(interaction),
    ...requestFindings(method, request, expectsRefusal),
    ...responseFindings(method, interaction),
    ...weakFields(method, interaction, failOn),
  ];
}

/** Compares interactions with the OpenAPI document, without a server. */
export async function checkPacts(
  interactions: readonly Interaction[],
  options: CheckOptions = {},
): Promise<readonly CheckFinding[]> {
  const findings = new Map<string, CheckFinding>();
  for (const [index, interaction] of interactions.entries()) {
    const method = methodNameOf(interaction.request.path);
    for (const found of checkOne(interaction, options)) {
      // A note is reported once per consumer, an error for each interaction.
      const scope = found.severity === "error" ? index : interaction.consumer;
      const key = JSON.stringify([scope, method, found.side, found.field, found.message]);
      if (!findings.has(key)) findings.set(key, { interaction, method, ...found });
    }
  }
  return [...findings.values()];
}
