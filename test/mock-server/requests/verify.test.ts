import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { controlDocument } from "../../../openapi/document.js";
import { setup, testServer } from "../../support/sandbox.js";

const serial = "297150-586-203";

/** Creates a sandbox with two requests: usePass with 3 stamps, and a refused getPassInfo. */
async function twoRequests() {
  const sandbox = await setup();
  await sandbox.call("usePass", { passSerialNumber: serial, numberStumps: 3, tags: [{ a: 1, b: 2 }] });
  await sandbox.call("getPassInfo", { passSerialNumber: "1-1-1" });
  const verify = (body: unknown) => sandbox.control("POST", "/requests/verify", body);
  return { ...sandbox, verify };
}

test.each([
  [{}],
  [{ method: "usePass" }],
  [{ method: "usePass", times: 1 }],
  [{ method: "usePass", refused: false, times: 1 }],
  [{ refused: true, times: 1 }],
  [{ method: "createPass", times: 0 }],
  [{ method: "createPass", atMost: 0 }],
  [{ atLeast: 2, atMost: 2 }],
  [{ body: { passSerialNumber: serial, numberStumps: 3 } }],
  [{ body: { tags: [{ b: 2 }] } }],
  [{ body: {} }],
])("verify %j passes", async (expectation) => {
  const { verify } = await twoRequests();
  const { status, body } = await verify(expectation);
  expect({ status, message: body.message }).toMatchObject({ status: 200, message: expect.any(String) });
  expect(body).toMatchObject({ examined: 2, closest: [], dropped: { requests: 0, bodies: 0 } });
});

test.each([
  [{ method: "createPass" }, 0],
  [{ method: "usePass", times: 2 }, 1],
  [{ atLeast: 3 }, 2],
  [{ atMost: 1 }, 2],
  [{ times: 0 }, 2],
  [{ body: { numberStumps: "3" } }, 0],
  [{ body: { tags: [] } }, 0],
  [{ body: { tags: [{ b: 2 }, {}] } }, 0],
  [{ body: { tags: { length: 1 } } }, 0],
  [{ body: { other: null } }, 0],
])("verify %j fails with %i matches", async (expectation, matched) => {
  const { verify } = await twoRequests();
  const { status, body } = await verify(expectation);
  expect({ status, matched: body.matched }).toEqual({ status: 417, matched });
  expect(body.error).toBe(body.message.split("\n")[0]);
});

test("a failed verification shows the closest request with each criterion", async () => {
  const { verify, control } = await twoRequests();
  const { requests } = (await control("GET", "/requests")).body;
  const { body } = await verify({
    method: "usePass",
    refused: false,
    body: { passSerialNumber: serial, numberStumps: 2 },
    times: 1,
  });
  expect(body.closest[0]).toEqual({
    requestId: requests[1].requestId,
    at: requests[1].at,
    status: 200,
    why: null,
    criteria: [
      { name: "method", matches: true, expected: "usePass", actual: "usePass" },
      { name: "refused", matches: true, expected: false, actual: false },
      { name: "body.passSerialNumber", matches: true, expected: serial, actual: serial },
      { name: "body.numberStumps", matches: false, expected: 2, actual: 3 },
    ],
  });
  const [, first, second] = body.message.split(/^ {2}(?=\S)/m);
  expect(
    `${body.error}\n${first}`,
  ).toBe(`usePass, not refused, with the given body: expected exactly 1 request, got 0 (2 examined)
${requests[1].requestId} at ${requests[1].at}, status 200
    ✓ method is "usePass"
    ✓ refused is false
    ✓ body.passSerialNumber is "${serial}"
    ✗ body.numberStumps must be 2, got 3
`);
  expect(second).toContain(", status 200, refused: passSerialNumber names no card\n");
  expect(second).toContain("✗ body.numberStumps must be 2, got nothing");
});

test("verify prefers newer requests among equally close ones", async () => {
  const { call, control, verify } = await twoRequests();
  for (const numberStumps of [1, 2, 3, 4]) await call("usePass", { passSerialNumber: serial, numberStumps });
  const ids = (await control("GET", "/requests?method=usePass")).body.requests.map(
    ({ requestId }: { requestId: string }) => requestId,
  );
  const { closest } = (await verify({ method: "usePass", body: { numberStumps: 9 } })).body;
  expect(closest.map(({ requestId }: { requestId: string }) => requestId)).toEqual(ids.slice(0, 3));
});

test("since limits a verification to later requests", async () => {
  const { call, verify, control } = await twoRequests();
  const since = (await control("GET", "/requests?limit=1")).body.requests[0].requestId;
  expect((await verify({ since, times: 0 })).status).toBe(200);
  await call("getTemplates");
  expect((await verify({ since, method: "getTemplates", times: 1 })).status).toBe(200);
  expect((await verify({ since: "2020-01-01T00:00:00Z", times: 3 })).status).toBe(200);
  expect((await verify({ since: "none" })).body.error).toMatch(/^unknown request id "none" in since/);
});

