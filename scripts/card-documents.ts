/** Writes the parts of the vendor's document that follow from the card types: forms of getPassInfo, examples, rules. */
import { allCardTypes, cardTypes } from "../mock-server/cards/index.js";
import type { CardType } from "../mock-server/model/records.js";
import { demoPhone } from "../mock-server/state/demo.js";
import { at, isJsonObject, type JsonObject, methodsOf, resolve } from "./document-walk.js";

const inBody = "content/application~1json";

/** Returns the schemas of cards with their names, in the order of the document. */
const cardSchemas = (document: JsonObject): readonly { readonly name: string; readonly schema: JsonObject }[] =>
  (at(document, "#/components/schemas/Card").oneOf as readonly { readonly $ref: string }[]).map(({ $ref }) => ({
    name: $ref.split("/").at(-1) ?? "",
    schema: at(document, $ref),
  }));

/** Returns the schemas of getPassInfo: those of cards with the property `result` of CardInfo before all others. */
function infoSchemas(document: JsonObject): JsonObject {
  const { type: _type, required, properties, ...info } = at(document, "#/components/schemas/CardInfo");
  const forms = cardSchemas(document).map(({ name, schema: { examples: _examples, ...schema } }) => [
    `${name}Info`,
    {
      ...schema,
      required: [...(required as string[]), ...(schema.required as string[])],
      "x-evidence": info["x-evidence"],
      properties: { ...(properties as JsonObject), ...(schema.properties as JsonObject) },
    },
  ]);
  const oneOf = forms.map(([name]) => ({ $ref: `#/components/schemas/${name}` }));
  return { ...Object.fromEntries(forms), CardInfo: { ...info, oneOf } };
}

/** Returns the values of all parameters that find the demo's card of a type. */
function parametersFor(type: CardType): JsonObject {
  const { serial, clientId, template } = cardTypes[type].demo;
  const phone = Number(demoPhone(clientId));
  return { passSerialNumber: serial, idTemplate: template.id, phone, email: `${clientId}@example.com` };
}

/** Returns the example card of a type, which stands at its schema. */
function exampleOf(document: JsonObject, type: CardType): JsonObject {
  const examples = cardSchemas(document).flatMap(({ schema }) => (schema.examples ?? []) as JsonObject[]);
  const found = examples.find((card) => card.type === type);
  if (found === undefined) throw new Error(`the schemas in Card.yaml have no example of card type ${type}`);
  return found;
}

/** Returns a method with an example of each card type, if it has x-luna-card-examples, and with the rules of cards. */
function withCards(document: JsonObject, pointer: string, method: JsonObject): JsonObject {
  const { "x-luna-card-examples": parameters, ...rest } = method;
  if (!Array.isArray(parameters)) return method;
  const { properties } = resolve(document, `${pointer}/responses/200/${inBody}/schema/oneOf/0`).schema;
  const isList = isJsonObject(properties) && "rows" in properties;
  const examples = (value: (type: CardType) => unknown) =>
    Object.fromEntries(
      allCardTypes.map((type) => {
        const { noun } = cardTypes[type];
        return [`${noun}Card`, { summary: `A ${noun} card`, value: value(type) }];
      }),
    );
  const request = examples((type) => {
    const all = parametersFor(type);
    return Object.fromEntries(parameters.map((name) => [name, all[name]]));
  });
  const response = examples((type) => {
    const card = exampleOf(document, type);
    return isList ? { result: 1, rows: [card] } : { result: 1, ...card };
  });
  const copy = structuredClone(rest);
  for (const [path, added] of [
    ["#/requestBody", request],
    ["#/responses/200", response],
  ] as const) {
    const media = at(copy, `${path}/${inBody}`);
    media.examples = { ...added, ...(media.examples as JsonObject) };
  }
  const shown = allCardTypes.flatMap((type) => cardTypes[type].wireRules);
  copy["x-luna-rules"] = [...new Set([...(rest["x-luna-rules"] as string[]), ...shown])];
  return copy;
}

export function withCardTypes(document: JsonObject): JsonObject {
  const paths = Object.fromEntries(Object.entries(document.paths as JsonObject).map(([path, item]) => [path, item]));
  for (const { id, pointer, method } of methodsOf(document))
    paths[`/${id}`] = { post: withCards(document, pointer, method) };
  const { schemas, ...components } = document.components as { readonly schemas: JsonObject };
  const all = Object.entries(schemas).flatMap(([name, schema]) =>
    name === "CardInfo" ? Object.entries(infoSchemas(document)) : [[name, schema] as const],
  );
  return { ...document, paths, components: { ...components, schemas: Object.fromEntries(all) } };
}
