/** Extracts the facts that the SDK needs at run time: the fields of every response and the sizes of pages. */
import { branches, isJsonObject, type JsonObject, methodsOf, resolve } from "./document-walk.js";

const answerPointer = "/responses/200/content/application~1json/schema";

/** Resolves the reference of a schema. Keys beside the reference override it. */
function resolved(document: JsonObject, schema: unknown): JsonObject {
  if (!isJsonObject(schema)) throw new Error("the document has no schema where the SDK needs one");
  const { $ref, allOf, ...own } = schema;
  if (typeof $ref === "string") return { ...resolved(document, resolve(document, $ref).schema), ...own };
  return Array.isArray(allOf) && allOf.length === 1 ? { ...resolved(document, allOf[0]), ...own } : schema;
}

/** Kinds of fields, as in `sdk/reader/shape.ts`. Their names are short to keep the SDK small. */
const kinds: Readonly<Record<string, string>> = {
  integer: "n",
  number: "n",
  string: "s",
  boolean: "b",
  "string,null": "z",
};

const idNames: ReadonlySet<string> = new Set(["id", "userID"]);

/** Returns the kind of a field, the shape of an object, or a list of either. */
function shape(document: JsonObject, schema: JsonObject, name = ""): unknown {
  if (Array.isArray(schema.oneOf)) {
    return shapeByType(
      schema.oneOf.map((member) => resolved(document, member)),
      document,
    );
  }
  if (schema.type === "array") return [shape(document, resolved(document, schema.items))];
  if (schema.type === "object") return fields(document, schema);
  const kind = kinds[String(schema.type)];
  if (schema.type === "integer" && idNames.has(name)) return "i";
  if (kind === undefined) throw new Error(`the SDK has no kind of field for the type ${schema.type}`);
  return kind;
}

/** Returns the required fields of an object except `result`, which the SDK reads separately. */
function fields(document: JsonObject, { properties, required }: JsonObject): JsonObject {
  const names = (Array.isArray(required) ? required : []).filter((name) => name !== "result");
  return Object.fromEntries(
    names.map((name) => [name, shape(document, resolved(document, (properties as JsonObject)[name]), name)]),
  );
}

/** Returns the fields of every card type, and those that a type adds. */
function shapeByType(members: readonly JsonObject[], document: JsonObject): readonly JsonObject[] {
  const byType = members.map((member) => ({ type: typeOf(member), own: fields(document, member) }));
  const [first, ...others] = byType;
  const isShared = ([name, kind]: [string, unknown]) =>
    others.every(({ own }) => JSON.stringify(own[name]) === JSON.stringify(kind));
  const every = Object.fromEntries(Object.entries(first?.own ?? {}).filter(isShared));
  const added = byType.map(({ type, own }): [string, JsonObject] => [
    type,
    Object.fromEntries(Object.entries(own).filter(([name]) => !(name in every))),
  ]);
  return [every, Object.fromEntries(added.filter(([, own]) => Object.keys(own).length > 0))];
}

function typeOf({ properties }: JsonObject): string {
  const type = isJsonObject(properties) ? properties.type : undefined;
  if (!isJsonObject(type) || type.const === undefined)
    throw new Error("the members of a choice have no type to tell them apart");
  return String(type.const);
}

/** Returns the success of a method. Of several, it is that with fields beside `result`. */
function successShape(document: JsonObject, pointer: string): unknown {
  const successes = branches(document, pointer + answerPointer)
    .map(({ schema }) => resolved(document, schema))
    .filter(({ properties }) => !(isJsonObject(properties) && "error" in properties))
    .map((schema) => shape(document, schema) as JsonObject);
  const withFields = successes.filter((found) => Object.keys(found).length > 0);
  if (withFields.length > 1) throw new Error(`the SDK cannot tell the successes of ${pointer} apart`);
  return withFields[0] ?? {};
}

/** Returns the text of `sdk/facts.gen.ts` after the banner. */
export function sdkFacts(document: JsonObject): string {
  const methods = methodsOf(document);
  const answers = methods.map(({ id, pointer }) => [id, successShape(document, pointer)]);
  // Methods that return cards share a shape.
  const card = JSON.stringify(answers.find(([id]) => id === "getPassInfo")?.[1]);
  const pages = methods
    .map(({ id, method }) => [id, isJsonObject(method["x-luna-page"]) && method["x-luna-page"].size])
    .filter(([, size]) => typeof size === "number");
  return [
    'import type { Shape } from "./reader/shape.js";',
    'import type { MethodName } from "./wire.js";',
    "",
    "/** Fields of a card. */",
    `const card: Shape = ${card};`,
    "",
    "/** Required fields of every response, without `result`. */",
    `export const responseShapes: Readonly<Record<MethodName, Shape>> = ${JSON.stringify(Object.fromEntries(answers)).replaceAll(card, "card")};`,
    "",
    "/** Records per page, and messages per call of a push to all clients. */",
    `export const pageSizes = ${JSON.stringify(Object.fromEntries(pages))} as const;`,
    "",
  ].join("\n");
}
