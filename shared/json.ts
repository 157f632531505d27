/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Returns the fields of an object or the elements of a list, by name; empty for other values. */
export const asFields = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});

/** Whether a value is missing or null, which are equal in a pact. */
export const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;

/**
 * Parses JSON. Returns `otherwise` for a text that is not JSON.
 *
 * @example
 * parseJsonOr("<html>", undefined); // undefined
 */
export function parseJsonOr(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}

/** Returns a response without the array that some services wrap it in. */
export const unwrapEnvelope = (response: unknown): unknown =>
  Array.isArray(response) && response.length === 1 ? response[0] : response;

/** Returns the path of a field in Pact's notation: `$.rows`, `$['odd name']`. */
export const fieldPath = (path: string, name: string): string =>
  /^\w+$/.test(name) ? `${path}.${name}` : `${path}['${name}']`;
