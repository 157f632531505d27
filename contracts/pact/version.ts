import { isAbsent, isJson, type Json } from "../../shared/json.js";
import { checkName, expectObject, InteractionError, misread } from "./interaction-error.js";

/** A version of the Pact specification. */
interface Version {
  readonly major: number;
  readonly text: string;
}

/** Metadata keys of the version, an object in most files and a text in some. */
const keys = ["pactSpecification", "pact-specification", "pactSpecificationVersion"];

/**
 * Returns the version in a file's metadata; undefined without a version, as in version 1. Throws InteractionError for an
 * unknown version, and for two that differ.
 */
function versionOf(metadata: unknown): Version | undefined {
  if (isAbsent(metadata)) return undefined;
  const [version, ...further] = keys.flatMap((key): readonly Version[] => {
    const value = expectObject(metadata, "metadata")[key];
    const named = isJson(value) ? value.version : value;
    if (isAbsent(named)) return [];
    const major = Number(/^v?([1-4])(\.\d+){0,2}$/.exec(String(named))?.[1]);
    if (!(typeof named === "string" || typeof named === "number") || Number.isNaN(major))
      throw misread(`metadata.${key}`, "version 1, 2, 3 or 4 of Pact", named);
    return [{ major, text: String(named) }];
  });
  const conflicting = further.find(({ major }) => major !== version?.major);
  if (version !== undefined && conflicting !== undefined)
    throw new InteractionError(`metadata has the versions ${version.text} and ${conflicting.text}; keep one of them`);
  return version;
}

export const messageTypes = ["Asynchronous/Messages", "Synchronous/Messages"];
const types = ["Synchronous/HTTP", ...messageTypes];

/** Whether an interaction has the form of version 4. Throws InteractionError if its type contradicts the metadata. */
export function isVersion4({ type }: Json, metadata: unknown): boolean {
  const version = versionOf(metadata);
  if (type !== undefined) {
    checkName("type", type, types, "the interaction");
    if (version === undefined || version.major === 4) return true;
    const conflict = `type ${JSON.stringify(type)} needs version 4, but the metadata says version ${version.text}`;
    throw new InteractionError(`${conflict}; correct one of them`);
  }
  if (version?.major !== 4) return false;
  throw misread("type", `one of ${types.join(", ")}, because the metadata says version ${version.text}`, type);
}
