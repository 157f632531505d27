/** Comparison of contracts with the document's schemas. */
import { expect, test } from "vitest";
import { schemaViolations } from "../../contracts/check/schema-violations.js";
import { lunaDocument } from "../../openapi/document.js";
import { isJson, type Json } from "../../shared/json.js";

/** Returns the keywords of a schema and of those in it. */
function keywordsOf(schema: unknown): readonly string[] {
  if (!isJson(schema)) return [];
  const { properties, items, not } = schema;
  const alternatives = [schema.oneOf, schema.anyOf, schema.allOf].flatMap((of) => (Array.isArray(of) ? of : []));
  const inner = [...Object.values(isJson(properties) ? properties : {}), items, not, ...alternatives];
  return [...Object.keys(schema), ...inner.flatMap(keywordsOf)];
}

/** Keywords that are checked, or that need no check where a value may be incomplete. */
const known = new Set([
  ...["$ref", "oneOf", "anyOf", "allOf", "type", "properties", "items", "const", "enum"],
  ...["minimum", "maximum", "minLength", "maxLength", "pattern", "maxItems"],
  ...["required", "additionalProperties", "not"],
  ...["description", "examples", "format", "title"],
]);

test("every keyword of the document's schemas is known", () => {
  const { schemas } = lunaDocument.components as { readonly schemas: Json };
  const keywords = new Set(
    Object.values(schemas)
      .flatMap(keywordsOf)
      .filter((key) => !key.startsWith("x-")),
  );
  expect([...keywords].filter((key) => !known.has(key))).toEqual([]);
});

test.each([
  { schema: { type: "string", maxLength: 2 }, value: "abc", message: "must have at most 2 characters" },
  { schema: { type: "string", maxLength: 2 }, value: "😀😀", message: undefined },
  { schema: { type: "string", minLength: 1 }, value: "", message: "must have at least 1 characters" },
  { schema: { type: "string", pattern: "^[0-9]+$" }, value: "a", message: "must match ^[0-9]+$" },
  { schema: { type: "integer", minimum: 1 }, value: 0, message: "must be at least 1" },
  { schema: { type: "integer", maximum: 1 }, value: 2, message: "must be at most 1" },
  { schema: { type: "array", items: {}, maxItems: 1 }, value: [1, 2], message: "must have at most 1 elements" },
  { schema: { type: "integer" }, value: 1.5, message: "must be integer" },
  { schema: { type: "number" }, value: 1, message: undefined },
  { schema: { type: ["string", "null"] }, value: null, message: undefined },
])("$value in $schema: $message", ({ schema, value, message }) => {
  expect(schemaViolations([schema], value).map((violation) => violation.message)).toEqual(
    message === undefined ? [] : [message],
  );
});
