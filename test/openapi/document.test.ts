import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { allCardTypes, cardTypes } from "../../mock-server/cards/index.js";
import { pushText, pushVariableNames } from "../../mock-server/cards/push-text.js";
import { defaultProfile } from "../../mock-server/model/profile.js";
import type { CardType } from "../../mock-server/model/records.js";
import { loadFixture } from "../../mock-server/state/fixture.js";
import { recordsOfState } from "../../mock-server/state/state.js";
import { controlDocument, lunaDocument, methodFacts } from "../../openapi/document.js";
import { usePassForms } from "../../openapi/validators.js";
import { at, boundValues, branches, type JsonObject } from "../../scripts/document-walk.js";
import { testNow } from "../support/sandbox.js";
import { evidenceFlaws } from "./evidence.js";
import { documentedMethods, exampleExchanges } from "./examples.js";

const vendorsMethods = [
  "checkPassExistsByPhone",
  "createClient",
  "createPass",
  "getClientInfo",
  "getClientPassesByEmail",
  "getClientPassesByPhone",
  "getClientsList",
  "getInfoPushList",
  "getPassInfo",
  "getPassInfoByPhone",
  "getPassOperations",
  "getTemplateClientPasses",
  "getTemplates",
  "searchClient",
  "sendInfoPush",
  "updateClient",
  "usePass",
  "useReward",
];

const methodNamed = (id: string) => {
  const method = documentedMethods.find((method) => method.id === id);
  if (method === undefined) throw new Error(`the document has no ${id}`);
  return method;
};

/** Returns the keys of a value at any depth. */
function* everyKey(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) yield key;
    yield* everyKey(inner);
  }
}

describe("evidence", () => {
  test("every operation, property and error has an evidence level", () => {
    expect(evidenceFlaws(lunaDocument)).toEqual([]);
  });

  const sure = { level: "documented", source: "vendor page" };
  const json = (schema: JsonObject) => ({ content: { "application/json": { schema } } });
  const refer = (name: string) => ({ $ref: `#/components/schemas/${name}` });

  /** Returns a valid document with one operation, which tests break. */
  const mini = (): JsonObject =>
    structuredClone({
      paths: {
        "/getThing": {
          post: {
            operationId: "getThing",
            "x-evidence": sure,
            requestBody: json({ oneOf: [{ properties: { page: { type: "integer", "x-evidence": sure } } }] }),
            responses: { "200": json({ oneOf: [refer("Thing"), refer("ErrorNoThing")] }) },
          },
        },
      },
      components: {
        schemas: {
          Thing: {
            properties: {
              parts: { type: "array", items: refer("Part"), "x-evidence": { ...sure, note: "the order is ours" } },
            },
            examples: [{ properties: { parts: [] } }],
          },
          Part: {
            properties: {
              name: { ...refer("Name"), "x-evidence": sure },
              parts: { type: "array", items: refer("Part"), "x-evidence": sure },
            },
          },
          Name: { type: "string", "x-evidence": sure },
          ErrorNoThing: { properties: { error: { const: 2, "x-evidence": sure } }, "x-evidence": sure },
        },
      },
    });

  test("a sound document has no flaws", () => {
    expect(evidenceFlaws(mini())).toEqual([]);
  });

  const method = "#/paths/~1getThing/post";
  const page = `${method}/requestBody/content/application~1json/schema/oneOf/0/properties/page`;
  const parts = "#/components/schemas/Thing/properties/parts";
  const name = "#/components/schemas/Part/properties/name";
  const error = "#/components/schemas/ErrorNoThing";

  test.each<[what: string, pointer: string, evidence: unknown, why: string]>([
    ["an operation without it", method, undefined, "is missing"],
    ["a request's property without it", page, undefined, "is missing"],
    ["an answer's property without it", parts, undefined, "is missing"],
    ["a property without it deep within, though it refers to a schema with one", name, undefined, "is missing"],
    ["an error without it", error, undefined, "is missing"],
    ["an error's property without it", `${error}/properties/error`, undefined, "is missing"],
    ["a level alone", page, "documented", "is missing"],
    ["no level", parts, { source: "vendor page" }, "has no such level: undefined"],
    ["an unknown level", name, { ...sure, level: "rumoured" }, 'has no such level: "rumoured"'],
    ["no source", error, { level: "documented" }, "has no source"],
    ["a note that is no text", method, { ...sure, note: 1 }, "has a note that is no text"],
    ["an unknown key", method, { ...sure, notes: "see there" }, "has an unknown key: notes"],
  ])("the check finds %s", (_what, pointer, evidence, why) => {
    const document = mini();
    at(document, pointer)["x-evidence"] = evidence;
    expect(evidenceFlaws(document)).toEqual([`${pointer}: x-evidence ${why}`]);
  });

  test("the check reaches the depths of this document", () => {
    const document = structuredClone(lunaDocument);
    const pointer = "#/components/schemas/Reward/properties/name";
    at(document, pointer)["x-evidence"] = undefined;
    expect(evidenceFlaws(document)).toEqual([`${pointer}: x-evidence is missing`]);
  });
});

