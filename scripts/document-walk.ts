/** Reads an OpenAPI document: references and the branches of requests. */
export type JsonObject = Record<string, unknown>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Returns the value at a JSON pointer such as `#/components/schemas/Phone`. */
export function at(document: JsonObject, pointer: string): JsonObject {
  let value: unknown = document;
  for (const part of pointer.replace(/^#\//, "").split("/")) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    value = typeof value === "object" && value !== null ? (value as JsonObject)[key] : undefined;
  }
  if (!isJsonObject(value)) throw new Error(`missing in the document: ${pointer}`);
  return value;
}

/** Resolves the reference of a schema. Returns the schema and its pointer. */
export function resolve(document: JsonObject, pointer: string): { schema: JsonObject; pointer: string } {
  const schema = at(document, pointer);
  return typeof schema.$ref === "string" ? resolve(document, schema.$ref) : { schema, pointer };
}

export const escapePointer = (part: string) => part.replaceAll("~", "~0").replaceAll("/", "~1");

export function methodsOf(document: JsonObject): { id: string; pointer: string; method: JsonObject }[] {
  return Object.keys(document.paths as JsonObject).map((path) => {
    const pointer = `#/paths/${escapePointer(path)}/post`;
    const method = at(document, pointer);
    return { id: String(method.operationId), pointer, method };
  });
}

/** Returns the members of a oneOf or anyOf, or the schema itself. */
export function branches(document: JsonObject, pointer: string): { schema: JsonObject; pointer: string }[] {
  const found = resolve(document, pointer);
  for (const keyword of ["oneOf", "anyOf"]) {
    const members = found.schema[keyword];
    if (Array.isArray(members) && members.some((member) => isJsonObject(member) && typeof member.$ref === "string")) {
      return members.map((_, index) => resolve(document, `${found.pointer}/${keyword}/${index}`));
    }
  }
  return [found];
}

/** Returns the values that const or enum allow for a property; undefined if it is free or absent. */
export function boundValues(document: JsonObject, pointer: string, property: string): string[] | undefined {
  const { schema } = resolve(document, pointer);
  if (!isJsonObject(schema.properties) || !isJsonObject(schema.properties[property])) return undefined;
  const { schema: values } = resolve(document, `${resolve(document, pointer).pointer}/properties/${property}`);
  if (typeof values.const === "string") return [values.const];
  return Array.isArray(values.enum) ? values.enum.map(String) : undefined;
}

/**
 * Returns all request examples of a media type by name. Invalid examples, which lead to error 4, are in an extension,
 * because tools validate and send `examples`.
 */
export function requestExamples(media: JsonObject): JsonObject {
  const { examples, "x-luna-invalid-examples": invalid } = media;
  return { ...(isJsonObject(examples) ? examples : {}), ...(isJsonObject(invalid) ? invalid : {}) };
}

/** Adds a one-value `enum` beside each `const` of a schema: generators of Zod schemas ignore `const`. */
export function withEnums(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withEnums);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] =>
    key === "const"
      ? [
          ["const", inner],
          ["enum", [inner]],
        ]
      : [[key, withEnums(inner)]],
  );
  return Object.fromEntries(entries);
}
