import { readFileSync } from "node:fs";
import type { components, operations } from "./api.gen.js";

/** Names of the vendor's methods. */
export type MethodName = keyof operations;

type Body<T> = T extends { content: { "application/json": infer B } } ? B : never;

/** What a method takes, as it travels on the wire. */
export type RequestOf<Id extends MethodName> = Body<NonNullable<operations[Id]["requestBody"]>>;
/** What a method answers when it does not refuse. */
export type AnswerOf<Id extends MethodName> = Exclude<Body<operations[Id]["responses"][200]>, { error: number }>;
export type Schemas = components["schemas"];

/** What intake has to know of a request's parameter. */
export interface Parameter {
  readonly name: string;
  readonly kind: "integer" | "phone" | "other";
  /** Values that are taken in any case and passed on as the vendor's page prints them. */
  readonly anyCase: readonly string[] | undefined;
}

export interface MethodFacts {
  readonly id: MethodName;
  readonly tag: string;
  readonly summary: string;
  /** Whether it changes nothing. */
  readonly readsOnly: boolean;
  readonly parameters: readonly Parameter[];
  /** Error codes the method can answer. */
  readonly errors: readonly number[];
  /** Records per page; undefined for a method without pages. */
  readonly pageSize: number | undefined;
  /** Ids of the rules that apply to the method, beside those that apply to every request. */
  readonly rules: readonly string[];
}

type Json = { readonly [key: string]: unknown };

const json = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});

function read(name: string): Json {
  return json(JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8")));
}

/** The OpenAPI document of the Luna API, in the default profile. */
export const lunaDocument: Json = read("./luna.gen.json");

/** The OpenAPI document of the control plane; read when it is asked for. */
export const controlDocument = (): Json => read("./control.gen.json");

function resolve(schema: unknown): Json {
  const { $ref, ...own } = json(schema);
  if (typeof $ref !== "string") return own;
  let target: unknown = lunaDocument;
  for (const part of $ref.slice(2).split("/")) target = json(target)[part];
  return { ...resolve(target), ...own };
}

const alternatives = (schema: Json): Json[] =>
  [schema.oneOf, schema.anyOf].flatMap((members) => (Array.isArray(members) ? members.map(resolve) : []));

/** Every property a request can have, in any of its forms. */
function properties(schema: Json): ReadonlyMap<string, Json> {
  const found = new Map(Object.entries(json(schema.properties)).map(([name, of]) => [name, resolve(of)]));
  for (const form of alternatives(schema)) {
    for (const [name, of] of properties(form)) if (!found.has(name)) found.set(name, of);
  }
  return found;
}

const parameter = (name: string, schema: Json): Parameter => ({
  name,
  kind: schema["x-luna-phone"] === true ? "phone" : schema.type === "integer" ? "integer" : "other",
  anyCase: schema["x-luna-any-case"] === true ? (schema.enum as string[]) : undefined,
});

const bodySchema = (of: unknown): Json => resolve(json(json(json(of).content)["application/json"]).schema);

function facts(method: Json): MethodFacts {
  const answer = bodySchema(json(method.responses)["200"]);
  const errorCodes = alternatives(answer).map((form) => json(json(form.properties).error).const);
  const page = json(method["x-luna-page"]);
  const id = method.operationId as MethodName;
  return {
    id,
    tag: String((method.tags as string[])[0]),
    summary: String(method.summary),
    // The vendor's names tell.
    readsOnly: /^(get|search|check)/.test(id),
    parameters: [...properties(bodySchema(method.requestBody))].map(([name, schema]) => parameter(name, schema)),
    errors: errorCodes.filter((code) => typeof code === "number"),
    pageSize: typeof page.size === "number" ? page.size : undefined,
    rules: method["x-luna-rules"] as string[],
  };
}

/** What the document says of each method, by its name. */
export const methodFacts = Object.fromEntries(
  Object.values(json(lunaDocument.paths)).map((path) => {
    const of = facts(json(json(path).post));
    return [of.id, of];
  }),
) as Readonly<Record<MethodName, MethodFacts>>;

/** Records per page of a method that the document gives pages. */
export function pageSize(id: MethodName): number {
  const size = methodFacts[id].pageSize;
  if (size === undefined) throw new Error(`the document gives ${id} no pages`);
  return size;
}