describe("operations", () => {
  test("are the vendor's methods", () => {
    expect(documentedMethods.map(({ id }) => id).sort()).toEqual(vendorsMethods);
  });

  test.each(Object.entries(lunaDocument.paths as JsonObject))(
    "%s is called by POST only and named by its path",
    (path, of) => {
      expect(Object.keys(of as JsonObject)).toEqual(["post"]);
      expect(path).toBe(`/${(of as { post: JsonObject }).post.operationId}`);
    },
  );

  test("have the vendor's page sizes", () => {
    const sizes = Object.values(methodFacts).flatMap(({ id, pageSize }) => (pageSize ? [[id, pageSize]] : []));
    expect(Object.fromEntries(sizes)).toEqual({
      getClientsList: 10,
      getInfoPushList: 10,
      getPassOperations: 50,
      getTemplateClientPasses: 100,
      sendInfoPush: 10,
    });
  });

  test("have pages exactly where they take a page", () => {
    for (const { id, pageSize, parameters } of Object.values(methodFacts)) {
      const takesPage = parameters.some(({ name }) => name === "page");
      expect({ id, takesPage }).toEqual({ id, takesPage: pageSize !== undefined });
    }
  });

  test("have no discriminator anywhere", () => {
    expect([...everyKey(lunaDocument)]).not.toContain("discriminator");
  });
});

/** Returns every object of a document that has a key. */
function withKey(value: unknown, key: string): readonly JsonObject[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap((each) => withKey(each, key));
  return Object.hasOwn(value, key) ? [value as JsonObject, ...inner] : inner;
}

describe.each([
  { name: "vendor's", document: lunaDocument },
  { name: "control plane's", document: controlDocument() },
])("generators of clients read from the $name document", ({ document }) => {
  test("an enum beside each const", () => {
    for (const schema of withKey(document, "const")) expect(schema.enum).toEqual([schema.const]);
  });

  test("an example of each pattern", () => {
    for (const { pattern, examples } of withKey(document, "pattern")) {
      expect(examples).toEqual([expect.stringMatching(new RegExp(String(pattern)))]);
    }
  });
});

test.each(["CreateClient", "SearchClient", "UpdateClient"])("both forms of %s have the same parameters", (name) => {
  const form = (suffix: string) => at(lunaDocument, `#/components/schemas/${name}${suffix}`);
  expect(form("WithEmail").properties).toEqual(form("WithPhone").properties);
});