test("verify compares secrets and shows neither them nor tokens", async () => {
  const { call, verify, token } = await twoRequests();
  await call("getTemplates", { api_key: "k-123456", note: `with ${token}`, [token]: 1 });
  expect((await verify({ body: { api_key: "k-123456" } })).status).toBe(200);
  await call(`getTemplates/${token.replaceAll("-", "%2D")}` as "getTemplates");
  const { body } = await verify({ method: "getInfoPushList", body: { api_key: "k-654321", note: token, [token]: 1 } });
  expect(body.message).toContain("✗ body.api_key has another value, redacted");
  expect(body.message).toContain('✗ body.note must be "[redacted]", got "with [redacted]"');
  expect(body.message).toContain('✗ method must be "getInfoPushList", got "getTemplates/[redacted]"');
  expect(decodeURIComponent(JSON.stringify(body))).not.toMatch(new RegExp(`k-123456|k-654321|${token}`));
});

test("hostile texts stay on one line of the message", async () => {
  const { call, verify } = await twoRequests();
  await call("getTemplates", { note: "\u001b[31m\n\u202e" });
  const { message } = (await verify({ method: "getTemplates", body: { note: "x\n\u2028y" } })).body;
  expect(message).toContain('✗ body.note must be "x\\n y", got "\\u001b[31m\\n "');
  expect(message).not.toContain("\u001b");
});

test("a maximum fails if the log has dropped requests that could match", async () => {
  const server = await testServer({ fixture: "demo", strict: false });
  const token = "luna-demo-token";
  const send = (nth: number, filling: string) =>
    server.services.engine.handle({
      verb: "POST",
      name: "getPassInfo",
      token,
      body: Buffer.from(JSON.stringify({ passSerialNumber: serial, nth, filling })),
      origin: () => server.url,
    });
  for (let nth = 0; nth < 3_000; nth += 1) await send(nth, "x".repeat(10_000));
  const verify = (body: object) => server.services.requests.verify("default", body);
  const { requests } = server.services;
  const { entries } = await requests.find({ sandboxId: "default", limit: 3_000 });
  const lost = [...entries].filter(({ request }) => request === "[dropped]").length;
  expect(lost).toBeGreaterThan(1_000);
  expect(await verify({ body: { nth: 5_000 }, times: 0 })).toMatchObject({
    passes: false,
    matched: 0,
    dropped: { requests: 0, bodies: lost },
    message: expect.stringContaining(`the request log has dropped the bodies of ${lost} requests; use since`),
  });
  expect(await verify({ method: "usePass", body: { nth: 5_000 }, times: 0 })).toMatchObject({ passes: true });
  expect(await verify({ body: { nth: 2_999 } })).toMatchObject({ passes: true, matched: 1 });
  for (let nth = 0; nth < 7_001; nth += 1) await send(nth, "");
  expect(await verify({ method: "usePass", times: 0 })).toMatchObject({ passes: false, dropped: { requests: 1 } });
});

test.each([
  [{ metod: "usePass" }, /^unknown key "metod"; did you mean "method"\?/],
  [{ method: "usePas" }, /^unknown method "usePas"; did you mean "usePass"\?/],
  [{ times: -1 }, /^times must be at least 0/],
  [{ times: 1, atLeast: 1 }, /^times excludes atLeast and atMost/],
  [{ atLeast: 2, atMost: 1 }, /^atLeast must be at most 1, the value of atMost, got 2/],
  [{ body: [] }, /^body must be of type object/],
  [{ body: Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`k${at}`, at])) }, /^body must have at most 100/],
  [{ body: JSON.parse(`${'{"a":'.repeat(500)}1${"}".repeat(500)}`) }, /^the body must have at most 32 levels/],
  [{ since: "2026-99-01" }, /^since must be a request id or a valid time in UTC/],
])("verify rejects the invalid body %#", async (body, message) => {
  const { verify } = await twoRequests();
  expect(await verify(body)).toMatchObject({ status: 400, body: { error: expect.stringMatching(message) } });
});

test("verifications match the control plane's document", async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "control", ...controlDocument() });
  const errorsOf = (schema: string, value: unknown) => {
    const validate = ajv.compile({ $ref: `control#/components/schemas/${schema}` });
    return validate(value) ? [] : validate.errors;
  };
  const { verify } = await twoRequests();
  expect(errorsOf("Verification", (await verify({})).body)).toEqual([]);
  expect(errorsOf("FailedVerification", (await verify({ body: { a: 1 } })).body)).toEqual([]);
});
