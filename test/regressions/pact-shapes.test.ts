/** Bodies and versions of pact files in every form, with the result of each command. */
import { describe, expect, test } from "vitest";
import { checkPacts, matrix, pactWitnesses } from "../../contracts/index.js";
import { interactionsOf, verifying } from "../contracts/support/verify.js";

const right = { result: 1 };
const wrong = { result: 2 };
const serial = "297150-586-203";
const json = "application/json";
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");

const metadata = (version: string) => ({ pactSpecification: { version } });

/** Changed parts of a valid contract for a stamp card. */
interface Shape {
  readonly metadata?: unknown;
  readonly interaction?: object;
  readonly request?: object;
  readonly response?: object;
}

function file({ metadata: of, interaction, request, response }: Shape) {
  const headers = { "content-type": json, "x-access-token": "till" };
  const one = {
    description: "a shape",
    providerState: "a stamp card",
    request: { method: "POST", path: "/api/v1/getPassInfo", headers, body: { passSerialNumber: serial }, ...request },
    response: { status: 200, body: right, ...response },
    ...interaction,
  };
  return {
    consumer: { name: "till" },
    provider: { name: "luna" },
    interactions: [one],
    ...(of === undefined ? {} : { metadata: of }),
  };
}

const v4 = { metadata: metadata("4.0"), interaction: { type: "Synchronous/HTTP" } };
/** A right request of version 4. */
const sent = { body: { content: { passSerialNumber: serial }, contentType: json, encoded: false } };
const answered = (body: unknown): Shape => ({ ...v4, request: sent, response: { body } });
const asked = (body: unknown): Shape => ({ ...v4, request: { body }, response: { body: { content: right } } });

/** Returns an object that is nested `levels` deep. */
const nested = (levels: number): object => (levels === 1 ? { type: 0 } : { type: nested(levels - 1) });

/** "passes", or the expected reason. */
type Verdict = "passes" | RegExp;

async function verify(contract: unknown): Promise<string> {
  const { verification } = await verifying();
  const [result] = await verification.all(interactionsOf(contract));
  if (result?.verdict === "passed") return "passes";
  return result?.failures.map(({ where, message }) => `${where}: ${message}`).join("\n") ?? "no result";
}

async function check(contract: unknown): Promise<string> {
  const errors = (await checkPacts(interactionsOf(contract))).filter(({ severity }) => severity === "error");
  return errors.length === 0 ? "passes" : errors.map(({ field, message }) => `${field}: ${message}`).join("\n");
}

const covered = (contract: unknown) =>
  matrix(pactWitnesses(interactionsOf(contract)))
    .filter(({ by }) => by.length > 0)
    .map(({ method, outcome }) => `${method} ${outcome}`);

/** A shape with the expected results of verify and check. */
type Row = readonly [name: string, shape: Shape, verify: Verdict, check: Verdict];

async function expectVerdicts(shape: Shape, verified: Verdict, checked: Verdict) {
  const contract = file(shape);
  const expected = (verdict: Verdict) => (verdict === "passes" ? verdict : expect.stringMatching(verdict));
  expect({ verify: await verify(contract), check: await check(contract) }).toEqual({
    verify: expected(verified),
    check: expected(checked),
  });
}

const emptyBody = /expects an empty body/;
const noObject = /must be an object/;
const notTwo = /\$\.result: Expected 1 \(Integer\) to be equal to 2/;
const mustBeOne = /result: must be 1/;

const oldShapes = (version: string | undefined): readonly Row[] => {
  const of = version === undefined ? undefined : metadata(version);
  const response = (body: unknown): Shape => ({ metadata: of, response: { body } });
  const request = (body: unknown): Shape => ({ metadata: of, request: { body } });
  return [
    ["right", response(right), "passes", "passes"],
    ["wrong", response(wrong), notTwo, mustBeOne],
    ["absent", { metadata: of, response: { body: undefined } }, "passes", "passes"],
    ["null", response(null), emptyBody, noObject],
    ["empty text", response(""), emptyBody, noObject],
    ["false", response(false), /\$: /, noObject],
    ["zero", response(0), /\$: /, noObject],
    ["list", response([right]), /\$: /, noObject],
    ["100 levels", response(nested(98)), /\$\.type: /, /type: /],
    ["101 levels", response(nested(99)), /nested deeper than 100 levels/, /nested deeper than 100 levels/],
    [
      "right as text",
      { metadata: of, response: { headers: { "Content-Type": json }, body: JSON.stringify(right) } },
      "passes",
      "passes",
    ],
    [
      "wrong as text",
      { metadata: of, response: { headers: { "Content-Type": json }, body: JSON.stringify(wrong) } },
      notTwo,
      mustBeOne,
    ],
    ["a word", { metadata: of, response: { headers: { "Content-Type": json }, body: "done" } }, /\$: /, noObject],
    [
      "binary",
      { metadata: of, response: { headers: { "Content-Type": "image/png" }, body: "aGVsbG8=" } },
      /type image\/png is unsupported/,
      /unsupported/,
    ],
    [
      "wrapped right",
      response({ content: right, contentType: json, encoded: false }),
      /is wrapped in content/,
      /is wrapped in content/,
    ],
    ["wrapped wrong", response({ content: wrong, encoded: false }), /is wrapped in content/, /is wrapped in content/],
    ["request as text", request(JSON.stringify({ passSerialNumber: serial })), "passes", "passes"],
    ["request null", request(null), /\$\.result|lacks result/, noObject],
    [
      "request wrapped",
      request({ content: { passSerialNumber: serial }, contentType: json }),
      /request\.body is wrapped/,
      /request\.body is wrapped/,
    ],
  ];
};

