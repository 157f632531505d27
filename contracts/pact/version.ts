import { isAbsent, isJson } from "../../shared/json.js";
import { InteractionError, misread } from "./interaction-error.js";

/** A version of the Pact specification. */
export interface Version {
  readonly major: number;
  readonly text: string;
}

/** Metadata keys of the version, an object in most files and a text in some. */
const keys = ["pactSpecification", "pact-specification", "pactSpecificationVersion"];

/**
 * Returns the version in a file's metadata; undefined without one, as in version 1. Throws InteractionError for an
 * unknown version, and for two that differ.
 */
export function versionOf(metadata: unknown): Version | undefined {
  if (isAbsent(metadata)) return undefined;
  if (!isJson(metadata)) throw misread("metadata", "an object", metadata);
  const [version, ...others] = keys.flatMap((key): readonly Version[] => {
    const value = metadata[key];
    const named = isJson(value) ? value.version : value;
    if (isAbsent(named)) return [];
    const major = Number(/^v?([1-4])(\.\d+){0,2}$/.exec(String(named))?.[1]);
    if (!(typeof named === "string" || typeof named === "number") || Number.isNaN(major))
      throw misread(`metadata.${key}`, "version 1, 2, 3 or 4 of Pact", named);
    return [{ major, text: String(named) }];
  });
  const other = others.find(({ major }) => major !== version?.major);
  if (version !== undefined && other !== undefined)
    throw new InteractionError(`metadata has the versions ${version.text} and ${other.text}; keep one of them`);
  return version;
}