describe("examples", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "luna", ...lunaDocument });
  const fits = (schema: string, value: unknown) => ajv.compile({ $ref: `luna${schema}` })(value);

  test.each(documentedMethods)("$id has a response for each request", ({ request, answer }) => {
    expect(Object.keys(answer.examples)).toEqual(Object.keys(request.examples));
  });

  test.each(exampleExchanges)("$id matches its schemas in the example $name", ({ id, name, request, answer }) => {
    const of = methodNamed(id);
    expect(fits(of.request.schema, request)).toBe(!of.request.invalid.includes(name));
    expect(fits(of.answer.schema, answer)).toBe(true);
  });

  test.each(documentedMethods)("$id has an example of each error except error 1", ({ id, answer }) => {
    const shown = Object.values(answer.examples).flatMap((body) => (body as { error?: number }).error ?? []);
    const others = methodFacts[id].errors.filter((code) => code !== 1);
    expect([...new Set(shown)].sort()).toEqual([...others].sort());
  });

  test.each(["getPassInfo", "getPassInfoByPhone", "getClientPassesByPhone", "getClientPassesByEmail"])(
    "%s shows a card of each type",
    (id) => {
      const shown = Object.values(methodNamed(id).answer.examples).flatMap((body) => {
        const { type, rows = [] } = body as { type?: number; rows?: readonly { type: number }[] };
        return type ?? rows.map((row) => row.type);
      });
      expect(shown).toEqual(allCardTypes);
    },
  );

  test("usePass has examples of all card types and actions", () => {
    const requests = Object.values(methodNamed("usePass").request.examples) as {
      passSerialNumber: string;
      action?: string;
    }[];
    const serials = requests.map(({ passSerialNumber }) => passSerialNumber);
    expect(serials).toEqual(expect.arrayContaining(allCardTypes.map((type) => cardTypes[type].demo.serial)));
    const actions = new Set(requests.flatMap(({ action }) => action ?? []));
    const known = Object.values(usePassForms).flatMap((forms) => Object.keys(forms).filter((action) => action !== ""));
    expect(actions).toEqual(new Set(known));
  });

  test("getPassOperations shows every action that changes a balance", () => {
    const answers = Object.values(methodNamed("getPassOperations").answer.examples) as {
      rows?: readonly { action: string }[];
    }[];
    const shown = new Set(answers.flatMap(({ rows = [] }) => rows.map(({ action }) => action)));
    const actions = at(controlDocument(), "#/components/schemas/Operation/properties/action").enum as string[];
    expect(shown).toEqual(new Set(actions));
  });
});

describe("push variables", async () => {
  const variables = methodNamed("sendInfoPush").method["x-luna-push-variables"] as readonly {
    readonly name: string;
    /** Card types with a value; undefined for all. */
    readonly cardTypes?: readonly CardType[];
  }[];
  const { cards, clients } = recordsOfState(await loadFixture("demo", 1, testNow), {
    seed: 1,
    now: testNow,
    profile: defaultProfile,
    newToken: (id) => id,
  });

  test("are those that the sandbox replaces", () => {
    expect(variables.map(({ name }) => name)).toEqual(pushVariableNames);
  });

  test.each(allCardTypes)("have a value on a card of type %i only as documented", (type) => {
    const card = cards.find((card) => card.type === type);
    // The only client of the demo with all values.
    const client = clients.find(({ phone, email, dateOfBirth }) => phone && email && dateOfBirth);
    if (card === undefined || client === undefined) throw new Error(`demo has no card of type ${type}`);
    const valued = variables.filter(({ name }) => pushText(`{{${name}}}`, card, client) !== "");
    const expected = variables.filter(({ cardTypes = allCardTypes }) => cardTypes.includes(type));
    expect(valued.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  });
});

describe("usePass", () => {
  const forms = branches(lunaDocument, methodNamed("usePass").request.schema);

  test("has a form for each card type", () => {
    expect(forms.map(({ schema }) => schema["x-luna-card-type"])).toEqual(allCardTypes);
  });

  test.each(allCardTypes)("descriptions list card type %i and its actions", (type) => {
    const lineOf = (description: unknown) =>
      String(description)
        .split("\n")
        .find((line) => line.startsWith(`- ${type} `));
    const actions = Object.keys(cardTypes[type].usePass).filter((action) => type !== 0 || action !== "addStamps");
    expect(lineOf(at(lunaDocument, "#/components/schemas/CardType").description)).toContain(cardTypes[type].noun);
    const line = lineOf(methodNamed("usePass").method.description) ?? "";
    expect(line).toContain(cardTypes[type].name);
    for (const action of actions) expect(line).toContain(action);
  });

  test.each(allCardTypes)("accepts on a card of type %i its actions and setExpirationDate", (type) => {
    const form = forms.find(({ schema }) => schema["x-luna-card-type"] === type);
    const documented = branches(lunaDocument, form?.pointer ?? "").flatMap(
      ({ pointer }) => boundValues(lunaDocument, pointer, "action") ?? "no action",
    );
    // On a stamp card the vendor's request has no action.
    const ruled = Object.keys(cardTypes[type].usePass).map((action) => (type === 0 ? "no action" : action));
    expect(documented.sort()).toEqual([...ruled, "setExpirationDate"].sort());
  });
});
