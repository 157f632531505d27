import type { MethodName } from "../../openapi/document.js";
import { isJson } from "../../shared/json.js";
import { answerEvidence, type FieldEvidence, type Path, parameterEvidence } from "../document.js";
import type { Interaction } from "../pact/interaction.js";

/** A field of an answer that a consumer reads, or a parameter that it sends, with how sure the document is of it. */
export interface Need {
  readonly side: "answer" | "request";
  /** Such as `rows[].id`. */
  readonly field: string;
  /** Undefined if the document has no such field. */
  readonly evidence: FieldEvidence | undefined;
}

/** Every place in a value, with that of its lists' elements. */
function places(value: unknown, at: Path = []): readonly Path[] {
  const inner: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : isJson(value)
      ? Object.entries(value)
      : [];
  return inner.flatMap(([key, part]) => {
    const place = [...at, key];
    return [...(typeof key === "string" ? [place] : []), ...places(part, place)];
  });
}

/** A place in words: `rows[].id`. */
export const fieldText = (path: Path): string =>
  path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[]` : text === "" ? part : `${text}.${part}`),
    "",
  );

/** What an interaction needs of the API, each field once. */
export function needsOf(method: MethodName, { request, response }: Interaction): readonly Need[] {
  const answer = places(response.body).map((path) => ({
    side: "answer" as const,
    field: fieldText(path),
    evidence: answerEvidence(method, response.body, path),
  }));
  const sent = Object.keys(isJson(request.body) ? request.body : {}).map((name) => ({
    side: "request" as const,
    field: name,
    evidence: parameterEvidence(method, name),
  }));
  const needs = new Map<string, Need>();
  for (const need of [...sent, ...answer]) {
    const key = `${need.side} ${need.field}`;
    // A field that one row of a list has and the document does not know counts, whatever the other rows have.
    if (!needs.has(key) || need.evidence === undefined) needs.set(key, need);
  }
  return [...needs.values()];
}
