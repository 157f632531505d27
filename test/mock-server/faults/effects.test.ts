/** Every effect over a socket: what the client gets, what changes, and what the request log says. */
import { expect, test } from "vitest";
import { testServer } from "../../support/sandbox.js";
import { faulty, stampCard } from "./client.js";

test.each([1, 2, 3, 4, 5])("error %i looks like a real error and changes nothing", async (code) => {
  const { use, stamps, lastEntry } = await faulty({ id: "no", effect: { kind: "error", code } });
  const { status, headers, text } = await use();
  const body = code === 5 ? { error: 5, userID: expect.any(Number) } : { error: code };
  expect({ status, body: JSON.parse(text) }).toEqual({ status: 200, body });
  expect(headers["content-type"]).toBe("application/json");
  expect(headers["x-luna-fault"]).toBe("no");
  expect(headers["x-luna-why"]).toBe(`the fault no responds error ${code} in place of the method`);
  expect(await stamps()).toBe(13);
  expect(await lastEntry()).toMatchObject({
    rules: ["request.fault"],
    why: headers["x-luna-why"],
    fault: { id: "no", effect: "error" },
    changes: [],
  });
});

test("an error follows the profile of the request", async () => {
  const { use } = await faulty({ effect: { kind: "error", code: 5, userID: 7 } });
  const { status, text } = await use({ "x-luna-profile": "envelope=array, errorStatus=4xx" });
  expect({ status, text }).toEqual({ status: 409, text: '[{"error":5,"userID":7}]' });
});

test.each([
  [429, "7"],
  [500, undefined],
  [502, undefined],
  [503, "7"],
])("HTTP %i comes with a page and the right Retry-After", async (status, retryAfter) => {
  const effect = { kind: "http", status: status as 500, ...(retryAfter && { retryAfter: 7 }) } as const;
  const { use, stamps, lastEntry } = await faulty({ id: "gone", effect });
  const { headers, text, status: got } = await use();
  expect(got).toBe(status);
  expect(headers["retry-after"]).toBe(retryAfter);
  expect(headers["content-type"]).toBe("text/html");
  expect(headers["x-luna-fault"]).toBe("gone");
  expect(text).toContain(`<h1>${status} `);
  expect(await stamps()).toBe(13);
  expect(await lastEntry()).toMatchObject({ status, response: text, why: null, fault: { id: "gone", effect: "http" } });
});

test("HTTP 503 with an empty body asks to retry after a second", async () => {
  const { use } = await faulty({ effect: { kind: "http", status: 503, body: "empty" } });
  const { headers, text } = await use();
  expect(text).toBe("");
  expect(headers["content-type"]).toBeUndefined();
  expect(headers["content-length"]).toBe("0");
  expect(headers["retry-after"]).toBe("1");
});

test("HTTP 502 after the change keeps the change", async () => {
  const { use, stamps, lastEntry } = await faulty({ effect: { kind: "http", status: 502, when: "after" } });
  expect((await use()).status).toBe(502);
  expect(await stamps()).toBe(14);
  expect(await lastEntry()).toMatchObject({ status: 502, changes: [{ table: "cards", key: stampCard }, {}] });
});

test("a cut before the change sends nothing and changes nothing", async () => {
  const { use, stamps, lastEntry } = await faulty({ effect: { kind: "cut", when: "before" } });
  expect(await use()).toMatchObject({ status: undefined, broken: "ECONNRESET" });
  expect(await stamps()).toBe(13);
  expect(await lastEntry()).toMatchObject({ status: 0, response: null, fault: { id: "fault-1", effect: "cut" } });
});

test("a cut after the change sends nothing and keeps the change", async () => {
  const { use, stamps, lastEntry } = await faulty({ effect: { kind: "cut", when: "after" } });
  expect(await use()).toMatchObject({ status: undefined, broken: "ECONNRESET" });
  expect(await stamps()).toBe(14);
  expect(await lastEntry()).toMatchObject({ status: 200, response: { result: 1 }, fault: { effect: "cut" } });
});

test("a cut during the response sends half of the body", async () => {
  const { receive, lastEntry } = await faulty({ effect: { kind: "cut", when: "during" } });
  const { headers, text, broken } = await receive("getPassInfo", { passSerialNumber: stampCard });
  const whole = JSON.stringify((await lastEntry()).response);
  expect(broken).toBe("ECONNRESET");
  expect(Number(headers["content-length"])).toBe(Buffer.byteLength(whole));
  expect(text).toBe(whole.slice(0, Math.floor(whole.length / 2)));
});

