import { type EvidenceLevel, evidenceLevels } from "../../mock-server/index.js";
import type { MethodName } from "../../openapi/document.js";
import { isJson } from "../../shared/json.js";
import { evidenceText, type FieldEvidence, parameterEvidence, responseEvidence } from "../document.js";
import type { Interaction } from "../pact/interaction.js";
import { fieldText, type Path } from "../paths.js";
import type { FindingDetails } from "./finding.js";

/** Returns the path of every field in a value. */
function fieldPaths(value: unknown, at: Path = []): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => fieldPaths(item, [...at, index]));
  if (!isJson(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [[...at, name], ...fieldPaths(inner, [...at, name])]);
}

interface UsedField extends Pick<FindingDetails, "side" | "field"> {
  /** Undefined if the document has no such field. */
  readonly evidence: FieldEvidence | undefined;
}

/** Returns the parameters that an interaction sends and the fields that it reads, each once. */
function usedFields(method: MethodName, { request, response }: Interaction): Iterable<UsedField> {
  const sent = Object.keys(isJson(request.body) ? request.body : {}).map((field): UsedField => {
    return { side: "request", field, evidence: parameterEvidence(method, field) };
  });
  const read = fieldPaths(response.body).map((path): UsedField => {
    return { side: "response", field: fieldText(path), evidence: responseEvidence(method, response.body, path) };
  });
  const fields = new Map<string, UsedField>();
  for (const used of [...sent, ...read]) {
    const key = `${used.side} ${used.field}`;
    // A field that is unknown in any row of a list counts as unknown.
    if (!fields.has(key) || used.evidence === undefined) fields.set(key, used);
  }
  return fields.values();
}

/** Returns findings for weak evidence: errors at the level `failOn` and weaker levels, notes for assumed fields. */
export function weakFields(
  method: MethodName,
  interaction: Interaction,
  failOn: EvidenceLevel | undefined,
): readonly FindingDetails[] {
  return [...usedFields(method, interaction)].flatMap(({ side, field, evidence }): readonly FindingDetails[] => {
    if (evidence === undefined) return [];
    const rank = (level: string) => evidenceLevels.indexOf(level as EvidenceLevel);
    const isError = failOn !== undefined && rank(evidence.level) >= rank(failOn);
    if (!isError && evidence.level !== "assumed") return [];
    const message = `relies on evidence level ${evidenceText(evidence)}`;
    return [{ side, field, severity: isError ? "error" : "note", message, evidence }];
  });
}
