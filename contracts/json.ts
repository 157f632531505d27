/** An object as JSON has it. */
export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The path of a field as Pact writes it, below the path of its object: `$.rows`, `$['odd name']`. */
export const fieldPath = (path: string, name: string): string =>
  /^\w+$/.test(name) ? `${path}.${name}` : `${path}['${name}']`;
