/**
 * Tests that apply to every method, or to every method with some parameter. The files of the methods choose the tests
 * and pass a valid request.
 */
import { expect, test } from "vitest";
import type { MethodName } from "../../../openapi/document.js";
import { setup, stateText, type TestSandbox } from "../../support/sandbox.js";

type Parameters = Readonly<Record<string, unknown>>;

const tooLarge = 2 ** 53;

/** Sends a raw body. */
async function callRaw({ server, token }: TestSandbox, id: MethodName, body: string, accessToken = token) {
  const headers = { "x-access-token": accessToken };
  const response = await fetch(`${server.url}/api/v1/${id}`, { method: "POST", headers, body });
  return { status: response.status, body: await response.json(), why: response.headers.get("x-luna-why") };
}

interface Expected {
  /** Part of the reason. */
  readonly why: string;
  readonly error?: number;
  readonly userID?: number;
  readonly token?: string;
}

type Refused = readonly [parameters: object | string, expected: Expected];

/** Tests that calls are refused with a reason and without any change. */
export async function expectAllRefused(sandbox: TestSandbox, id: MethodName, calls: readonly Refused[]) {
  const before = await stateText(sandbox);
  for (const [parameters, { why, error = 4, userID, token = sandbox.token }] of calls) {
    const { status, body, ...answer } = await (typeof parameters === "string"
      ? callRaw(sandbox, id, parameters, token)
      : sandbox.call(id, parameters, token));
    const shown = JSON.stringify(parameters);
    const expected = userID === undefined ? { error } : { error, userID };
    expect({ status, body }, shown).toEqual({ status: 200, body: expected });
    expect(answer.why, shown).toContain(why);
  }
  expect(await stateText(sandbox)).toBe(before);
}

export const expectRefused = (sandbox: TestSandbox, id: MethodName, parameters: object | string, expected: Expected) =>
  expectAllRefused(sandbox, id, [[parameters, expected]]);

/** Returns the response and the state after a call in a new sandbox, without sandbox-specific values. */
async function outcome(id: MethodName, parameters: Parameters): Promise<string> {
  const sandbox = await setup();
  const { status, body } = await sandbox.call(id, parameters);
  expect(body).not.toHaveProperty("error");
  const { id: own, token, rival } = sandbox;
  return [own, token, rival].reduce(
    (text, random) => text.replaceAll(random, "*"),
    JSON.stringify({ status, body }) + (await stateText(sandbox)),
  );
}

async function expectSame(id: MethodName, valid: Parameters, changed: Parameters) {
  expect(await outcome(id, { ...valid, ...changed })).toBe(await outcome(id, valid));
}

function refusesValues(id: MethodName, valid: Parameters, name: string, values: readonly unknown[]) {
  test(`refuses every invalid ${name} with its name`, async () => {
    const calls = values.map((value) => [{ ...valid, [name]: value }, { why: name }] as const);
    await expectAllRefused(await setup(), id, calls);
  });
}

/** Tests token, body, required parameters and extra keys of a method. */
export function testsOfEveryMethod(id: MethodName, valid: Parameters, required: readonly string[]) {
  test("refuses an unknown token with error 1, whatever the body is", async () => {
    const expected = { error: 1, why: "x-access-token", token: "nobody" };
    const bodies = [valid, {}, "{", ""];
    await expectAllRefused(
      await setup(),
      id,
      bodies.map((body) => [body, expected] as const),
    );
  });

  test("refuses malformed bodies, and reads an empty body as an empty object", async () => {
    const bodies = ['{"a":', "[{}]", '"text"', "null", "7", "true"];
    const calls = bodies.map((body) => [body, { why: "the body is" }] as const);
    await expectAllRefused(await setup(), id, [...calls, ["", { why: "missing, null or empty" }]]);
  });

  test.each(required)("refuses a request with %s absent, null or empty with error 4", async (name) => {
    const { [name]: _, ...rest } = valid;
    const requests = [rest, { ...rest, [name]: null }, { ...rest, [name]: "" }];
    const calls = requests.map((request) => [request, { why: name }] as const);
    await expectAllRefused(await setup(), id, calls);
  });

  test("ignores unknown keys of the body", async () => {
    await expectSame(id, valid, { token: "nobody", Phone: "x", extra: { a: [1] }, toString: "x", constructor: 1 });
  });
}