describe.each([undefined, "1.0.0", "1.1.0", "2.0.0", "3.0.0"])("version %s", (version) => {
  test.each(oldShapes(version))("verify and check read %s", async (_name, shape, verified, checked) => {
    await expectVerdicts(shape, verified, checked);
  });
});

const shapes: readonly Row[] = [
  ["wrapped right", answered({ content: right, contentType: json, encoded: false }), "passes", "passes"],
  ["wrapped wrong", answered({ content: wrong, contentType: json, encoded: false }), notTwo, mustBeOne],
  ["no encoded, right", answered({ content: right, contentType: json }), "passes", "passes"],
  ["no encoded, wrong", answered({ content: wrong, contentType: json }), notTwo, mustBeOne],
  ["encoded null, wrong", answered({ content: wrong, contentType: json, encoded: null }), notTwo, mustBeOne],
  ["no type, right", answered({ content: right }), "passes", "passes"],
  ["no type, wrong", answered({ content: wrong }), notTwo, mustBeOne],
  ...["base64", "BASE64", true].flatMap((encoded): readonly Row[] => [
    [`${encoded}, right`, answered({ content: base64(right), contentType: json, encoded }), "passes", "passes"],
    [`${encoded}, wrong`, answered({ content: base64(wrong), contentType: json, encoded }), notTwo, mustBeOne],
    [`${encoded} without a type, wrong`, answered({ content: base64(wrong), encoded }), notTwo, mustBeOne],
  ]),
  ...["JSON", "json"].flatMap((encoded): readonly Row[] => [
    [`${encoded}, right`, answered({ content: JSON.stringify(right), contentType: json, encoded }), "passes", "passes"],
    [`${encoded}, wrong`, answered({ content: JSON.stringify(wrong), contentType: json, encoded }), notTwo, mustBeOne],
  ]),
  [
    "invalid base64",
    answered({ content: "{}", contentType: json, encoded: "base64" }),
    /must be base64/,
    /must be base64/,
  ],
  [
    "base64 of an object",
    answered({ content: right, contentType: json, encoded: "base64" }),
    /must be base64/,
    /must be base64/,
  ],
  [
    "invalid JSON",
    answered({ content: "{", contentType: json, encoded: "JSON" }),
    /must be JSON in text/,
    /must be JSON in text/,
  ],
  [
    "unknown encoding",
    answered({ content: "x", contentType: json, encoded: "gzip" }),
    /encoded must be false, "base64" or "JSON", got "gzip"/,
    /got "gzip"/,
  ],
  [
    "a type that is no text",
    answered({ content: right, contentType: 5 }),
    /contentType must be text, got 5/,
    /contentType must be text/,
  ],
  [
    "JSON text that is not encoded",
    answered({ content: JSON.stringify(right), contentType: json, encoded: false }),
    /\$: /,
    noObject,
  ],
  [
    "JSON text whose encoded is null",
    answered({ content: JSON.stringify(right), contentType: json, encoded: null }),
    /\$: /,
    noObject,
  ],
  [
    "matching rules under their older name",
    {
      ...v4,
      request: sent,
      response: {
        body: { content: { result: 5 } },
        responseMatchingRules: { body: { "$.result": { matchers: [{ match: "type" }] } } },
      },
    },
    "passes",
    mustBeOne,
  ],
  [
    "a generator with an unreadable path",
    {
      ...v4,
      request: sent,
      response: { body: { content: right }, generators: { body: { "$.a b": { type: "Uuid" } } } },
    },
    "passes",
    "passes",
  ],
  [
    "unknown key",
    answered({ content: right, contenttype: json }),
    /unknown key "contenttype" in response.body; did you mean "contentType"/,
    /unknown key/,
  ],
  ["absent", { ...v4, request: sent, response: { body: undefined } }, "passes", "passes"],
  ["null", answered(null), emptyBody, noObject],
  ["content null", answered({ content: null, contentType: json }), emptyBody, noObject],
  ["content empty", answered({ content: "", contentType: json }), emptyBody, noObject],
  ["content false", answered({ content: false, contentType: json }), /\$: /, noObject],
  ["content 0", answered({ content: 0, contentType: json }), /\$: /, noObject],
  ["an empty wrapper", answered({}), "passes", "passes"],
  ["a wrapper without content", answered({ contentType: json, encoded: false }), "passes", "passes"],
  ["bare right", answered(right), "passes", "passes"],
  ["bare wrong", answered(wrong), notTwo, mustBeOne],
  ["bare list", answered([right]), /\$: /, noObject],
  ["bare number", answered(5), /\$: /, noObject],
  [
    "bare text",
    answered(JSON.stringify(right)),
    /response.body must be an object with content/,
    /must be an object with content/,
  ],
  ["request wrapped", asked(sent.body), "passes", "passes"],
  ["request bare", asked({ passSerialNumber: serial }), "passes", "passes"],
  ["request bare and wrong", asked({ passSerialNumbr: serial }), /lacks result/, /passSerialNumbr/],
  [
    "request in base64",
    asked({ content: base64({ passSerialNumber: serial }), contentType: json, encoded: "BASE64" }),
    "passes",
    "passes",
  ],
  [
    "request in base64 and wrong",
    asked({ content: base64({ passSerialNumbr: serial }), contentType: json, encoded: "BASE64" }),
    /lacks result/,
    /passSerialNumbr/,
  ],
  ["request absent", asked(undefined), /lacks result/, /passSerialNumber is missing/],
  ["request false", asked(false), /lacks result/, noObject],
  ["request text", asked("x"), /request.body must be an object with content/, /must be an object with content/],
];