test("a truncated body has its own length", async () => {
  const { receive, lastEntry } = await faulty({ effect: { kind: "truncate", keep: 0.25 } });
  const { headers, text, broken } = await receive("getPassInfo", { passSerialNumber: stampCard });
  expect(broken).toBeUndefined();
  expect(Number(headers["content-length"])).toBe(text.length);
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(await lastEntry()).toMatchObject({ status: 200, response: text, fault: { effect: "truncate" } });
});

test("a wrong content type keeps the body", async () => {
  const { use } = await faulty({ effect: { kind: "contentType", value: "text/html; charset=utf-8" } });
  const { headers, text } = await use();
  expect({ type: headers["content-type"], text }).toEqual({ type: "text/html; charset=utf-8", text: '{"result":1}' });
});

test("a zero delay and a quick drip send the whole response", async () => {
  const { use, stamps } = await faulty(
    { times: 1, effect: { kind: "delay", ms: 0 } },
    { times: 1, effect: { kind: "drip", ms: 1, pieces: 3 } },
  );
  expect(await use()).toMatchObject({ status: 200, text: '{"result":1}', broken: undefined });
  expect(await use()).toMatchObject({ status: 200, text: '{"result":1}', broken: undefined });
  expect(await stamps()).toBe(15);
});

test("a fault applies to requests with a valid token only", async () => {
  const { receive, counts } = await faulty({ effect: { kind: "http", status: 500 } });
  const card = { passSerialNumber: stampCard };
  expect((await receive("getPassInfo", card, { "x-access-token": "nobody" })).text).toBe('{"error":1}');
  expect((await receive("getPasInfo", card)).status).toBe(404);
  expect(await counts()).toEqual(["fault-1 0 0"]);
  expect((await receive("getPassInfo", card)).status).toBe(500);
});

test("a refused request takes its fault too", async () => {
  const { receive } = await faulty({ effect: { kind: "contentType" } });
  const { headers, text } = await receive("getPassInfo", {});
  expect({ type: headers["content-type"], text }).toEqual({ type: "text/plain", text: '{"error":4}' });
});

test("a one-shot fault fires once on many concurrent requests", async () => {
  const { use, stamps, counts } = await faulty({ times: 1, effect: { kind: "error", code: 2 } });
  const answers = await Promise.all(Array.from({ length: 40 }, () => use()));
  expect(answers.filter(({ headers }) => headers["x-luna-fault"] !== undefined)).toHaveLength(1);
  expect(answers.filter(({ text }) => text === '{"error":2}')).toHaveLength(1);
  expect(await stamps()).toBe(13 + 39);
  expect(await counts()).toEqual(["fault-1 1 1"]);
});

test("the header x-luna-fault affects its request only", async () => {
  const { use, stamps, counts, lastEntry } = await faulty({ effect: { kind: "http", status: 500 }, after: 1 });
  const { headers, text } = await use({ "x-luna-fault": "error; code=3" });
  expect({ fault: headers["x-luna-fault"], text }).toEqual({ fault: "header", text: '{"error":3}' });
  expect((await lastEntry()).fault).toEqual({ id: "header", effect: "error" });
  expect(await counts()).toEqual(["fault-1 0 0"]);
  expect((await use({ "x-luna-fault": "cut; when=after" })).broken).toBe("ECONNRESET");
  expect(await stamps()).toBe(14);
  const refused = await use({ "x-luna-fault": "error; code=7" });
  expect({ status: refused.status, body: JSON.parse(refused.text) }).toEqual({
    status: 400,
    body: { message: "x-luna-fault: code must be at most 5, got 7" },
  });
  expect(await stamps()).toBe(14);
});

test("web pages may send and read x-luna-fault", async () => {
  const { url } = await testServer({ cors: "*", fixture: "demo" });
  const preflight = await fetch(`${url}/api/v1/usePass`, { method: "OPTIONS" });
  expect(preflight.headers.get("access-control-allow-headers")).toContain("x-luna-fault");
  const { headers } = await fetch(`${url}/api/v1/getTemplates`, {
    method: "POST",
    headers: { "x-access-token": "luna-demo-token", "x-luna-fault": "http; status=503" },
  });
  expect(headers.get("access-control-expose-headers")).toContain("x-luna-fault, retry-after");
  expect(headers.get("access-control-allow-origin")).toBe("*");
});

test("the client report ignores responses that a fault has changed", async () => {
  const { use, control } = await faulty({ times: 1, effect: { kind: "cut", when: "before" } });
  await use();
  await use();
  expect((await control("GET", "/report")).body).toMatchObject({ requests: 2, findings: [] });
});
