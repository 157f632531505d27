import { readFileSync } from "node:fs";
import { asFields, type Json } from "../shared/json.js";
import type { components, operations } from "./api.gen.js";

/** Names of the vendor's methods. */
export type MethodName = keyof operations;

type Body<T> = T extends { content: { "application/json": infer B } } ? B : never;

/** The request body of a method, as on the wire. */
export type RequestOf<Id extends MethodName> = Body<NonNullable<operations[Id]["requestBody"]>>;
/** The response body of a method's success. */
export type AnswerOf<Id extends MethodName> = Exclude<Body<operations[Id]["responses"][200]>, { error: number }>;
export type Schemas = components["schemas"];

/** Parameter that names the card of a request. */
export const serialParameter = "passSerialNumber" satisfies keyof RequestOf<"getPassInfo">;

/** A request parameter, with the facts that parsing needs. */
export interface Parameter {
  readonly name: string;
  readonly kind: "integer" | "phone" | "other";
  /** Values that are case-insensitive; they are parsed to the vendor's spelling. */
  readonly anyCase: readonly string[] | undefined;
}

export interface MethodFacts {
  readonly id: MethodName;
  readonly tag: string;
  readonly summary: string;
  /** Whether the method changes nothing. */
  readonly readsOnly: boolean;
  readonly parameters: readonly Parameter[];
  /** Error codes of the method. */
  readonly errors: readonly number[];
  /** Records per page; undefined for a method without pages. */
  readonly pageSize: number | undefined;
  /** Ids of the method's rules, without the rules of every request. */
  readonly rules: readonly string[];
}

function read(name: string): Json {
  return asFields(JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8")));
}

/** The OpenAPI document of the Luna API, in the default profile. */
export const lunaDocument: Json = read("./luna.gen.json");

/** Reads the OpenAPI document of the control plane. */
export const controlDocument = (): Json => read("./control.gen.json");

/** Resolves the reference of a schema. */
export function resolveSchema(schema: unknown): Json {
  const { $ref, ...own } = asFields(schema);
  if (typeof $ref !== "string") return own;
  let target: unknown = lunaDocument;
  for (const part of $ref.slice(2).split("/")) target = asFields(target)[part];
  return { ...resolveSchema(target), ...own };
}

/** Returns the alternatives of a schema. An allOf of the document has one member and adds a description. */
export const alternatives = (schema: Json): readonly Json[] =>
  [schema.oneOf, schema.anyOf, schema.allOf].flatMap((members) =>
    Array.isArray(members) ? members.map(resolveSchema) : [],
  );

/** Returns the properties of a request in all of its forms. */
function properties(schema: Json): ReadonlyMap<string, Json> {
  const found = new Map(
    Object.entries(asFields(schema.properties)).map(([name, property]) => [name, resolveSchema(property)]),
  );
  for (const form of alternatives(schema)) {
    for (const [name, property] of properties(form)) if (!found.has(name)) found.set(name, property);
  }
  return found;
}

const parameter = (name: string, schema: Json): Parameter => ({
  name,
  kind: schema["x-luna-phone"] === true ? "phone" : schema.type === "integer" ? "integer" : "other",
  anyCase: schema["x-luna-any-case"] === true ? (schema.enum as string[]) : undefined,
});

/** Returns the schema of a request or a response. */
export const bodySchema = (message: unknown): Json =>
  resolveSchema(asFields(asFields(asFields(message).content)["application/json"]).schema);

function facts(method: Json): MethodFacts {
  const answer = bodySchema(asFields(method.responses)["200"]);
  const errorCodes = alternatives(answer).map((form) => asFields(asFields(form.properties).error).const);
  const page = asFields(method["x-luna-page"]);
  const id = method.operationId as MethodName;
  return {
    id,
    tag: String((method.tags as string[])[0]),
    summary: String(method.summary),
    // Reading methods have these prefixes.
    readsOnly: /^(get|search|check)/.test(id),
    parameters: [...properties(bodySchema(method.requestBody))].map(([name, schema]) => parameter(name, schema)),
    errors: errorCodes.filter((code) => typeof code === "number"),
    pageSize: typeof page.size === "number" ? page.size : undefined,
    rules: method["x-luna-rules"] as string[],
  };
}

/** Facts of the document about each method, by name. */
export const methodFacts = Object.fromEntries(
  Object.values(asFields(lunaDocument.paths)).map((path) => {
    const method = facts(asFields(asFields(path).post));
    return [method.id, method];
  }),
) as Readonly<Record<MethodName, MethodFacts>>;

/** Returns the records per page of a method with pages. Throws for other methods. */
export function pageSize(id: MethodName): number {
  const size = methodFacts[id].pageSize;
  if (size === undefined) throw new Error(`the document gives ${id} no pages`);
  return size;
}