/** Tests errors 2 and 3 of a method with the serial number of a card. */
export function testsOfCardMethod(id: MethodName, valid: Parameters) {
  test("responds with error 2 to a serial number that no card has", async () => {
    const serials = ["297150-586-999", "297150586203", " 297150-586-203", "constructor"];
    const expected = { error: 2, why: "passSerialNumber" };
    const calls = serials.map((passSerialNumber) => [{ ...valid, passSerialNumber }, expected] as const);
    await expectAllRefused(await setup(), id, calls);
  });

  test("responds with error 3 to another company's card, in both directions", async () => {
    const sandbox = await setup();
    const foreign = { ...valid, passSerialNumber: "123444-522-344" };
    await expectRefused(sandbox, id, foreign, { error: 3, why: "another company" });
    await expectRefused(sandbox, id, valid, { error: 3, why: "another company", token: sandbox.rival });
  });

  refusesValues(id, valid, "passSerialNumber", [297150, true, {}, ["297150-586-203"]]);
}

/** Tests unknown, foreign and invalid templates. */
export function testsOfTemplateMethod(id: MethodName, valid: Parameters) {
  refusesValues(id, valid, "idTemplate", [999999, 340801, "Coffee", 340717.5, true, [340717], 0, -1, "0", tooLarge]);

  test("refuses its own template to another company", async () => {
    const sandbox = await setup();
    await expectRefused(sandbox, id, valid, { why: "idTemplate", token: sandbox.rival });
  });

  test("takes idTemplate as a number and as a string of digits", async () => {
    const { idTemplate } = valid;
    await expectSame(id, { ...valid, idTemplate: Number(idTemplate) }, { idTemplate: String(idTemplate) });
  });
}

/** Tests the forms of a phone. */
export function testsOfPhone(id: MethodName, valid: Parameters) {
  const broken = ["Doe", "+1 202 555 0143", "++12025550143", "-12025550143", 1.5, true, [1], {}];
  refusesValues(id, valid, "phone", [...broken, 0, "0", -1, 1e15, "1000000000000000", tooLarge]);

  test.each(["", "+"])("takes a phone as a string of digits with '%s' before it", async (sign) => {
    await expectSame(id, valid, { phone: `${sign}${valid.phone}` });
  });
}

export const testsOfEmail = (id: MethodName, valid: Parameters) => refusesValues(id, valid, "email", [7, true, [], {}]);

/** Tests an id or amount: a positive integer, or a string of digits. */
export function testsOfNumber(id: MethodName, valid: Parameters, name: string) {
  const broken = [0, -1, "-1", "+1", 1.5, "1.5", "one", true, [1], {}, tooLarge, "99999999999999999999"];
  refusesValues(id, valid, name, broken);

  test(`takes ${name} as a string of digits`, async () => {
    await expectSame(id, valid, { [name]: String(valid[name]) });
  });
}

/** Tests the page of a list: optional, from 1 on, empty past the end. */
export function testsOfPage(id: MethodName, valid: Parameters) {
  testsOfNumber(id, { ...valid, page: 1 }, "page");

  test.each([1, null, ""])("returns the first page for page %j", async (page) => {
    await expectSame(id, valid, { page });
  });

  test("returns an empty list to every page past the end", async () => {
    const { call } = await setup();
    for (const page of [1_000, 214_748_366, 429_496_730, 429_496_731, Number.MAX_SAFE_INTEGER]) {
      expect((await call(id, { ...valid, page })).body, String(page)).toEqual({ result: 1, rows: [] });
    }
  });
}
