/** An object as JSON has it. */
export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a key is missing or null: both mean the same in a pact. */
export const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;

/**
 * What a text of JSON says; for any other text what stands for it.
 *
 * @example
 * parsedOr("<html>", undefined); // undefined
 */
export function parsedOr(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}

/** Returns a response without the array that some servers wrap it in. */
export const unwrapEnvelope = (response: unknown): unknown =>
  Array.isArray(response) && response.length === 1 ? response[0] : response;

/** The path of a field as Pact writes it, below the path of its object: `$.rows`, `$['odd name']`. */
export const fieldPath = (path: string, name: string): string =>
  /^\w+$/.test(name) ? `${path}.${name}` : `${path}['${name}']`;