describe("version 4", () => {
  test.each(shapes)("verify and check read %s", async (_name, shape, verified, checked) => {
    await expectVerdicts(shape, verified, checked);
  });
});

const conflict = /type "Synchronous\/HTTP" needs version 4, but the metadata says version [23]/;
const noType = /type must be one of Synchronous\/HTTP, .*, because the metadata says version 4\.0, got nothing/;
const wrappedWrong = { body: { content: wrong, contentType: json } };

const versions: readonly Row[] = [
  [
    "version 4 under 3",
    { ...v4, metadata: metadata("3.0.0"), request: sent, response: wrappedWrong },
    conflict,
    conflict,
  ],
  [
    "version 4 under 2",
    { ...v4, metadata: metadata("2.0.0"), request: sent, response: wrappedWrong },
    conflict,
    conflict,
  ],
  [
    "version 4 without metadata",
    { interaction: v4.interaction, request: sent, response: wrappedWrong },
    notTwo,
    mustBeOne,
  ],
  ["version 4 without a type", { metadata: metadata("4.0"), request: sent, response: wrappedWrong }, noType, noType],
  ["version 3 under 4", { metadata: metadata("4.0"), response: { body: right } }, noType, noType],
  [
    "version 5",
    { metadata: metadata("5.0") },
    /metadata.pactSpecification must be version 1, 2, 3 or 4 of Pact, got "5.0"/,
    /got "5.0"/,
  ],
  ["an invalid version", { metadata: metadata("latest") }, /got "latest"/, /got "latest"/],
  [
    "two versions",
    { metadata: { ...metadata("3.0.0"), pactSpecificationVersion: "2.0.0" } },
    /has the versions 3.0.0 and 2.0.0/,
    /has the versions/,
  ],
  ["metadata that is a text", { metadata: "3.0.0" }, /metadata must be an object/, /metadata must be/],
  ["a version that is a number", { metadata: { pactSpecification: { version: 3 } } }, "passes", "passes"],
  ["the older name of the key", { metadata: { "pact-specification": { version: "2.0.0" } } }, "passes", "passes"],
  ["the version beside the key", { metadata: { pactSpecificationVersion: "2.0" } }, "passes", "passes"],
  ["no version", { metadata: { pactRust: {} } }, "passes", "passes"],
  [
    "a mistyped type",
    { ...v4, interaction: { type: "Synchronous/Http" }, request: sent },
    /unknown type "Synchronous\/Http" in the interaction; did you mean "Synchronous\/HTTP"/,
    /did you mean/,
  ],
  [
    "a type that is no text",
    { ...v4, interaction: { type: 4 } },
    /type of the interaction must be text, got 4/,
    /got 4/,
  ],
];

describe("metadata", () => {
  test.each(versions)("verify and check read %s", async (_name, shape, verified, checked) => {
    await expectVerdicts(shape, verified, checked);
  });
});

const card = "getPassInfo success";

test.each([
  ["bare", answered({ type: 0, result: 1 }), [card]],
  ["wrapped", answered({ content: { type: 0, result: 1 } }), [card]],
  ["in base64", answered({ content: base64({ type: 0, result: 1 }), encoded: "BASE64" }), [card]],
  ["under metadata of another version", { ...answered({ type: 0 }), metadata: metadata("3.0.0") }, []],
  ["expecting nothing", answered({}), []],
  [
    "a status that any success fits",
    { ...answered({ type: 0 }), response: { ...status("success"), body: { type: 0 } } },
    [card],
  ],
  ["a status that only an error fits", { ...answered({}), response: { ...status("error"), body: { type: 0 } } }, []],
])("coverage of a body %s", (_name, shape, cells) => {
  expect(covered(file(shape))).toEqual(cells);
});

function status(of: unknown): object {
  return { status: 0, matchingRules: { status: { combine: "AND", matchers: [{ match: "statusCode", status: of }] } } };
}
