import { isAbsent, isJson } from "../../shared/json.js";
import { InteractionError, misread } from "./interaction-error.js";

/** A version of the Pact specification, as a file names it. */
export interface Version {
  readonly major: number;
  readonly text: string;
}

/** The version that one key of the metadata names: an object in most files, a text in some. */
function named(key: string, value: unknown): readonly Version[] {
  const version = isJson(value) ? value.version : value;
  if (isAbsent(version)) return [];
  const text = String(version);
  const major = Number(/^v?([1-4])(\.\d+){0,2}$/.exec(text)?.[1]);
  if (!(typeof version === "string" || typeof version === "number") || Number.isNaN(major))
    throw misread(`metadata.${key}`, "version 1, 2, 3 or 4 of Pact", version);
  return [{ major, text }];
}

/**
 * The version that the metadata of a file names; undefined if it names none, as files of version 1 do. Throws
 * InteractionError for an unknown version, and for two that differ.
 */
export function versionOf(metadata: unknown): Version | undefined {
  if (isAbsent(metadata)) return undefined;
  if (!isJson(metadata)) throw misread("metadata", "an object", metadata);
  const keys = ["pactSpecification", "pact-specification", "pactSpecificationVersion"];
  const [version, ...others] = keys.flatMap((key) => named(key, metadata[key]));
  const other = others.find(({ major }) => major !== version?.major);
  if (version !== undefined && other !== undefined)
    throw new InteractionError(`metadata names version ${version.text} and version ${other.text}; name one version`);
  return version;
}
